#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Recorded and invented answers of stations and Skywire boards on the screen: healthy ones, starting, broken, lying, hostile,
# far too large, of another type, of a version to come. Prints TAP.
. "$(dirname "$0")/lib.sh"
here=$(cd "$(dirname "$0")" && pwd)
shared=${VIGIE_SHARED:-${top_srcdir:-$here/../..}/../shared}
samples=$shared/data/astroport-samples boards=$shared/data/skywire-samples
export LC_ALL=C.UTF-8 TERM=xterm-256color
www=$dir/www
mkdir -p "$www" "$dir/root/proc"
python3 "$here/serve.py" "$www" & pid=$!
for _ in $(seq 100); do [ -s "$www/port" ] && break; sleep 0.05; done
[ -s "$www/port" ] || skip_all "no server"
url=http://127.0.0.1:$(cat "$www/port")

# show VIEW SIZE: the screen with a cache that knows nothing, unless kept=1
show() {
	[ -n "$kept" ] || { rm -rf "$dir/cache"; mkdir "$dir/cache"; }
	env XDG_CACHE_HOME="$dir/cache" XDG_STATE_HOME="$dir/cache" VIGIE_STATION="$url" VIGIE_STATION_HOME=/nonexistent VIGIE_IPFS_API="$url/none" \
		VIGIE_SKYWIRE="$url" VIGIE_IPFS_GATEWAY="$url/none" VIGIE_HOST_ROOT="$dir/root" timeout 30 "$vigie" --dump "$1" --size "$2" \
		> "$dir/screen" 2> "$dir/vigie.err"
}
# remember: what a program that ran before knows of the boards; a dump writes nothing
remember() {
	rm -rf "$dir/cache"; mkdir "$dir/cache"; kept=1
	env XDG_CACHE_HOME="$dir/cache" XDG_STATE_HOME="$dir/cache" VIGIE_SKYWIRE="$url" timeout 30 "$vigie" skywire --json > /dev/null 2>&1
}
# sees NAME PATTERN...: every pattern stands on the screen; !PATTERN: it does not
sees() {
	local name=$1 p rc=0; shift
	for p in "$@"; do
		case $p in
		!*) grep -qE -- "${p#!}" "$dir/screen" && rc=1 ;;
		*) grep -qE -- "$p" "$dir/screen" || rc=1 ;;
		esac
		[ $rc = 0 ] || { echo "# $p"; break; }
	done
	[ -s "$dir/screen" ] || rc=1
	tell "$name" test $rc = 0
	[ $rc = 0 ] || sed 's/^/# /' "$dir/screen" "$dir/vigie.err" | head -n 40
}
# clean NAME: nothing on the screen steers a terminal or turns text round, and no line is wider than it may be
clean() {
	tell "$1" python3 -c "
import sys, unicodedata
t = open(sys.argv[1]).read()
w = lambda l: sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in l)
bad = [c for c in t if c != '\n' and (unicodedata.category(c) in ('Cc', 'Cf') or c in '\u202e\u2066\u200f')]
sys.exit(1 if bad or not t.strip() or any(w(l) > int(sys.argv[2]) for l in t.splitlines()) else 0)" "$dir/screen" "$2"
}
station_of() { cp "$1" "$www/root"; }

if [ -d "$samples" ]; then
	station_of "$samples/12345.rpi.json"; show station 80x24
	ref() { get "$www/root" "$1"; }
	sees "a healthy small station" "$(ref "d['hostname']")" "MULTIPASS +$(ref "d['economy']['multipass_count']") of $(ref "d['economy']['multipass_count'] + d['capacities']['nostr_slots']")" \
		"power $(ref "d['capacities']['power_score']")" "GREEN|YELLOW|ORANGE|RED" 'no station publishes'
	show station 40x12; sees "the same on the smallest screen" "$(ref "d['hostname']" | cut -c1-30)" 'Capacity'
	clean "and no line is too wide" 40
	station_of "$samples/12345.brain.json"; show station 80x24
	sees "a healthy large one" "$(ref "d['hostname']" | cut -c1-25)" "ZEN Card +$(ref "d['economy']['zencard_count']") of" "power $(ref "d['capacities']['power_score']") +brain"
	station_of "$samples/12345.booting.json"; show station 80x24
	sees "one that starts" 'it is starting' '!(RED|GREEN)'
	station_of "$samples/12345.json_build_error.json"; show station 80x24
	sees "one whose script failed" 'its own figures failed' '!(RED|GREEN)'
	station_of "$samples/12345.minus10-bug.json"; show station 80x24
	sees "the bug of -10: not known rather than wrong" 'not known' '!-10' '!RED'
	show station 120x40; sees "and no runway is made of it" '!lasts'
