#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What vigie says of an IPFS node, a station and boards that misbehave, and that it recovers by itself. Prints TAP.
. "$(dirname "$0")/lib.sh"
sandbox_up

# A vigie that stays, printing a line a second.
vg_watch() { patience=600 vg "$@" --watch 1 --json > "$dir/watch" & watcher=$!; }
stop_watch() { kill $(ps -o pid= --ppid $watcher) 2> /dev/null; kill $watcher 2> /dev/null; wait $watcher 2> /dev/null; }
# soon EXPRESSION: the last line says so within ten seconds; how long it took goes to $took (tenths of a second)
soon() {
	for took in $(seq 100); do
		tail -n 1 "$dir/watch" | grep . > "$dir/d" && py "d=json.load(open(sys.argv[1])); sys.exit(0 if eval(sys.argv[2]) else 1)" "$dir/d" "$1" 2> /dev/null && return 0
		sleep 0.1
	done
	return 1
}
vg_watch peers
tell "it begins with peers" soon "d['state'] == 'fresh' and d['total'] > 5"
total=$(get "$dir/d" "d['total']")
order down ipfs on > /dev/null
tell "Kubo stopped: said" soon "d['state'] == 'stale' and d['error'] == 'net-refused'"
echo "# after $took tenths of a second, the printing each second included"
tell "what was last known stays" soon "d['total'] > 5 and len(d['items']) > 5"
truth
tell "started again: it recovers by itself" soon "d['state'] == 'fresh'"
order freeze ipfs on > /dev/null
tell "Kubo hangs: said" soon "d['state'] == 'stale' and d['error'] == 'net-timeout'"
echo "# after $took tenths of a second, the printing each second included"
truth
tell "it wakes up: recovers" soon "d['state'] == 'fresh'"
order cut ipfs on > /dev/null
tell "half an answer: said" soon "d['state'] == 'stale'"
truth
tell "whole answers: recovers" soon "d['state'] == 'fresh'"
lie ipfs invalid-json on
tell "half a JSON: said" soon "d['state'] == 'stale' and d['error'] == 'net-protocol'"
truth
tell "good JSON: recovers" soon "d['state'] == 'fresh'"
order kubo restart > /dev/null
tell "a restarted Kubo goes on" soon "d['state'] == 'fresh'"
stop_watch

lie ipfs ahead on; vg ipfs --json > "$dir/d"
says "a version ahead is said, and read" "d['version_ahead'] is True and d['version'] == '0.43.0' and d['bitswap']['partners'] is not None or d['version_ahead'] is True"
truth; lie ipfs alone on; vg peers --json > "$dir/d"
says "no peers at all" "d['state'] == 'fresh' and d['total'] == 0"
truth; lie ipfs no-metrics on; vg bandwidth --json > "$dir/d"
says "a node that counts nothing is up all the same" "d['state'] == 'fresh' and d['rate_in'] is None and d['total_in'] is None"
truth; lie ipfs no-tunnels on; vg ipfs --json > "$dir/d"
says "no tunnels allowed" "d['state'] == 'fresh' and d['tunnels'] == []"
truth; lie ipfs offline on; vg peers --json > "$dir/d"
says "a node without network says so" "d['error']['code'] == 'net-http' and 'online mode' in d['error']['message']"
truth; lie ipfs hostile on; vg ipfs --json > "$dir/d"
says "names with escape sequences are cleaned" "chr(27) not in json.dumps(d, ensure_ascii=False) and len(d['keys']) > 0"
truth; lie ipfs wrong-types on; vg storage --json > "$dir/d"
says "wrong types" "isinstance(d.get('repo'), (int, type(None)))"
truth; lie ipfs peers on 2000; vg peers --json > "$dir/d"; rpc swarm/peers > "$dir/a"
says "thousands of peers" "d['total'] > 700 and abs(d['total'] - len(a['Peers'])) < 60"
truth; lie ipfs pins on 60000; vg storage --json > "$dir/d"
says "many pins are counted as they stream" "d['pins']['recursive'] > 60000 and d['pins']['complete']"
truth

