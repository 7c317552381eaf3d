#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# wallet.sh BUILD: what a wallet of 100 accounts costs against a sandbox (start, one-shot balance, a slow node), and without
# network what a million rows of history, values and signatures cost. Figures only.
build=$(cd "${1:-.}" && pwd) || exit 1
bench=$build/tests/bench/pty_bench
idle=${IDLE:-12}
rows=${ROWS:-1000000}
dir=$(mktemp -d)
pid=
trap '[ -n "$pid" ] && kill $pid 2> /dev/null; wait $pid 2> /dev/null; rm -rf "$dir"' EXIT
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME LANGUAGE
export HOME=$dir/home XDG_RUNTIME_DIR=$dir/run LC_ALL=C.UTF-8 TZ=UTC
mkdir -m 700 "$HOME" "$dir/run"

echo "The wallet without screen and network:"
"$build/tests/bench/wallet_bench" "$dir/rows" "$rows"
rm -rf "$dir/rows"
if [ ! -x "$build/vigie-sandbox" ] || ! command -v python3 > /dev/null; then exit 0; fi
"$build/vigie-sandbox" --seed 1 --still > "$dir/line" 2> "$dir/err" &
pid=$!
for _ in $(seq 100); do [ -s "$dir/line" ] && break; sleep 0.1; done
pick() { python3 -c "import json,sys; d=json.load(open(sys.argv[1])); print(eval(sys.argv[2]))" "$dir/line" "$1"; }
VIGIE_G1_RPC=$(pick "d['g1']['rpc']") VIGIE_G1_INDEXER=$(pick "d['g1']['indexer']") VIGIE_G1_GENESIS=$(pick "d['g1']['genesis']")
export VIGIE_G1_RPC VIGIE_G1_INDEXER VIGIE_G1_GENESIS
order() { curl -s -H "X-Token: $(pick "d['token']")" -d "$1" "$(pick "d['ctl']")" > /dev/null; }

# 5 derivations of the member's words in a vault, under both schemes, 90 accounts of the chain watched.
printf 'correct horse battery\n' > "$dir/pass"
chmod 600 "$dir/pass"
export VIGIE_PASSPHRASE_FILE=$dir/pass
"$build/vigie" vault-create > /dev/null || exit 1
printf '%s\n' "bottom drive obey lake curtain smoke basket hold race lonely fit walk" > "$dir/words"
chmod 600 "$dir/words"
for n in 0 1 2 3 4; do
	"$build/vigie" key-import "$dir/words" --path "//$n" --label "safe$n" --offline --yes > /dev/null 2> "$dir/err" || { cat "$dir/err"; break; }
done
python3 - "$VIGIE_G1_RPC" > "$dir/keys" <<'PY'
import hashlib, json, sys, urllib.request
prefix = "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9"
body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "state_getKeysPaged", "params": [prefix, 90]}).encode()
ask = urllib.request.Request(sys.argv[1].replace("ws://", "http://"), body, {"Content-Type": "application/json"})
b58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
for key in json.load(urllib.request.urlopen(ask))["result"]:
    raw = bytes([0x58, 0x91]) + bytes.fromhex(key[-64:])
    raw += hashlib.blake2b(b"SS58PRE" + raw, digest_size=64).digest()[:2]
    n, out = int.from_bytes(raw, "big"), ""
    while n:
        n, r = divmod(n, 58)
        out = b58[r] + out
    print(out)
PY
n=0
while read -r address; do
	n=$((n + 1))
	"$build/vigie" watch "$address" --label "account$n" > /dev/null || exit 1
done < "$dir/keys"
one=$(head -n 1 "$dir/keys")
echo
echo "$("$build/vigie" accounts --offline --json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)["items"]))') accounts in the wallet, sandbox with $(pick "len(d)") services."

# best and median of nine, in ms; $2 runs before each
timed() {
	local name=$1 before=$2 budget=$3
	shift 3
	python3 - "$name" "$before" "$budget" "$@" <<'PY'
import resource, subprocess, sys, time
name, before, budget, argv = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
took = []
for _ in range(9):
    if before:
        subprocess.run(before, shell=True)
    t = time.monotonic()
    p = subprocess.run(argv, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    took.append((time.monotonic() - t) * 1e3)
    if p.returncode:
        print("| %s | failed: %s | | |" % (name, p.stderr.decode().strip()[:80]))
        sys.exit()
took.sort()
print("| %s | %.1f ms, median %.1f ms | %s | %.1f |" % (name, took[0], took[4], budget, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024))
PY
}
# what was fetched is forgotten: metadata, balances, history
forget="rm -rf '$HOME/.cache'"
echo
echo "| one-shot | best of 9 | budget | RSS MB |"
echo "|---|---|---|---|"
timed "balance, warm" "" "40 ms" "$build/vigie" balance "$one"
timed "balance, cold" "$forget" "" "$build/vigie" balance "$one"
timed "accounts (100), warm" "" "" "$build/vigie" accounts
timed "accounts (100), cold" "$forget" "" "$build/vigie" accounts
timed "accounts --offline" "" "" "$build/vigie" accounts --offline
order "latency g1 200"
timed "balance, each answer 200 ms late" "" "" "$build/vigie" balance "$one"
timed "accounts (100), each answer 200 ms late" "" "" "$build/vigie" accounts
order "clear"

tab=$(printf '\t')
echo
echo "Full screen with 100 accounts at 80x24 (seen: the first account stands there; budgets: 50 ms warm, 20 MB; a key chooses"
echo "another account, whose history is drawn anew):"
"$bench" --header --name "wallet, cold" --runs 3 --idle 2 --home "$HOME" --see account1 -- env sh -c "$forget; exec '$build/vigie' wallet"
"$bench" --name "wallet, warm" --idle "$idle" --open "$tab" --key j --home "$HOME" --see account1 -- "$build/vigie" wallet
"$bench" --name "home, warm" --idle "$idle" --open "$tab" --key j --home "$HOME" --see member -- "$build/vigie" home
order "latency g1 500"
"$bench" --name "wallet, slow node" --idle 2 --open "$tab" --key j --home "$HOME" --see account1 -- "$build/vigie" wallet
order "clear"
kill $pid
wait $pid 2> /dev/null
pid=
"$bench" --name "wallet, no node" --idle 2 --open "$tab" --key j --home "$HOME" --see account1 -- "$build/vigie" wallet
