#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The sandbox's Skywire hypervisor and its faults, seen from outside by curl. Prints TAP.
bin=${top_builddir:-.}/vigie-sandbox
if [ ! -x "$bin" ] || ! command -v curl >/dev/null; then echo "1..0 # SKIP vigie-sandbox or curl is not here"; exit 0; fi
dir=$(mktemp -d) n=0 bad=0
"$bin" --seed 1 --still --sealing manual --members 40 --wallets 120 --transfers 100 >"$dir/line" 2>"$dir/err" &
pid=$!
trap 'kill $pid 2>/dev/null; wait $pid 2>/dev/null; rm -rf "$dir"' EXIT
for _ in $(seq 200); do [ -s "$dir/line" ] && break; sleep 0.05; done
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$dir/line"; }
ctl=$(field ctl) token=$(field token) api=$(field skywire)/api
order() { curl -s -m 20 -H "X-Token: $token" -d "$*" "$ctl" >/dev/null; }
get() { local u=$1; shift; curl -s -m 20 "$@" "$api$u"; }
code() { local u=$1; shift; get "$u" -o /dev/null -w '%{http_code}' "$@"; }
tell() {
	local name=$1; shift; n=$((n + 1))
	if "$@"; then echo "ok $n - $name"; else bad=1; echo "not ok $n - $name"; echo "# $*" | cut -c1-300; fi
}
is() { [ "$1" = "$2" ]; }
has() { case $1 in *"$2"*) true ;; *) false ;; esac; }
boards() { get /visors-summary | grep -o '"local_pk":"[0-9a-f]*","build_info"' | wc -l; }
own=$(get /about | sed -n 's/.*"public_key":"\([0-9a-f]*\)".*/\1/p')
tell "it answers the ping as a JSON string" is "$(get /ping)" '"PONG!"'
tell "eight boards are there" is "$(boards)" 8
tell "a board without transports says null" has "$(get /visors-summary)" '"transports":null'
tell "counters of other boards are zero" has "$(get /visors-summary)" '"log":{"recv":0,"sent":0}'
tell "one board alone is said not to be online" has "$(get "/visors/$own/summary")" '"online":false'
get "/visors/$own/routegroups" >/dev/null; rc=$?
tell "the panicking route gives an empty reply" is $rc 52
tell "an unknown board is 404" is "$(code "/visors/${own%????}0000")" 404
tell "an old board knows no host figures" is "$(code "/visors/$own/host-stats")" 404
tell "writing wants a token" is "$(code "/visors/$own/shutdown" -X POST)" 403
tell "without a login there is no login" is "$(code /login -X POST -d '{}')" 404
order switch skywire vanish on 3
tell "a board that vanishes is in no list" is "$(boards)" 7
order clear
tell "and comes back" is "$(boards)" 8
order switch skywire auth on
tell "a session is wanted" is "$(code /visors-summary)" 401
tell "a wrong password is refused" is "$(code /login -X POST -d '{"username":"admin","password":"no"}')" 401
code /login -X POST -d '{"username":"admin","password":"Village-1"}' -c "$dir/cookies" >/dev/null
tell "with a session it answers" is "$(code /visors-summary -b "$dir/cookies")" 200
tell "a second login is refused" is "$(code /login -X POST -b "$dir/cookies" -d '{"username":"admin","password":"Village-1"}')" 403
order clear
order down skywire on
get /ping >/dev/null; rc=$?
tell "a hypervisor that stopped refuses the connection" is $rc 7
echo "1..$n"
exit $bad
