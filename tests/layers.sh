#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Guards the arrows between the rooms: who may include whom. Prints TAP. Run first in every check.
cd "$(dirname "$0")/.." || exit 1
n=0 bad=0
tell() { # tell NAME OUTPUT: no output means the rule holds
	n=$((n + 1))
	if [ -z "$2" ]; then echo "ok $n - $1"; else
		bad=$((bad + 1)); echo "not ok $n - $1"; printf '%s\n' "$2" | sed 's/^/# /'
	fi
}
files() { find "$@" -name '*.[ch]' 2>/dev/null | sort; }
# rooms FOLDER: the rooms that the files of FOLDER include
forbid() { # forbid FOLDER REGEX-OF-INCLUDED-ROOMS
	local list; list=$(files "$1")
	[ -n "$list" ] && grep -nE "#include \"($2)/" $list
}
src=src
tell "only ui/term/curses.c includes curses" "$(grep -lE '#include *<(ncursesw/)?(n?curses|term)\.h>' $(files src ui sandbox) | grep -v '^ui/term/curses\.c$')"
tell "the core prints nothing and knows no screen" "$(grep -nE '(^|[^a-z_v])(printf|puts|putchar|fprintf) *\(' $(files src) | grep -v 'src/cmd/cli')$(forbid src 'ui|ui/[a-z]+|term|draw|widget|view')"
tell "the screen knows no socket, database or curl" "$(grep -nE '#include *<(curl/|sys/socket|sqlite3|jansson|netdb)' $(files ui))"
tell "base includes nothing above it" "$(forbid src/base 'io|codec|keys|geo|g1|pod|nostr|ipfs|station|skywire|model|cmd|ui')"
tell "codec includes base only" "$(forbid src/codec 'io|keys|geo|g1|pod|nostr|ipfs|station|skywire|model|cmd|ui')"
tell "io includes base only" "$(forbid src/io 'codec|keys|geo|g1|pod|nostr|ipfs|station|skywire|model|cmd|ui')"
tell "keys includes codec, io, base" "$(forbid src/keys 'geo|g1|pod|nostr|ipfs|station|skywire|model|cmd|ui')"
tell "geo includes codec, io, base" "$(forbid src/geo 'keys|g1|pod|nostr|ipfs|station|skywire|model|cmd|ui')"
services="g1 pod nostr ipfs station skywire"
for s in $services; do
	others=$(printf '%s\n' $services | grep -vx "$s" | paste -sd'|')
	tell "the service $s knows no other service and nothing above" "$(forbid src/$s "$others|model|cmd|ui")"
done
tell "models include no command and no screen" "$(forbid src/model 'cmd|ui')"
tell "commands include no service directly" "$(forbid src/cmd 'g1|pod|nostr|ipfs|station|skywire|ui')"
tell "drawing knows neither models nor commands" "$(forbid ui/draw 'model|cmd|g1|pod|nostr|ipfs|station|skywire|io|ui/view|ui/widget')"
tell "the terminal knows neither models nor commands (keys apart)" "$(forbid ui/term "model|cmd|g1|pod|nostr|ipfs|station|skywire|ui/view|ui/widget" | grep -v "\"cmd/key.h\"")"
tell "views and widgets include no service and no io" "$(forbid ui/view 'g1|pod|nostr|ipfs|station|skywire|io')$(forbid ui/widget 'g1|pod|nostr|ipfs|station|skywire|io')"
tell "the sandbox shares base, io, codec and keys only" "$(forbid sandbox 'geo|g1|pod|nostr|ipfs|station|skywire|model|cmd|ui')"
tell "the client never includes the sandbox" "$(forbid src 'sandbox')$(forbid ui 'sandbox')"
# Every public function of codec/ and keys/ is named in a test that holds a vector from outside.
proven=""
for h in $(find src/codec src/keys -name '*.h' 2>/dev/null); do
	room=$(basename "$h" .h)
	for f in $(grep -oE "\b${room}_[a-z0-9_]+ *\(" "$h" | tr -d ' (' | sort -u); do
		grep -rqwE "$f" tests/unit/t_codec_*.c tests/unit/t_keys_*.c tests/interop 2>/dev/null || proven="$proven$h: $f has no outside vector
"
	done
done
tell "every public function of codec and keys has a vector" "$proven"
tell "every source file carries its licence line" "$(for f in $(files src ui sandbox tests); do head -1 "$f" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || echo "$f"; done)"
echo "1..$n"
exit $((bad > 0))
