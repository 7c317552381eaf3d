#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Changing one value of a model changes exactly its cells: each case alters the recorded home in one place and says on which
# line, and between which columns, the screen may differ. Prints TAP.
src=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
vigie=${VIGIE:-${top_builddir:-$src/build}/vigie}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
n=0 bad=0
dump() {
	env LC_ALL=C.UTF-8 TZ=UTC TERM=xterm-256color "$vigie" --dump home --clock 2026-11-20T10:38:00Z --fixture "$1"
}
dump "$src/tests/fixtures/home-fresh.json" >"$work/before"
change() { # change NAME LINE FROM TO SED-EXPRESSION
	n=$((n + 1))
	sed -E "$5" "$src/tests/fixtures/home-fresh.json" >"$work/new.json"
	dump "$work/new.json" >"$work/after"
	if python3 - "$work/before" "$work/after" "$2" "$3" "$4" <<'P'
import sys
a, b = (open(f, encoding="utf-8").read().split("\n") for f in sys.argv[1:3])
line, first, last = map(int, sys.argv[3:6])
cells = [(y + 1, x + 1) for y in range(max(len(a), len(b))) for x in range(200)
         if (a[y] if y < len(a) else "").ljust(200)[x] != (b[y] if y < len(b) else "").ljust(200)[x]]
if not cells:
    sys.exit("nothing changed")
wrong = [c for c in cells if c[0] != line or not first <= c[1] <= last]
sys.exit("cells changed elsewhere: %s" % wrong[:5] if wrong else 0)
P
	then echo "ok $n - $1"; else bad=1; echo "not ok $n - $1"; diff "$work/before" "$work/after" | sed 's/^/# /'; fi
}
change "the block number" 11 58 72 's/1284213/1284299/'
change "the disk" 12 55 79 's/830000000000/990000000000/'
change "a message" 20 14 38 's/on se voit au marché/on se voit ce soir/'
change "an amount" 15 30 42 's/-1200\b/-1900/'
change "a name" 14 10 30 's/claire.nicolle/claire.nicoll/'
change "somebody who is here" 17 57 68 's/10\.0\.0\.7/10.0.0.9/'
echo "1..$n"
exit $bad
