#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The faults of the sandbox's Kubo, stations and UPassport, seen from outside by curl. Prints TAP.
. "$(dirname "$0")/sandbox/outside.sh"
begin --members 40 --wallets 120 --transfers 100
api=$(field api) gateway=$(field gateway) upassport=$(field upassport) home=$(field home)
station=$(sed -n 's/.*"station":\["\([^"]*\)".*/\1/p' "$dir/line")
afar=$(sed -n 's/.*"station":\["[^"]*","\([^"]*\)".*/\1/p' "$dir/line")
rpc() { local c=$1; shift; curl -s -m 20 -X POST "$@" "$api/api/v0/$c"; }
get() { local u=$1; shift; curl -s -m 20 "$@" "$u"; }
lie() { order "switch $*" > /dev/null; }

tell "all services are told" is "$(for u in $api $gateway $upassport $station $afar; do get "$u/" -o /dev/null -w '%{http_code} '; done)" '404 404 200 200 200 '
tell "the home folder is there" test -s "$home/.zen/tmp/12345.last.json"

order down ipfs on > /dev/null
rpc id > /dev/null; rc=$?
tell "a Kubo that stopped refuses the connection" is $rc 7
tell "its gateway goes on" is "$(get "$gateway/ipfs/zzz" -o /dev/null -w '%{http_code}')" 400
truth
tell "started again it answers on the same port" has "$(rpc id)" AgentVersion
order freeze ipfs on > /dev/null
rpc id -m 1 > "$dir/out"; rc=$?
tell "a Kubo that hangs takes the connection and says nothing" is "$rc $(wc -c < "$dir/out")" '28 0'
truth
order cut ipfs on > /dev/null
rpc swarm/peers > "$dir/out"; rc=$?
tell "half an answer" is "$rc $(head -c 10 "$dir/out")" '18 {"Peers":['
rpc 'stats/bw?poll=true&interval=50ms' > "$dir/out"
tell "half a line of a stream" lacks "$(cat "$dir/out")" '}'
truth
lie ipfs invalid-json on
tell "half a JSON" has "$(rpc swarm/peers)" '}{"'
truth
rpc 'stats/bw?poll=true&interval=50ms' -m 1 > "$dir/out"
tell "bandwidth flows line by line" awk "BEGIN { exit !($(wc -l < "$dir/out") >= 3) }"
total() { rpc stats/bw | sed 's/.*"TotalIn":\([0-9]*\).*/\1/'; }
before=$(total)
order kubo restart > /dev/null
tell "a restarted Kubo counts from nothing" awk "BEGIN { exit !($(total) < $before / 100) }"
lie ipfs ahead on
tell "a version ahead has another number" has "$(rpc version)" '"Version":"0.43.0"'
tell "and does not know what was deprecated" is "$(rpc bitswap/stat -o /dev/null -w '%{http_code}')" 404
truth; lie ipfs offline on
tell "a daemon without network says so" has "$(rpc swarm/peers)" 'must be run in online mode'
truth; lie ipfs alone on
tell "no peers are null, not an empty list" is "$(rpc swarm/peers)" '{"Peers":null}'
truth; lie ipfs no-metrics on
tell "bandwidth that is not counted" has "$(rpc stats/bw)" 'bandwidth reporter disabled'
truth; lie ipfs no-tunnels on
tell "tunnels that are not allowed" has "$(rpc p2p/ls)" 'libp2p stream mounting not enabled'
truth; lie ipfs full on
tell "a repository at its limit" has "$(rpc repo/stat)" '"RepoSize":5999999'
truth; lie ipfs hostile on
tell "names with escape sequences" has "$(rpc key/list)" 'u001B['
truth; lie ipfs wrong-types on
tell "a number that is a string" has "$(rpc repo/stat)" '"RepoSize":"'
truth; lie ipfs peers on 2000
tell "thousands of peers" awk "BEGIN { exit !($(rpc swarm/peers | tr '{' '\n' | grep -c '"Addr"') > 700) }"
truth; lie ipfs pins on 60000
tell "many pins as a stream" awk "BEGIN { exit !($(rpc 'pin/ls?stream=true&type=recursive' | wc -l) > 60000) }"
truth
tell "a missing object is waited for as long as one wants" has "$(rpc 'cat?arg=bafkreicszyrvqcf4ku73sc5tovxn2fubvd7mpjrormxtvfwiy7lc247i2a&timeout=300ms')" 'context deadline exceeded'
print=$(order kubo | sed 's/.*"fingerprint":"\([^"]*\)".*/\1/')
order kubo key origin > /dev/null
tell "another swarm key has another fingerprint" has "$(order kubo)" 708a75afd05affb08736cbf17c73773e
tell "its file follows" has "$(tail -n 1 "$home/.ipfs/swarm.key")" 00000000000000000000000000000000
order kubo key none > /dev/null
tell "without a key there is no file" test ! -e "$home/.ipfs/swarm.key"
tell "and peers come by every transport" has "$(rpc swarm/peers)" quic-v1
order kubo key village > /dev/null
tell "the village's key is back" has "$(order kubo)" "$print"