else
	n=$((n + 1)); echo "ok $n - recorded stations # SKIP no samples in $samples"
fi

py "
long = 'phare' * 4000
evil = '\x1b]0;OWNED\x07\x1b[2J\u202eevil\u2066<script>\$(touch OWNED)\`id\`%s%n\r\n\x00\x9b31m'
d = {'version': '12345.0.2', 'created': '1795225000', 'hostname': evil, 'captain': evil + long, 'ipfsnodeid': evil, 'uptime': evil, 'IPCity': long,
 'PAF': '14', 'NCARD': '1', 'ZCARD': '4', 'captainZEN': '100', 'UPLANETZEN': evil, 'capacities': {'provider_tier': evil, 'power_score': 7, 'nostr_slots': 3},
 'services': {'ipfs': {'active': True, 'size': evil, 'version': evil}, evil: {'active': True}, 'nostr_relay': {'active': True, 'engine': evil, 'port': 7777}},
 'economy': {'multipass_count': 2, 'zencard_count': 1, 'risk_level': evil, 'treasury_zen': 50}}
json.dump(d, open(sys.argv[1], 'w'))" "$www/root"
for s in 80x24 40x12 200x60; do
	show station $s; clean "hostile strings on $s" "${s%x*}"; sees "and its figures stand on $s" '!OWNED.*' 'Economy'
done
show swarm 80x24; clean "hostile strings in the swarm" 80
show services 80x24; clean "hostile strings among the services" 80
tell "nothing of it was run" test -z "$(find . "$dir" -maxdepth 2 -name 'OWNED*' 2> /dev/null)"

py "
d = {'version': '12345.0.2', 'hostname': 'gros.example', 'pad': 'x' * 10485760}; json.dump(d, open(sys.argv[1], 'w'))" "$www/root"
show station 80x24; sees "ten megabytes are refused in words" 'too (big|large|long)|larger than' '!gros'
py "
d = {'version': '12345.0.2', 'hostname': 'profond.example', 'economy': None}; s = json.dumps(d)[:-1] + ', \"x\": ' + '[' * 100000 + ']' * 100000 + '}'; open(sys.argv[1], 'w').write(s)" "$www/root"
show station 80x24; clean "a hundred thousand brackets" 80
py "
d = {'version': 12345, 'created': [1], 'hostname': {'a': 1}, 'ipfsnodeid': 7, 'captain': True, 'PAF': {}, 'NCARD': [], 'ZCARD': 'four', 'captainZEN': None,
 'STATION_LAT': [], 'capacities': 'none', 'services': [1, 2, {'active': 'perhaps'}], 'economy': [['multipass_count', 3]], 'uptime': 3.5, 'boots': 'yesterday'}
json.dump(d, open(sys.argv[1], 'w'))" "$www/root"
show station 80x24; sees "wrong types are not known" 'Economy' 'not known' '!(RED|GREEN)'; clean "wrong types leave the screen whole" 80
py "
d = {'version': '13000.2.0', 'created': '1795225000', 'hostname': 'demain.example', 'captain': 'ana@example.org', 'ipfsnodeid': '12D3KooWJQkdTgxzKpnArEwFwiiBcakJgQQ8wZPzGQvBTJMaFppA',
 'PAF': '14', 'NCARD': '1', 'ZCARD': '4', 'capacities': {'power_score': 44, 'nostr_slots': 5, 'qubits': 9}, 'economy': {'multipass_count': 10, 'zencard_count': 8, 'mood': 'good'},
 'services': {'ipfs': {'active': True}, 'teleporter': {'active': True, 'port': 4242}}, 'telepathy': {'on': True}}
