#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The history of an account with many movements beside what the sandbox's indexer and node say themselves: a first reading that is
# killed, rows, pages, filters, totals, running balance, and exports that add up to the centime. HISTORY_TRANSFERS=1000000 makes the
# world so big (minutes). Prints TAP.
. "${top_srcdir:-.}/tests/sandbox/lib.sh"
here=${top_srcdir:-.}/tests/sandbox
transfers=${HISTORY_TRANSFERS:-16000}
long=$([ "$transfers" -gt 100000 ] && echo 1)
startup=2400
sandbox_up --members $((transfers > 100000 ? 200 : 20)) --wallets 40 --transfers "$transfers" --busy $((transfers > 100000 ? 99 : 90))
rpc=$(pick "d['g1']['rpc']") genesis=$(pick "d['g1']['genesis']") indexer=$(pick "d['g1']['indexer']")
me=${HISTORY_ACCOUNT:-g1LAN1C5rktuWS2giuZ7z1CydYKV2HQeH2rj8A6qY3CemwTVz}
at() {
	local m=$dir/home
	mkdir -p -m 700 "$m/run"
	${killable:+exec} env HOME="$m" XDG_RUNTIME_DIR="$m/run" XDG_CONFIG_HOME="$m/config" XDG_DATA_HOME="$m/data" XDG_STATE_HOME="$m/state" XDG_CACHE_HOME="$m/cache" \
		LC_ALL=C.UTF-8 LANGUAGE=en TZ=UTC VIGIE_G1_RPC="$rpc" VIGIE_G1_INDEXER="$indexer" VIGIE_G1_GENESIS="$genesis" \
		${killable:-timeout "${patience:-100}"} ${measure:+/usr/bin/time -f "# %e s, %M kB" -o "$dir/measure"} "$vigie" "$@" < /dev/null > "$dir/d" 2> "$dir/vigie.err"
}
# is NAME EXPRESSION: the judge's word on the last answer
is() {
	local name=$1; n=$((n + 1))
	if out=$(python3 "$here/wallet_history.py" judge "$dir/truth" "${3:-$dir/d}" "$2" 2>&1); then
		echo "ok $n - $name"
	else
		bad=1; echo "not ok $n - $name"; echo "# $2 -> $(echo "$out" | tail -n 1 | cut -c1-250)"; cat "$dir/vigie.err" | head -n 3 | sed 's/^/# /'
	fi
}
python3 "$here/wallet_history.py" read "$indexer" "$rpc" "$me" > "$dir/truth"
tell "the indexer and the node tell it themselves" test -s "$dir/truth"
patience=900