for s in station afar; do
	eval url=\$$s
	lie $s booting on
	tell "$s: booting" has "$(get "$url")" '"status": "booting"'
	truth; lie $s build-error on
	tell "$s: build error" has "$(get "$url")" '"status": "json_build_error"'
	truth; lie $s minus10 on
	tell "$s: the -10 bug" has "$(get "$url")" '"NODEZEN": "-10"'
	truth; lie $s hostile on
	tell "$s: hostile strings" has "$(get "$url")" 'u001B[2J'
	truth; lie $s future on
	tell "$s: a future version" has "$(get "$url")" '"version": "12346.1.0"'
	truth; lie $s wrong-types on
	tell "$s: wrong types" has "$(get "$url")" '"services": "all fine"'
	truth; lie $s fallback on
	tell "$s: reduced capacities" has "$(get "$url")" '"capacities": {"reserved_captain_slots": 2}'
	truth; lie $s gaps on
	tell "$s: missing members" lacks "$(get "$url")" '"economy"'
	truth; lie $s big on
	tell "$s: ten megabytes" awk "BEGIN { exit !($(get "$url" | wc -c) > 10000000) }"
	truth
	now=$(get "$url" | sed 's/.*"created": "\([0-9]*\)".*/\1/')
	lie $s stale on
	tell "$s: two days old" is $((now - $(get "$url" | sed 's/.*"created": "\([0-9]*\)".*/\1/'))) 172800
	truth
	order cut $s on > /dev/null
	get "$url" > "$dir/out"
	tell "$s: half a document" isnt "$(tail -c 2 "$dir/out")" '}'
	truth
	order down $s on > /dev/null
	get "$url" > /dev/null; rc=$?
	tell "$s: gone" is $rc 7
	truth
done
lie station hostile on; order home > /dev/null
tell "a hostile station in the swarm's folder" grep -rlq OWNED "$home/.zen/tmp/swarm" --include='x_*.sh'
tell "with escape sequences in its document" grep -rlq 'u001B\[2J' "$home/.zen/tmp/swarm" --include=12345.json
truth; order home > /dev/null
lie upassport rate-limit on 3
for _ in 1 2 3 4 5; do code=$(get "$upassport/health" -o /dev/null -w '%{http_code}'); done
tell "too many requests" is "$code" 429
truth; lie upassport locked on
tell "admin routes that want a key" is "$(get "$upassport/api/nostr/admin/multipass_list?uplanetname=$(printf %064d 0)" -o /dev/null -w '%{http_code}')" 403
truth; lie upassport html on
tell "the page of a broken proxy" has "$(get "$upassport/health")" '502 Bad Gateway'
truth
order disk-full on > /dev/null
tell "a full disk lets the folder be" has "$(order home)" 'the disk is full'
truth
order advance 1 > /dev/null
tell "a day later the silent stations have left the folder" is "$(ls "$home/.zen/tmp/swarm" | wc -l)" 9
order restart keep > /dev/null; sleep 0.5
for _ in $(seq 100); do code=$(rpc id -o /dev/null -w '%{http_code}'); [ "$code" = 200 ] && break; sleep 0.2; done
tell "a restart keeps ports and folder" test "$code" = 200 -a -s "$home/.zen/tmp/12345.last.json"
order quit > /dev/null
for _ in $(seq 200); do kill -0 $pid 2> /dev/null || break; sleep 0.1; done
tell "the temporary home goes with the sandbox" test ! -e "$home"
tell "nothing was complained about" test ! -s "$dir/err"
finish