json.dump(d, open(sys.argv[1], 'w'))" "$www/root"
show station 120x40; sees "a future version is read, and said to be one" 'demain.example' 'newer version' 'MULTIPASS +10 of 15' 'power 44' '42 / 42 Ẑ'
for wrong in '' 'null' '[]' '"phare"' '{"version":' '{}' '<html><h1>502</h1>'; do
	printf '%s' "$wrong" > "$www/root"; show station 80x24; clean "an answer that is no station: ${wrong:-nothing}" 80
	sees "and no figure is made of it: ${wrong:-nothing}" '!(RED|GREEN)' '!MULTIPASS +[0-9]+ of'
done

# Skywire
api() { cp "$1" "$www/api_visors-summary"; }
echo '"PONG!"' > "$www/api_ping"
if [ -d "$boards" ]; then
	api "$boards/visors-summary.json"; show skywire 120x40
	sees "two boards" '02a2b8e' '02cd763' '2 up' '!gone'
	show skywire 40x12; clean "boards on the smallest screen" 40
	remember
	api "$boards/visors-summary-before.json"; show skywire 120x40
	sees "transports that are null are none" '2 up' '!gone'
	kept=
fi
py "
def board(pk, own, transports, **more):
    o = {'overview': {'local_pk': pk, 'build_info': {'version': 'v1.3.19'}, 'apps': [], 'transports': transports, 'routes_count': 0}, 'health': {'services_health': 'healthy'},
         'uptime': 90000.5, 'online': True, 'dmsg_stats': {'public_key': pk, 'server_public_key': '', 'round_trip': 42000000}, 'reward_address': ''}
    if own: o['is_hypervisor'] = True
    o.update(more); return o
a, b, c = '02' + 'a1' * 32, '03' + 'b2' * 32, '02' + 'c3' * 32
t = lambda me, other, recv, sent, i: {'id': '00000000-0000-0000-0000-00000000000%d' % i, 'local_pk': me, 'remote_pk': other, 'type': 'stcpr', 'log': {'recv': recv, 'sent': sent}, 'label': 'user'}
all3 = [board(a, True, [t(a, b, 9 << 40, 7 << 40, 1)]), board(b, False, [t(b, a, 0, 0, 1)]), board(c, False, [t(c, '03' + 'd4' * 32, 0, 0, 2)], dmsg_stats={'round_trip': 0})]
json.dump(all3, open(sys.argv[1] + '/all', 'w')); json.dump(all3[:2], open(sys.argv[1] + '/two', 'w')); json.dump([], open(sys.argv[1] + '/none', 'w'))
json.dump([dict(all3[0], uptime='long', dmsg_stats=[], health=7, overview=dict(all3[0]['overview'], transports={'a': 1}, build_info='x', apps='none'))], open(sys.argv[1] + '/odd', 'w'))
evil = '\x1b[2J\u202eevil'
json.dump([dict(all3[0], reward_address=evil, overview=dict(all3[0]['overview'], build_info={'version': evil}, local_ip=evil, apps=[{'name': evil, 'detailed_status': evil}]))], open(sys.argv[1] + '/evil', 'w'))" "$dir"
api "$dir/all"; show skywire 120x40
sees "three boards, and what they carry" '3 up' 'a1a1' 'b2b2' 'c3c3' '42 ms'
sees "a remote zero is n/a, never 0 B" '02c3c3.* n/a' '!c3c3.* 0 B'
remember
api "$dir/two"; show skywire 120x40
sees "a board that vanished stays, gone" '2 up, 1 gone' '02c3c3.*gone'
api "$dir/none"; show skywire 120x40
sees "all gone: all stay listed" '0 up, 3 gone' '02a1a1.*gone' '03b2b2.*gone'
api "$dir/all"; show skywire 120x40; sees "they are back" '3 up' '!gone'
echo 401 > "$www/api_visors-summary.code"; show skywire 120x40
sees "a login is wanted: said, and the boards stay" '(log|auth|password|permi)' 'a1a1'
rm "$www/api_visors-summary.code"
kept=
api "$dir/odd"; show skywire 80x24; clean "boards of wrong types" 80
api "$dir/evil"; show skywire 80x24; clean "hostile boards" 80
show skywire 80x24 && tell "and they are listed" grep -q a1a1 "$dir/screen"
finish
