# SPDX-License-Identifier: GPL-3.0-or-later
# For the tests that lay what vigie says beside what curl reads from the same sandbox. To be sourced; prints TAP.
#   sandbox_up ARGUMENTS...   starts one with the village's defaults made smaller; its addresses go into shell variables
#   order WORDS...            an order to its control port; lie = a switch on, truth = all faults end
#   vg ARGUMENTS...           vigie, in the locale $speak when that is set, with those addresses, and a machine of files for /proc and /sys
#   holds URL HEX             centimes of a key in the newest block of a node, read without our code
#   tell NAME CONDITION...    one line of TAP;  finish  the plan
top=${top_builddir:-.}
bin=$top/vigie-sandbox vigie=$top/vigie
n=0 bad=0
skip_all() { echo "1..0 # SKIP $*"; exit 0; }
[ -x "$bin" ] && [ -x "$vigie" ] || skip_all "vigie-sandbox or vigie is not built"
command -v curl > /dev/null || skip_all "curl is not here"
command -v python3 > /dev/null || skip_all "python3 is not here"
dir=$(mktemp -d)
pid=
trap '[ -n "$pid" ] && kill $pid 2> /dev/null; wait $pid 2> /dev/null; rm -rf "$dir"' EXIT

py() { python3 -c "import json,sys,os
$1" "${@:2}"; }
pick() { py "d=json.load(open(sys.argv[1])); print(eval(sys.argv[2]))" "$dir/line" "$1"; }
sandbox_up() {
	"$bin" --seed 1 --still --members 40 --wallets 120 --transfers 100 "$@" > "$dir/line" 2> "$dir/err" &
	pid=$!
	for _ in $(seq ${startup:-200}); do [ -s "$dir/line" ] && break; sleep 0.05; done
	[ -s "$dir/line" ] || { echo "1..1"; echo "not ok 1 - the sandbox starts"; exit 1; }
	ctl=$(pick "d['ctl']") token=$(pick "d['token']") api=$(pick "d['ipfs']['api']") gateway=$(pick "d['ipfs']['gateway']")
	station=$(pick "d['station'][0]") afar=$(pick "d['station'][1]") home=$(pick "d['home']") skywire=$(pick "d['skywire']")
	upassport=$(pick "d['upassport']")
	machine_of_files
}

# A machine whose figures are known: the services that the station tells to be up listen, and nothing else.
machine_of_files() {
	local r=$dir/root
	mkdir -p "$r/proc/net" "$r/proc/self" "$r/proc/sys/kernel" "$r/statvfs"
	echo "cpu  100 0 100 800 0 0 0 0 0 0
cpu0 100 0 100 800 0 0 0 0 0 0
btime 1779000000
procs_running 2" > "$r/proc/stat"
	echo "MemTotal: 8000000 kB
MemAvailable: 3000000 kB" > "$r/proc/meminfo"
	echo "0.42 1.05 2.30 1/234 5678" > "$r/proc/loadavg"
	echo "966151.25 1234.5" > "$r/proc/uptime"
	echo "/dev/sda1 / ext4 rw 0 0" > "$r/proc/self/mounts"
	echo "500000000000 400000000000 90000000000" > "$r/statvfs/.sizes"
	curl -s -m 20 "$station" | py "
d=json.load(sys.stdin); print('  sl  local')
def walk(o):
    for k,v in o.items():
        if isinstance(v,dict):
            if v.get('active') is True and isinstance(v.get('port'),int): print('   0: 0100007F:%04X 00000000:0000 0A 0 0 0' % v['port'])
            walk(v)
walk(d['services'])
for p in (5001,12345,33101): print('   0: 0100007F:%04X 00000000:0000 0A 0 0 0' % p)" > "$r/proc/net/tcp"
}

order() { curl -s -m 20 -H "X-Token: $token" -d "$*" "$ctl"; echo; }
lie() { order "switch $*" > /dev/null; }
truth() { order clear > /dev/null; }
rpc() { curl -s -m 20 -X POST "$api/api/v0/$1"; }
vg() {
	env ${speak:+LC_ALL=$speak} VIGIE_IPFS_API="$api" VIGIE_STATION="${there-$station}" VIGIE_STATION_HOME="${folder-$home}" VIGIE_SKYWIRE="$skywire" \
		VIGIE_IPFS_GATEWAY="$gateway" VIGIE_HOST_ROOT="$dir/root" timeout ${patience:-30} "$vigie" "$@" 2> "$dir/vigie.err"
}
holds() {
	py "import hashlib, urllib.request
url, pub = sys.argv[1].replace('ws://', 'http://'), bytes.fromhex(sys.argv[2])
key = '0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9' + hashlib.blake2b(pub, digest_size=16).hexdigest() + pub.hex()
body = json.dumps({'jsonrpc': '2.0', 'id': 1, 'method': 'state_getStorage', 'params': [key]}).encode()
v = json.load(urllib.request.urlopen(urllib.request.Request(url, body, {'Content-Type': 'application/json'}), timeout=20))['result']
print(int.from_bytes(bytes.fromhex(v[2:])[16:24], 'little') if v else 0)" "$@"
}
# get FILE EXPRESSION: a Python expression over the JSON d in a file
get() { py "import re; d=json.load(open(sys.argv[1])); print(eval(sys.argv[2]))" "$@"; }
tell() {
	local name=$1; shift; n=$((n + 1))
	if "$@"; then echo "ok $n - $name"; else bad=1; echo "not ok $n - $name"; echo "# $*" | cut -c1-400; fi
}
# says NAME EXPRESSION: true over d (vigie's), b and a (curl's before and after), s (whatever else was read)
says() {
	local name=$1; n=$((n + 1))
	if out=$(py "
def load(p):
    try: return json.load(open(p))
    except Exception: return None
D=sys.argv[1]; d,b,a,s=(load(D+'/'+x) for x in ('d','b','a','s'))
def between(x,lo,hi): return x is not None and min(lo,hi) <= x <= max(lo,hi)
r=eval(sys.argv[2]); print(r if not isinstance(r,bool) else ''); sys.exit(0 if r is True else 1)" "$dir" "$2" 2>&1); then
		echo "ok $n - $name"
	else
		bad=1; echo "not ok $n - $name"; echo "# $2 -> $(echo "$out" | tail -n 1 | cut -c1-200)"; cut -c1-300 "$dir/d" | sed 's/^/# /' | head -n 2
	fi
}
finish() { echo "1..$n"; exit $bad; }
