#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Guards the arrows between the rooms: who may include whom. Prints TAP. Run first in every check.
#   layers.sh            checks this tree, then proves on a small tree of its own that each rule can fail
#   layers.sh --in DIR   checks the tree DIR only
here=$(cd "$(dirname "$0")" && pwd)
if [ "${1:-}" = --in ]; then root=$2; else root=$here/..; fi
cd "$root" || exit 1
export LC_ALL=C
n=0 bad=0
tell() { # tell NAME OUTPUT: no output means the rule holds
	n=$((n + 1))
	if [ -z "$2" ]; then echo "ok $n - $1"; else
		bad=$((bad + 1)); echo "not ok $n - $1"; printf '%s\n' "$2" | sed '/^$/d; s/^/# /'
	fi
}
files() { find "$@" -name '*.[ch]' 2>/dev/null | sort; }

# Reads C and prints, without comments and what stands in strings: "file:line: include <x>", "file:line: include "x"",
# and for each call "file:line: call name".
read_c() {
	[ $# -gt 0 ] || return 0
	awk '
	FNR == 1 { comment = 0 }
	{
		line = $0; out = ""
		if (!comment && match(line, /^[ \t]*#[ \t]*include[ \t]*/)) {
			rest = substr(line, RLENGTH + 1)
			if (match(rest, /^(<[^>]*>|"[^"]*")/)) print FILENAME ":" FNR ": include " substr(rest, 1, RLENGTH)
			else print FILENAME ":" FNR ": include ?" rest
			next
		}
		while (line != "") {
			if (comment) {
				i = index(line, "*/")
				if (!i) break
				comment = 0; line = substr(line, i + 2); continue
			}
			two = substr(line, 1, 2); c = substr(line, 1, 1)
			if (two == "//") break
			if (two == "/*") { comment = 1; line = substr(line, 3); out = out " "; continue }
			if (c == "\"" || c == "\047") {
				line = substr(line, 2)
				while (line != "" && substr(line, 1, 1) != c) line = substr(line, substr(line, 1, 1) == "\\" ? 3 : 2)
				line = substr(line, 2); out = out "S"; continue
			}
			out = out c; line = substr(line, 2)
		}
		while (match(out, /[A-Za-z_][A-Za-z_0-9]*[ \t]*\(/)) {
			name = substr(out, RSTART, RLENGTH - 1); sub(/[ \t]+$/, "", name)
			if (RSTART == 1 || substr(out, RSTART - 1, 1) !~ /[.>]/) print FILENAME ":" FNR ": call " name
			out = substr(out, RSTART + RLENGTH)
		}
	}' "$@"
}
facts=$(read_c $(files src ui sandbox))
facts() { printf '%s\n' "$facts" | grep -E "$@"; }

# only FOLDER ROOMS...: the quoted includes of FOLDER stay inside ROOMS ("base" stands for src/base).
only() {
	local folder=$1 allowed; shift
	allowed=$(printf '%s|' "$@" | sed 's/|$//')
	facts "^$folder/[^:]*:[0-9]+: include [\"?]" | grep -vE "include \"((src/)?($allowed)/[^\"]+|config\.h)\"$"
}
system() { facts "include <($1)>"; } # system REGEX: who includes these headers

tell "only ui/term/curses.c includes curses" "$(system '(ncursesw?/)?(n?curses|ncurses_dll|term|panel|menu|form|unctrl)\.h' | grep -v '^ui/term/curses\.c:')"
tell "the core prints nothing" "$(facts '^src/.* call (printf|vprintf|puts|putchar|fputs|fputc|putc|fprintf|vfprintf|perror|putchar_unlocked)$' | grep -v '^src/cmd/cli')"
tell "curl, sqlite and web-socket frames stay in src/io" "$(system 'curl/.*|sqlite3\.h|wslay/.*' | grep -vE '^(src/io|sandbox)/')"
tell "the screen knows no socket, database or JSON" "$(system '(curl|wslay|netinet|arpa)/.*|sys/socket\.h|sqlite3\.h|jansson\.h|netdb\.h' | grep '^ui/')"
tell "no include by a computed name or through .." "$(facts 'include (\?|"\.\.?/|"[^"]*/\.\./)')"

services="g1 pod nostr ipfs station skywire"
below_services="geo keys codec io base"
tell "base includes base only" "$(only src/base base)"
tell "codec includes base only" "$(only src/codec codec base)"
tell "io includes base only" "$(only src/io io base)"
tell "keys includes codec and base" "$(only src/keys keys codec base)"
tell "geo includes codec, io and base" "$(only src/geo geo codec io base)"
for s in $services; do
	tell "the service $s knows no other service and nothing above" "$(only "src/$s" "$s" $below_services)"
done
tell "models include no command and no screen" "$(only src/model model $services $below_services)"
tell "commands include no service directly" "$(only src/cmd cmd model $below_services)"
tell "drawing knows neither models nor commands" "$(only ui/draw ui/draw geo codec base)"
tell "the terminal knows neither models nor commands (keys apart)" "$(only ui/term ui/term ui/draw io base | grep -v 'include "cmd/key\.h"$')"
tell "widgets include no service and no io" "$(only ui/widget ui/widget ui/draw ui/term cmd model geo codec base)"
tell "views include no service and no io" "$(only ui/view ui/view ui/widget ui/draw ui/term cmd model geo codec base)"
tell "the rest of ui includes no service" "$(only ui ui ui/view ui/widget ui/draw ui/term cmd model geo keys codec io base | grep -E '^ui/[^/]*:')"
tell "the sandbox shares base, io, codec and keys only" "$(only sandbox sandbox keys codec io base)"
tell "src has no room that this guard does not know" "$(files src | sed 's|/[^/]*$||' | sort -u | grep -vxE "src/($(echo base codec io keys geo model cmd $services | tr ' ' '|'))")"

# Every public function of codec/ and keys/ is called by a test that holds a vector from outside.
vectors() {
	local h f called
	called=$(read_c $(find tests/unit -name 't_codec_*.c' -o -name 't_keys_*.c' 2>/dev/null) | sed -n 's/.* call //p' | sort -u)
	called=$(printf '%s\n' "$called"; grep -rohE '\b[a-z0-9_]+\b' tests/interop 2>/dev/null | sort -u)
	for h in $(find src/codec src/keys -name '*.h' 2>/dev/null | sort); do
		for f in $(read_c "$h" | sed -n 's/.* call //p' | grep -E "^$(basename "$h" .h)_" | sort -u); do
			grep -qxF "$f" <<<"$called" || echo "$h: $f has no outside vector"
		done
	done
}
tell "every public function of codec and keys has a vector" "$(vectors)"
tell "every source file carries its licence line" "$(for f in $(files src ui sandbox tests); do head -1 "$f" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || echo "$f"; done)"

# The proof that the rules bite: on a small clean tree nothing is found; with one wrong line each, its rule fails.
small_tree() {
	mkdir -p "$1"/{src/{base,codec,io,keys,model,cmd,g1,pod},ui/{term,draw,view},sandbox,tests/unit}
	for f in src/base/str.h src/base/a.c src/codec/hex.h src/io/a.c src/keys/a.c src/model/a.c src/cmd/a.c src/g1/a.c ui/main.c \
		ui/term/curses.c ui/draw/a.c ui/view/a.c sandbox/a.c tests/unit/t_codec_hex.c; do
		echo '/* SPDX-License-Identifier: GPL-3.0-or-later */' >"$1/$f"
	done
	echo '#include <curses.h>' >>"$1/ui/term/curses.c"
	echo '#include "io/loop.h"' >>"$1/src/g1/a.c"
	echo 'int hex_read(const char *s);' >>"$1/src/codec/hex.h"
	echo 'int main(void) { return hex_read("00"); }' >>"$1/tests/unit/t_codec_hex.c"
	cat >>"$1/src/base/a.c" <<'END'
/* #include <curses.h> and printf("x") in a comment
#include <ncurses.h>
#include "io/loop.h" */
// puts("x")
static const char *words = "printf (\" /* ", quote = '"', next = '\'';
int a_vprintf(int n) __attribute__((format(printf, 1, 2)));
#include "base/str.h" /* the one above is fine: "ui/main.h" */
END
}
bites() { # bites RULE FILE LINE
	local dir out
	dir=$(mktemp -d "${TMPDIR:-/tmp}/vigie-layers.XXXXXX") || exit 1
	small_tree "$dir"
	[ -n "$2" ] && printf '%s\n' "$3" >>"$dir/$2"
	out=$(bash "$here/layers.sh" --in "$dir" | grep '^not ok' | sed 's/^not ok [0-9]* - //')
	rm -rf "$dir"
	[ "$out" = "$1" ] || echo "$2 with $3: failed \"$out\" instead of \"$1\""
}
if [ "${1:-}" != --in ]; then
	tell "the guard: a clean tree passes, with includes and calls in comments and strings" "$(bites "" "" "")"
	tell "the guard: a core file that includes curses is found" "$(
		for line in '#include <curses.h>' '#include <ncursesw/ncurses.h>' '# include	<ncurses.h> /* x */'; do
			bites "only ui/term/curses.c includes curses" src/model/a.c "$line"
		done
		bites "only ui/term/curses.c includes curses" ui/view/a.c '#include <term.h>')"
	tell "the guard: each wrong arrow is found" "$(
		bites "base includes base only" src/base/a.c '#include "io/loop.h"'
		bites "base includes base only" src/base/a.c '#include "ui/draw/grid.h"'
		bites "codec includes base only" src/codec/hex.h '#include "keys/seed.h"'
		bites "io includes base only" src/io/a.c '#include "src/codec/hex.h"'
		bites "keys includes codec and base" src/keys/a.c '#include "io/http.h"'
		bites "the service g1 knows no other service and nothing above" src/g1/a.c '#include "pod/profile.h"'
		bites "models include no command and no screen" src/model/a.c '	#	include "cmd/front.h"'
		bites "commands include no service directly" src/cmd/a.c '#include "g1/node.h"'
		bites "views include no service and no io" ui/view/a.c '#include "io/http.h"'
		bites "drawing knows neither models nor commands" ui/draw/a.c '#include "model/wallet.h"'
		bites "the rest of ui includes no service" ui/main.c '#include "nostr/event.h"'
		bites "the sandbox shares base, io, codec and keys only" sandbox/a.c '#include "g1/node.h"')"
	tell "the guard: printing, sockets and missing vectors are found" "$(
		bites "the core prints nothing" src/io/a.c 'static void f(void) { printf ("x"); }'
		bites "curl, sqlite and web-socket frames stay in src/io" src/model/a.c '#include <curl/curl.h>'
		bites "the screen knows no socket, database or JSON" ui/view/a.c '#include <jansson.h>'
		bites "every public function of codec and keys has a vector" src/codec/hex.h 'int hex_write(void);'
		bites "every public function of codec and keys has a vector" src/codec/hex.h '/* x */ int hex_b(void); /* hex_c() */')"
fi
echo "1..$n"
exit $((bad > 0))
