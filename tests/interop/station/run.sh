#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# vigie against two real Kubo nodes on loopback in a private swarm: the same figures as their own command line. Once with the
# version this was written for; once more with one a year older when VIGIE_KUBO_OLD names it (v0.38.2) or is set to 1.
here=$(cd "$(dirname "$0")" && pwd)
node=$here/../kubo/node.sh
if [ ! -x "$build/vigie" ]; then echo "ok station # SKIP vigie is not built"; exit 0; fi
if ! command -v python3 > /dev/null; then echo "ok station # SKIP python3 is not here"; exit 0; fi
tell() { # tell NAME CONDITION...
	local name=$1; shift
	if "$@"; then echo "ok station: $label: $name"; else echo "not ok station: $label: $name"; echo "$*" | cut -c1-300; fi
}
is() { [ "$1" = "$2" ]; }
get() { python3 -c "import json,sys; d=json.load(open(sys.argv[1])); print(eval(sys.argv[2]))" "$dir/d" "$1" 2>&1; }
a() { bash "$node" cli "$dir/a" "$@"; }
b() { bash "$node" cli "$dir/b" "$@"; }
vg() { env HOME="$dir/home" XDG_RUNTIME_DIR="$dir/home" VIGIE_IPFS_API="$(cat "$dir/a/url")" timeout 60 "$build/vigie" "$@" --json > "$dir/d" 2> "$dir/vigie.err"; }
between() { [ "$1" -le "$2" ] && [ "$2" -le "$3" ]; }
figure() { a stats bw | sed -n "s/^$1: *//p"; }

compare() {
	label=$1
	tell "id" is "$(vg ipfs; get "d['id']")" "$(a id -f '<id>')"
	tell "version" is "$(get "d['version']")" "$(a version -n)"
	tell "agent" is "$(get "d['agent']")" "$(a id -f '<aver>')"
	tell "the swarm is private, by the fingerprint of the daemon's own log" is "$(get "d['swarm']['privacy'] + ' ' + d['swarm']['fingerprint']")" \
		"private $(sed -n 's/.*[Ss]warm key fingerprint: *//p' "$dir/a/log" | head -n 1)"
	tell "keys" is "$(get "' '.join(k['id'] + ' ' + k['name'] for k in d['keys'])")" "$(a key list -l | tr -s ' \n' ' ' | sed 's/ $//')"
	tell "tunnels" is "$(get "' '.join(t['protocol'] + ' ' + t['listen'] + ' ' + t['target'] for t in d['tunnels'])")" "$(a p2p ls | tr -s ' \t' ' ' | tr '\n' ' ' | sed 's/ $//')"
	tell "bootstrap" is "$(get "' '.join(d['bootstrap'])")" "$(a bootstrap list | tr '\n' ' ' | sed 's/ $//')"
	tell "bitswap: blocks received" is "$(get "d['bitswap']['blocks_received']")" "$(a stats bitswap | sed -n 's/^[[:space:]]*blocks received: //p' | head -n 1)"
	tell "bitswap: partners" is "$(get "d['bitswap']['partners']")" "$(a stats bitswap | sed -n 's/.*partners \[\([0-9]*\)\].*/\1/p')"
	vg peers
	tell "peers" is "$(get "' '.join(p['address'] + '/p2p/' + p['id'] for p in d['items'])")" "$(a swarm peers | tr '\n' ' ' | sed 's/ $//')"
	tell "direction of a peer" is "$(get "d['items'][0]['direction']")" "$(a swarm peers --direction | sed 's/.* \(in\|out\)bound.*/\1/')"
	local before after
	before=$(a repo stat --size-only | sed -n 's/^RepoSize: *//p'); vg storage; after=$(a repo stat --size-only | sed -n 's/^RepoSize: *//p')
	if [ "$before" -gt "$after" ]; then local x=$before; before=$after; after=$x; fi
	tell "size of the repository" between "$before" "$(get "d['repo']")" "$after"
	tell "its limit" is "$(get "d['limit']")" "$(a repo stat --size-only | sed -n 's/^StorageMax: *//p')"
	tell "its folder" is "$(get "d['path']")" "$(a repo stat | sed -n 's/^RepoPath: *//p')"
	vg storage --all
	for kind in recursive direct indirect; do
		tell "pins: $kind" is "$(get "d['pins']['$kind']")" "$(a pin ls --type=$kind -q | wc -l)"
	done
	vg bandwidth
	tell "traffic is counted, with protocols" is "$(get "d['total_in'] > 0 and any(p['protocol'].startswith('/ipfs/') for p in d['protocols'])")" True
	# the command line rounds: its total stands within one per cent of ours
	python3 - "$dir/d" "$(figure TotalIn)" > "$dir/out" 2>&1 <<-'END'
		import json, sys
		d = json.load(open(sys.argv[1])); n, u = sys.argv[2].split()
		v = float(n) * {'B': 1, 'kB': 1e3, 'MB': 1e6, 'GB': 1e9}[u]
		print(abs(v - d['total_in']) <= 0.06 * max(v, d['total_in']) + 2000)
	END
	tell "as much as the command line says" is "$(cat "$dir/out")" True
	bash "$node" stop "$dir/a"
	vg peers; tell "a node that ended is told" is "$(get "d['error']['code']")" net-refused
}

run() { # run VERSION LABEL
	dir=$(mktemp -d)
	trap 'bash "$node" stop "$dir/b"; bash "$node" stop "$dir/a"; rm -rf "$dir"' EXIT
	mkdir -m 700 "$dir/home"
	bash "$node" key "$dir/key"
	bash "$node" start "$dir/a" "$dir/key" > "$dir/out" 2>&1 || { echo "not ok station: $2: the first node starts"; cat "$dir/out"; return; }
	bash "$node" start "$dir/b" "$dir/key" "$dir/a" > "$dir/out" 2>&1 || { echo "not ok station: $2: the second node joins"; cat "$dir/out"; return; }
	head -c 900000 /dev/urandom > "$dir/file"
	local root
	root=$(b add -Q "$dir/file")
	a cat "$root" > /dev/null && a pin add "$root" > /dev/null
	a pin add -r=false "$(a add -Q --pin=false "$dir/key")" > /dev/null
	a p2p listen /x/ssh-test /ip4/127.0.0.1/tcp/22
	a p2p forward /x/far-test /ip4/127.0.0.1/tcp/0 "/p2p/$(b id -f '<id>')"
	a key gen extra > /dev/null
	a bootstrap add "/ip4/203.0.113.3/tcp/4001/p2p/$(b id -f '<id>')" > /dev/null
	compare "$2"
	bash "$node" stop "$dir/b"
	rm -rf "$dir"
}

for version in "" ${VIGIE_KUBO_OLD:+old}; do
	if [ -n "$version" ]; then
		export VIGIE_KUBO_VERSION=$VIGIE_KUBO_OLD
		[ "$VIGIE_KUBO_VERSION" = 1 ] && VIGIE_KUBO_VERSION=v0.38.2
	fi
	program=$(bash "$node" binary 2>&1)
	rc=$?
	if [ $rc = 77 ]; then echo "ok station: Kubo ${VIGIE_KUBO_VERSION:-} # SKIP $program"; continue; fi
	if [ $rc != 0 ]; then echo "not ok station: $program"; continue; fi
	run "$version" "Kubo $("$program" version -n)"
done
