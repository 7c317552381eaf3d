#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A second opinion beside libvterm: the demo inside a real tmux, its screen read by capture-pane. Prints TAP.
demo=${top_builddir:-.}/tests/tty/demo
if ! command -v tmux >/dev/null; then echo "1..0 # SKIP tmux is not installed"; exit 0; fi
socket=$(mktemp -d "${TMPDIR:-/tmp}/.vigie-tmux.XXXXXX")
mux() { LC_ALL=C.UTF-8 tmux -S "$socket/s" -f /dev/null "$@"; }
trap 'mux kill-server 2>/dev/null; rm -rf "$socket"' EXIT
n=0 bad=0
tell() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; bad=1; mux capture-pane -p | sed 's/^/# /'; fi; }
screen_has() { # screen_has TEXT: within 20 s
	local i
	for i in $(seq 200); do mux capture-pane -p 2>/dev/null | grep -qF -- "$1" && return 0; sleep 0.1; done
	return 1
}
if ! mux new-session -d -x 80 -y 24 "env -u NO_COLOR LC_ALL=C.UTF-8 '$demo'; printf 'ended %s\n' \$?; exec sh"; then
	echo "1..0 # SKIP tmux does not start here"; exit 0
fi
screen_has "row 00 of the list"; tell $? "the first frame"
mux capture-pane -p | grep -qF "vigie demo ─ café ✓"; tell $? "wide glyphs stand where they should"
for i in 1 2 3; do mux send-keys j; done
screen_has "▌row 03"; tell $? "the gutter mark moves"
[ "$(mux capture-pane -p | grep -c '▌')" = 1 ]; tell $? "and leaves no trace"
mux send-keys PageDown PageDown
screen_has "row 43"; tell $? "the list scrolls"
mux resize-window -x 60 -y 15
screen_has "vigie demo"; tell $? "it follows a resize"
mux send-keys Escape; screen_has " Esc"; tell $? "Esc arrives as Esc"
mux send-keys q
screen_has "ended 0"; tell $? "it ends, and the other screen is back"
mux capture-pane -p | grep -qF "row 4"; [ $? = 1 ]; tell $? "nothing of it stays"
echo "1..$n"
exit $bad
