#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A real Kubo for the tests, on loopback only, reusable by every interop test.
#   node.sh binary [VERSION]            the program's path, built once into the cache; exit 77 and a reason when that cannot be
#   node.sh key FILE                    writes a swarm key drawn at random
#   node.sh start DIR [KEY [PEER_DIR]]  a node with its repository in DIR/repo, in the private swarm of KEY, connected to the
#                                       node of PEER_DIR; prints the URL of its RPC, also kept in DIR/url
#   node.sh cli DIR ARGUMENTS...        the node's own command line
#   node.sh stop DIR                    ends it; the folder stays
# VIGIE_KUBO names another program, VIGIE_KUBO_VERSION another version.
set -u
cache=${XDG_CACHE_HOME:-$HOME/.cache}/vigie-interop
declare -A sums=(
	[v0.42.0]=h1:mp40G/pAwckX54zJfIK3CTLK6S1Ae+Wa63g3I68W8cA=
	[v0.38.2]=h1:+V9fiMxCghev60JWWQYMxVym/rNqXQokKYCIZxeC2Yg=
)
declare -A newer=([v0.38.2]=github.com/cockroachdb/swiss@v0.0.0-20260820225851-333444432258)
freshened=

absent() { echo "$*"; exit 77; }

build() {
	(cd "$cache/build-$1" && GOFLAGS="-buildvcs=false ${freshened:+-mod=mod}" timeout 1800 nice go build -trimpath -o "$2.part" ./cmd/ipfs) \
		>"$cache/build-$1.log" 2>&1
}

# An old version whose dependency does not know the present Go: that one is taken in a newer form.
freshen() {
	freshened=yes
	(cd "$cache/build-$1" && GOFLAGS=-mod=mod GONOSUMDB=${newer[$1]%@*} timeout 300 go get "${newer[$1]}") >>"$cache/build-$1.log" 2>&1
}

# The module's own go.sum vouches for all it needs; its own sum is above, so that no checksum server is asked.
binary() {
	local version=${1:-${VIGIE_KUBO_VERSION:-v0.42.0}} out dir sum told
	if [ -n "${VIGIE_KUBO:-}" ]; then echo "$VIGIE_KUBO"; return; fi
	out=$cache/ipfs-$version
	if [ -x "$out" ]; then echo "$out"; return; fi
	command -v go >/dev/null || absent "there is no Go"
	mkdir -p "$cache" || exit 1
	told=$(cd "$cache" && GOFLAGS=-mod=mod GONOSUMDB=github.com/ipfs/kubo timeout 300 go mod download -json "github.com/ipfs/kubo@$version" 2>&1) ||
		absent "the Go proxy does not give Kubo $version: $(printf '%s' "$told" | tr '\n' ' ' | cut -c1-160)"
	dir=$(printf '%s\n' "$told" | sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p')
	sum=$(printf '%s\n' "$told" | sed -n 's/^\t"Sum": "\(.*\)",\{0,1\}$/\1/p')
	if [ "$sum" != "${sums[$version]:-$sum}" ]; then echo "Kubo $version is not what it was: $sum" >&2; exit 1; fi
	rm -rf "$cache/build-$version" && cp -r "$dir" "$cache/build-$version" && chmod -R u+w "$cache/build-$version" || exit 1
	if ! build "$version" "$out" && ! { [ -n "${newer[$version]:-}" ] && freshen "$version" && build "$version" "$out"; }; then
		rm -rf "$cache/build-$version"
		absent "Kubo $version does not build here: $(tail -n 1 "$cache/build-$version.log" | cut -c1-160)"
	fi
	rm -rf "$cache/build-$version"
	mv "$out.part" "$out" && echo "$out"
}

ipfs() { # ipfs DIR ARGUMENTS...
	local dir=$1
	shift
	IPFS_PATH=$dir/repo IPFS_TELEMETRY=off "$program" "$@"
}

key() {
	printf '/key/swarm/psk/1.0.0/\n/base16/\n%s\n' "$(od -An -tx1 -N32 /dev/urandom | tr -d ' \n')" >"$1"
}

# Everything listens on 127.0.0.1, at any free port; nobody is asked for peers, addresses, certificates or news.
prepare() {
	ipfs "$1" init --profile test,server >/dev/null || exit 1
	ipfs "$1" config --json Experimental.Libp2pStreamMounting true
	ipfs "$1" config --json Swarm.AddrFilters null
	ipfs "$1" config --json Plugins.Plugins '{"telemetry":{"Config":{"Mode":"off"},"Disabled":true}}'
	ipfs "$1" config --json Bootstrap '[]'
	ipfs "$1" config --json Discovery.MDNS.Enabled false
	ipfs "$1" config --json AutoTLS.Enabled false
	ipfs "$1" config --json Swarm.RelayClient.Enabled false
	ipfs "$1" config --json Addresses.Swarm '["/ip4/127.0.0.1/tcp/0"]'
	ipfs "$1" config --json Addresses.NoAnnounce '[]'
	ipfs "$1" config Addresses.API /ip4/127.0.0.1/tcp/0
	ipfs "$1" config Addresses.Gateway /ip4/127.0.0.1/tcp/0
	ipfs "$1" config Routing.Type dht
}

answers() {
	local at
	at=$(cat "$1/repo/api" 2>/dev/null) || return 1
	at=${at#/ip4/127.0.0.1/tcp/}
	echo "http://127.0.0.1:${at%%/*}" >"$1/url"
	curl -sS --noproxy '*' -m 5 -X POST "$(cat "$1/url")/api/v0/id" -o /dev/null 2>/dev/null
}

start() {
	local dir=$1 swarm_key=${2:-} peer=${3:-} i
	mkdir -p "$dir" || exit 1
	if [ ! -d "$dir/repo" ]; then prepare "$dir" >&2; fi
	rm -f "$dir/repo/api"
	if [ -n "$swarm_key" ]; then cp "$swarm_key" "$dir/repo/swarm.key"; export LIBP2P_FORCE_PNET=1; fi
	IPFS_PATH=$dir/repo IPFS_TELEMETRY=off setsid "$program" daemon --migrate=true ${VIGIE_KUBO_FLAGS:-} </dev/null >"$dir/log" 2>&1 &
	echo $! >"$dir/pid"
	for ((i = 0; i < 300; i++)); do
		if answers "$dir"; then break; fi
		if ! kill -0 "$(cat "$dir/pid")" 2>/dev/null; then cat "$dir/log" >&2; exit 1; fi
		sleep 0.1
	done
	if [ "$i" = 300 ]; then cat "$dir/log" >&2; stop "$dir"; exit 1; fi
	if [ -n "$peer" ]; then
		i=$(ipfs "$peer" id -f '<addrs>' | grep -m 1 '^/ip4/127.0.0.1/tcp/')
		ipfs "$dir" swarm connect "$i" >&2 || exit 1
	fi
	cat "$dir/url"
}

stop() {
	local pid i
	pid=$(cat "$1/pid" 2>/dev/null) || return 0
	kill "$pid" 2>/dev/null
	for ((i = 0; i < 100; i++)); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
	kill -9 "$pid" 2>/dev/null
	rm -f "$1/pid"
}

case ${1:-} in
binary) binary "${2:-}"; exit ;;
key) key "$2"; exit ;;
start | cli | stop) ;;
*) sed -n '3,11s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
program=$(binary) || { echo "$program" >&2; exit 77; }
what=$1
shift
case $what in
start) start "$@" ;;
cli) ipfs "$@" ;;
stop) stop "$1" ;;
esac