# A reading that is killed leaves a part, which nobody takes for all; the next one goes on from there.
order latency indexer 150 > /dev/null
there() { python3 -c "import glob, sqlite3, sys
for f in glob.glob(sys.argv[1]): print(*sqlite3.connect(f).execute('SELECT rows, whole FROM account').fetchone() or (0, 0))" "$dir/home/cache/vigie/worlds/*/ledger.sqlite" 2> /dev/null; }
killable=env at totals "$me" --json &
victim=$!
for _ in $(seq 200); do read -r kept whole <<< "$(there)"; [ "${kept:-0}" -gt 0 ] && break; sleep 0.05; done
kill -KILL $victim; wait $victim 2> /dev/null
read -r kept whole <<< "$(there)"
tell "a killed reading leaves a part, and does not call it all" test "${kept:-0}" -gt 0 -a "${whole:-1}" = 0
order latency indexer 0 > /dev/null

command -v /usr/bin/time > /dev/null && measure=1
# took WHAT: how long the last command took, and its memory
took() { [ -s "$dir/measure" ] && echo "# $1: $(tail -n 1 "$dir/measure" | tr -d '#')"; : > "$dir/measure"; }
at export csv "$dir/first.csv" --account "$me" --json
took "the rest of the first reading, of ${transfers} transfers, and CSV"
at history "$me" --limit 50 --json
took "a page of 50 rows"
at history "$me" --limit 10000000 --json
took "all rows as JSON"
is "every movement, and none besides" "sorted(map(str, n)) == sorted(map(str, R)) and d['rows'] == len(R) and not d['more'] and d['complete']"
is "newest first" "[x[1] for x in n] == sorted((x[1] for x in R), reverse=True)"
is "what came in and went out" "(d['in_c'], d['out_c']) == (sum(r[3] for r in R if r[3] > 0), -sum(r[3] for r in R if r[3] < 0))"
is "it says by how much it differs from the chain, and runs to the chain's balance" "d['opening_c'] == t['balance'] - sum(r[3] for r in R) and runs(d['items'], d['opening_c'], t['balance'])"
is "claims of dividends are rows, with how many" "any(x[2] == 'claim' and x[4] > 1 for x in n)"
cp "$dir/d" "$dir/all"

rows=$(get "$dir/all" "d['rows']") step=997
[ "$long" ] && step=$((rows / 20))
: > "$dir/pages"
for ((i = 0; i < rows; i += step)); do at history "$me" --from $i --limit $step --json; cat "$dir/d" >> "$dir/pages"; echo >> "$dir/pages"; done
py "
from itertools import chain
p=[json.loads(x) for x in open(sys.argv[1]) if x.strip()]; a=json.load(open(sys.argv[2]))
def bare(rows): # names are looked up for the page that is shown
    for x in rows:
        for k in ('name', 'proven'): (x['party'] or {}).pop(k, None)
    return rows
print(json.dumps([bare(list(chain(*(x['items'] for x in p)))) == bare(a['items']), [x['more'] for x in p] == [True] * (len(p) - 1) + [False]]))" "$dir/pages" "$dir/all" > "$dir/s"
tell "page by page it is the same, and the last page says that it is the last" test "$(cat "$dir/s")" = "[true, true]"
at history "$me" --from $rows --json
is "behind the end there is nothing" "d['items'] == [] and not d['more'] and d['rows'] == len(R)"

all="sorted(map(str, n)) == sorted(str(r) for r in R if %s) and len(n) > 0"
# only NAME CONDITION ARGUMENTS...: the rows for which the condition on r holds
only() { local name=$1 what=$2; shift 2; at history "$me" --limit 10000000 --json "$@"; is "$name" "$(printf "$all" "$what")"; }
other=$(get "$dir/truth" "[r[4] for r in d['rows'] if r[2] == 'transfer'][7]")
word=$(get "$dir/truth" "max((w for r in d['rows'] for w in re.findall('[a-z]{4,}', r[5])), key=len)")
only "only what came in" "r[3] > 0" --direction in
only "only what went out" "r[3] < 0" --direction out
only "without claims" "r[2] != 'claim'" --no-claims
only "only with one" "r[4] == '$other'" --party "$other"
only "by amount" "500 <= abs(r[3]) <= 1000" --least 5 --most 10
day=$(get "$dir/truth" "sorted(d['rows'])[len(d['rows']) // 2][0][:10]") later=$(get "$dir/truth" "sorted(d['rows'])[len(d['rows']) * 3 // 4][0][:10]")
only "by day" "'$day' <= r[0][:10] <= '$later'" --since "$day" --until "$later"
only "several at once" "r[3] > 0 and r[2] != 'claim' and r[0][:10] >= '$day' and abs(r[3]) >= 300" --direction in --no-claims --since "$day" --least 3
at history "$me" --limit 10000000 --find "$word" --json
is "by a word of the comment" "len(n) > 0 and {str(x) for x in n} >= {str(r) for r in R if re.search(r'\\b$word', r[5])} and all('$word' in (x['comment'] + (x['party'] or {}).get('name', '')).lower() for x in d['items'])"
at history "$me" --limit 5 --direction in --json
is "a filter's sums are its rows'" "(d['rows'], d['in_c'], d['out_c']) == (sum(r[3] > 0 for r in R), sum(r[3] for r in R if r[3] > 0), 0) and d['more']"

at totals "$me" --by party --limit 100000 --no-claims --json
is "totals by person" "{x['address']: [x['rows'], x['in_c'], x['out_c']] for x in d['items']} == by([r for r in R if r[2] != 'claim'], lambda r: r[4])"
at totals "$me" --by month --limit 100000 --json
is "totals by month" "{x['month']: [x['rows'], x['in_c'], x['out_c']] for x in d['items']} == by(R, lambda r: r[0][:7])"

at export csv "$dir/x.csv" --account "$me" --json
took "written as CSV"
is "CSV: every row and the opening add up to the chain's balance" "sum(cents(r[3]) for r in csv_rows('$dir/x.csv')[1:]) == t['balance'] and len(csv_rows('$dir/x.csv')) - 2 == len(R) == d['rows'] and d['sum_c'] == t['balance']"
is "CSV: its rows are those of the chain" "sorted([int(r[8]), r[6], cents(r[3])] for r in csv_rows('$dir/x.csv')[1:] if r[6] != 'opening') == sorted([r[1], r[2], r[3]] for r in R)"
is "CSV: the running balance ends there" "cents(csv_rows('$dir/x.csv')[1][5]) == t['balance']"
at export ofx "$dir/x.ofx" --account "$me" --json
is "OFX: the amounts add up to the ledger's balance, the chain's" "sum(map(cents, re.findall(r'<TRNAMT>(\\S+)', text))) == t['balance'] == cents(re.search(r'<BALAMT>(\\S+)', text).group(1))" "$dir/x.ofx"
is "OFX: as many rows, each with a name of its own" "len(re.findall('<STMTTRN>', text)) == len(R) + 1 == len(set(re.findall(r'<FITID>(\\S+)', text)))" "$dir/x.ofx"
at export json "$dir/x.json" --account "$me" --json
is "JSON: the rows and the opening add up" "d['opening_c'] + sum(row(x)[3] for x in d['items']) == t['balance'] == d['balance_c'] == d['sum_c'] and len(d['items']) == len(R) and runs(d['items'], d['opening_c'], t['balance'])" "$dir/x.json"
at export csv --account "$me"
tell "on the standard output it is the same file" cmp -s "$dir/d" "$dir/x.csv"
at history "$me" --limit 1 --json
is "what was just read is said to be so" "d['fresh'] and d['complete']"
rpc=ws://127.0.0.1:1 indexer=http://127.0.0.1:1/ patience=20
at history "$me" --limit 10000000 --json
is "without network it tells what it knows, and that it was kept" "sorted(map(str, n)) == sorted(map(str, R)) and not d['fresh']"
at history "$me" --limit 1
tell "in words, too" grep -q "kept here: no Ğ1 node answers" "$dir/d"
at export csv --account "$me"; rc=$?
tell "an export is not made of it" test $rc = 3
tell "nobody complained" test ! -s "$dir/err"
finish
