#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# History and exports of an account with many movements add up to the centime, among each other and to the chain's balance.
# VIGIE_SUMS_TRANSFERS=1000000 takes the large world. Prints TAP.
. "$(dirname "$0")/lib.sh"
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME LANGUAGE
export LC_ALL=C.UTF-8 HOME=$dir/home XDG_RUNTIME_DIR=$dir/home/run
mkdir -p -m 700 "$XDG_RUNTIME_DIR"
P=g1LAN1C5rktuWS2giuZ7z1CydYKV2HQeH2rj8A6qY3CemwTVz
transfers=${VIGIE_SUMS_TRANSFERS:-50000}
"$bin" --seed 1 --still --members 150 --wallets 400 --transfers "$transfers" > "$dir/line" 2> "$dir/err" &
pid=$!
for _ in $(seq 3000); do [ -s "$dir/line" ] && break; sleep 0.1; done # a large world takes its time
[ -s "$dir/line" ] || { echo "1..1"; echo "not ok 1 - the sandbox starts"; exit 1; }
export VIGIE_G1_RPC=$(pick "d['g1']['rpc']") VIGIE_G1_INDEXER=$(pick "d['g1']['indexer']") VIGIE_G1_GENESIS=$(pick "d['g1']['genesis']")
cd "$dir" || exit 1
case $vigie in /*) ;; *) vigie=$OLDPWD/$vigie ;; esac
wallet() { timeout 300 "$vigie" "$@" < /dev/null 2>> said; }
wallet watch $P --label m > /dev/null
wallet history $P --limit 1000000 --json > h; wallet balance $P --json > b
for k in csv json ofx; do wallet export $k x.$k --account m > /dev/null; done
adds() {
	python3 - "$1" <<- 'P' || { tail -n 3 said; false; }
		import csv, json, re, sys
		h, b, j = json.load(open("h")), json.load(open("b")), json.load(open("x.json"))
		c = list(csv.DictReader(open("x.csv", encoding="utf-8-sig"), delimiter=";"))
		ofx = open("x.ofx", encoding="utf-8").read()
		cents = lambda t: (-1 if t.startswith("-") else 1) * int(re.sub(r"[^0-9]", "", t))
		signed = lambda r: r["amount_c"] if r["direction"] == "in" else -r["amount_c"]
		net, have, items = h["in_c"] - h["out_c"], b["free_c"] + b["reserved_c"], h["items"]
		sums = {
			"many": h["rows"] > 500 and len(items) == h["rows"],
			"rows": sum(map(signed, items)) == net and net + h.get("opening_c", 0) == have == items[0]["balance_c"],
			"running": all(items[i]["balance_c"] - signed(items[i]) == items[i + 1]["balance_c"] for i in range(len(items) - 1)),
			"json": [signed(r) for r in j["items"]] == [signed(r) for r in items] and j["sum_c"] in (net, have) and j["balance_c"] == have,
			"csv": sum(cents(r["Amount (Ğ1)"]) for r in c if r["Kind"] in ("transfer", "claim")) == net,
			"ofx": sum(map(cents, re.findall(r"<TRNAMT>(-?[\d.]+)", ofx))) == have,
		}
		sys.exit(0 if sums[sys.argv[1]] else 1)
	P
}
for k in many rows running json csv ofx; do tell "it adds up: $k" adds $k; done
finish
