#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# One-shot commands where the world is unkind: nothing to write to, no room, no home, nonsense in the settings.
vigie=${top_builddir:-.}/vigie
home=$(mktemp -d) || exit 1
trap 'rm -rf "$home"' EXIT
export HOME=$home LC_ALL=C.UTF-8
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME LANGUAGE
n=0 bad=0
tell() { # tell NAME COMMAND...
	local name=$1; shift
	n=$((n + 1))
	if out=$("$@" 2>&1); then echo "ok $n - $name"; else bad=1; echo "not ok $n - $name"; printf '%s\n' "$out" | sed 's/^/# /'; fi
}
config=$home/.config/vigie/config
log=$home/.local/state/vigie/log

closed_output() { "$vigie" get ui.theme >&- ; "$vigie" key-list >&- 2>&-; ! grep -q 'Move up\|^default' "$log"; }
no_room() { # the old settings stay whole, and the failure is told
	"$vigie" set ui.theme mono && cp "$config" "$home/before" || return 1
	(ulimit -f 0; "$vigie" set ui.theme light >"$home/pipe" 2>&1 </dev/null)
	local code=$?
	[ $code = 1 ] || { echo "exit code $code"; return 1; }
	cmp "$config" "$home/before"
}
full_output() { [ ! -w /dev/full ] || ! "$vigie" get ui.theme >/dev/full; }
no_home() { ! HOME=/proc/nowhere "$vigie" set ui.theme mono 2>"$home/said" && grep -q HOME "$home/said"; }
no_theme() { ! "$vigie" set ui.theme nosuch && ! grep -q nosuch "$config" && ! "$vigie" set ui.theme ../config; }
own_theme() {
	mkdir -p "$home/.config/vigie/themes" && echo 'title = bold' >"$home/.config/vigie/themes/mine.theme" &&
		"$vigie" set ui.theme mine && [ "$("$vigie" get ui.theme)" = mine ]
}
no_sandbox() { # a build without it says so, and at once
	mkdir "$home/alone" && cp "$vigie" "$home/alone/vigie" || return 1
	! PATH=/nonexistent "$home/alone/vigie" --sandbox --dump home >"$home/said" 2>&1 && grep -q 'not found: vigie-sandbox' "$home/said"
}
helps() { "$vigie" --help | grep -q -- '--readonly' && [ "$("$vigie" --help | head -n 5 | wc -L)" -le 80 ]; }
helps_with_one() { "$vigie" pay --help > "$home/one" && "$vigie" help pay | cmp -s - "$home/one" && "$vigie" balance -h | grep -q '^balance' && ! "$vigie" nothing --help 2> "$home/one"; }
plain_says_once() { [ "$("$vigie" --plain home </dev/null | grep -c 'Nothing is known yet')" -le 1 ]; }

tell "what is printed to a closed file goes nowhere else" closed_output
tell "without room the settings stay as they were" no_room
tell "output that cannot be written is a failure" full_output
tell "without a home folder it says so" no_home
tell "a theme that does not exist is refused" no_theme
tell "a theme of one's own is taken" own_theme
tell "without the sandbox program --sandbox says so" no_sandbox
tell "--help names the options" helps
tell "COMMAND --help is help COMMAND" helps_with_one
tell "the line mode does not repeat itself where nothing is known" plain_says_once
echo "1..$n"
exit $bad