for s in station afar; do
	if [ $s = afar ]; then there=$afar folder=/nonexistent; fi
	lie $s booting on; vg station --json > "$dir/d"
	says "$s: booting" "d['kind'] == 'booting' and d['status'] == 'booting'"
	truth; lie $s build-error on; vg station --json > "$dir/d"
	says "$s: build error" "d['kind'] == 'build-error'"
	truth; lie $s minus10 on; vg station --json > "$dir/d"
	if [ $s = station ]; then
		says "$s: the -10 bug is mended from the cache of wallets" "d['balances_unread'] and d['node_zen_c'] != -1000 and d['economy']['risk'] != 'RED'"
	else
		says "$s: -10 is not known" "d['balances_unread'] and d['node_zen_c'] is None and d['economy']['risk'] == 'unknown'"
	fi
	truth; lie $s hostile on; vg station --json > "$dir/d"
	says "$s: hostile strings" "not any(c in json.dumps(d, ensure_ascii=False) for c in (chr(27), chr(0x202e), chr(7)))"
	truth; lie $s future on; vg station --json > "$dir/d"
	says "$s: a future version" "d['state'] == 'fresh' and d['version'] == '12346.1.0'"
	truth; lie $s wrong-types on; vg station --json > "$dir/d"
	says "$s: wrong types" "d['state'] == 'fresh'"
	truth; lie $s gaps on; vg station --json > "$dir/d"
	says "$s: missing members" "d['state'] == 'fresh' and isinstance(d['economy']['revenue_zen_c'], (int, type(None)))"
	truth; lie $s fallback on; vg station --json > "$dir/d"
	says "$s: reduced capacities" "d['capacity']['captain_reserved'] == 2"
	truth; lie $s big on; vg station --json > "$dir/d"
	if [ $s = station ]; then
		says "$s: ten megabytes are not read, its folders tell" "d['source'].endswith('machine') or 'files' in d['source']"
	else
		says "$s: ten megabytes are not read" "d['error'] in ('too-big', 'net-too-big') or d['error']['code'] in ('too-big', 'net-too-big')"
	fi
	truth; lie $s stale on; vg station --json > "$dir/d"
	says "$s: two days old, and said so" "d['beacon_at'] is not None and (d['place'] == 'here' or d['beacon_at'] < d['at'])"
	truth; order cut $s on > /dev/null; vg station --json > "$dir/d"; rc=$?
	if [ $s = afar ]; then says "$s: half a document" "d['state'] == 'stale' or 'code' in d['error']"; fi
	truth; order down $s on > /dev/null; vg station --json > "$dir/d"; rc=$?
	if [ $s = station ]; then
		says "$s: gone, its folders still tell" "d['name'] is not None and 'files' in d['source']"
	else
		says "$s: gone, what was known before is stale" "d['state'] == 'stale' and d['error'] == 'net-refused' and d['name'] is not None"
		XDG_CACHE_HOME=$dir/other vg station --json > "$dir/d"; rc=$?
		tell "$s: gone and never seen is unreachable" test $rc = 3
	fi
	truth
done
unset there folder

lie station hostile on; order home > /dev/null; vg swarm --json > "$dir/d"
says "a hostile station in the swarm's folder is listed, cleaned" "len(d['items']) > 5 and chr(27) not in json.dumps(d, ensure_ascii=False)"
tell "its scripts were not run" bash -c "! find '$home' /tmp -maxdepth 1 -name 'OWNED*' 2> /dev/null | grep -q ."
truth; order home > /dev/null

vg skywire --json > "$dir/d"
board=$(get "$dir/d" "[x['pk'] for x in d['items'] if not x['hypervisor']][2]")
index=$(curl -s "$skywire/api/visors-summary" | py "print([x['overview']['local_pk'] for x in json.load(sys.stdin)].index(sys.argv[1]))" "$board")
lie skywire vanish on "$index"
vg skywire --json > "$dir/d"
gone=$(get "$dir/d" "[x['gone_since'] for x in d['items'] if x['gone_since']]")
says "a vanished board stays listed, gone since" "len(d['items']) == 8 and d['gone'] == 1 and d['up'] == 7"
truth
vg skywire --json > "$dir/d"
says "and is back" "d['gone'] == 0 and d['up'] == 8"
lie skywire auth on; vg skywire --json > "$dir/d"; rc=$?
says "a hypervisor that wants a login says so" "d['error'] == 'net-auth' or d['error']['code'] == 'net-auth'"
truth
tell "nobody complained" test ! -s "$dir/err"
finish
