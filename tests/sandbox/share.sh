#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# One village for several: who comes second to a --state folder sees the first one's world and goes on with it when the first
# ends, however it ends; after weeks of absence the time between is made up. Prints TAP.
. "$(dirname "$0")/lib.sh"
unset TMPDIR
st=$dir/village
pids=()
trap 'kill "${pids[@]}" 2> /dev/null; wait 2> /dev/null; rm -rf "$dir"' EXIT
come() { # come NAME [FOLDER]: a sandbox, whose line stands in $dir/NAME
	"$bin" --seed 1 --still --members 40 --wallets 120 --transfers 100 --state "${2:-$st}" > "$dir/$1" 2> "$dir/$1.err" &
	pids+=($!)
	last=$!
	for _ in $(seq 400); do [ -s "$dir/$1" ] && return; sleep 0.05; done
	false
}
of() { py "d=json.load(open(sys.argv[1])); print(eval(sys.argv[2]))" "$dir/$1" "$2"; }
order() { local n=$1; shift; "$bin" ctl --url "$(of "$n" "d['ctl']")" --token "$(of "$n" "d['token']")" "$@"; }
height() { order "$1" head | py "print(json.load(sys.stdin)['number'])"; }
answers() { for _ in $(seq 200); do order "$1" head > /dev/null 2>&1 && return; sleep 0.05; done; false; }

tell "the first starts" come a
first=$last
order a seal 3 > /dev/null; before=$(height a)
tell "the second starts" come b
second=$last
tell "both tell the same line" cmp -s "$dir/a" "$dir/b"
tell "the line is for its owner alone" test "$(stat -c %a "$st/line" "$st/world.json" "$st/indexer.sqlite" | sort -u)" = 600
order b seal 3 > /dev/null
tell "what one does the other sees" test "$(height a)" -ge $((before + 3))
seen=$(height a)
kill "$first"; wait "$first"
tell "it goes on when the first leaves, at the same address with the same token" answers b
tell "nothing final was lost" test "$(height b)" -ge $((seen - 2))
tell "a third finds the second" come c
third=$last
tell "which tells the same line again" cmp -s "$dir/a" "$dir/c"
kill -9 "$second"; wait "$second" 2> /dev/null
tell "a killed one is followed as well" answers c
kill -9 "$third"; wait "$third" 2> /dev/null
test -e "$st/line"; left=$?
tell "who is killed leaves its line behind" test $left = 0
tell "who comes then does not believe it" come d
tell "but starts, in the same world" test "$(of d "d['g1']['genesis']")" = "$(of a "d['g1']['genesis']")"
tell "and answers" answers d
kill "$last"; wait "$last"
tell "who leaves takes the line away" test ! -e "$st/line"
weeks() { py "
d = json.load(open('$st/world.json')); d['skew_ms'] += 20 * 86400000; json.dump(d, open('$st/world.json', 'w'))"; }
weeks
come e
tell "after twenty days away their blocks are there" test "$(height e)" -ge $((seen + 20 * 14400 - 2))
kill "$last"; wait "$last"
sleep 6 # seconds that a world's birth is told by
come f "$dir/other"
tell "another folder's village is another currency" test "$(of f "d['g1']['genesis']")" != "$(of a "d['g1']['genesis']")"
mkdir "$dir/shut"; chmod 500 "$dir/shut"
if [ "$(id -u)" != 0 ]; then
	tell "a folder that cannot be written is refused" test "$("$bin" --state "$dir/shut/in" 2>&1 > /dev/null | wc -l)" = 1
fi
finish
