#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh BUILD: what vigie costs against its budgets, and beside it what other programs cost on the same terminal in the same
# minutes. Figures only; nothing here passes or fails.
build=$(cd "${1:-.}" && pwd) || exit 1
src=$(cd "$(dirname "$0")/../.." && pwd)
bench=$build/tests/bench/pty_bench
idle=${IDLE:-12}
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME=$home LC_ALL=C.UTF-8 TZ=UTC
unset SSH_CONNECTION SSH_TTY TMUX
fixture=$src/tests/fixtures/home-fresh.json
echo "vigie $("$build/vigie" --version | cut -d' ' -f2) on $(uname -m), $(nproc) cores, $(date -u +%F)"
echo
echo "Full screens at 80x24, medians of 3 runs, idle window of $idle s:"
"$bench" --header --name "vigie home" --idle "$idle" --key j -- "$build/vigie" --fixture "$fixture" home
"$bench" --name "vigie gutter" --idle "$idle" --key j -- "$build/vigie" --fixture "$fixture" --set ui.motion=gutter settings
"$bench" --name "vigie bar" --idle "$idle" --key j -- "$build/vigie" --fixture "$fixture" --set ui.motion=bar settings
"$bench" --name "vigie linux" --term linux --idle "$idle" --key j -- "$build/vigie" --fixture "$fixture" home
for other in htop tig profanity; do
	command -v "$other" >/dev/null || { echo "$other is not installed"; continue; }
	case $other in
	tig) (cd "$src" && "$bench" --name tig --idle "$idle" --key j -- tig) ;;
	profanity) "$bench" --name profanity --idle "$idle" --key a -- profanity ;;
	*) "$bench" --name "$other" --idle "$idle" --key j -- "$other" ;;
	esac
done
echo
echo "Budgets: first frame 50 ms, full frame 4000 B, resident 20 MB, idle 1 wake-up/s 0.0 % 32 B/s, cursor 40 B (gutter) or"
echo "200 B (bar), key to screen 5 ms."
echo
bash "$src/tests/bench/station.sh" "$build"
echo
bash "$src/tests/bench/wallet.sh" "$build"
echo
echo "One-shot commands (a command that needs no network starts no curl):"
for command in "--version" "get ui.theme" "help"; do
	best=
	for _ in 1 2 3 4 5 6 7; do
		from=$(date +%s%N)
		# shellcheck disable=SC2086
		"$build/vigie" $command >/dev/null 2>&1
		took=$((($(date +%s%N) - from) / 10000))
		[ -z "$best" ] || [ "$took" -lt "$best" ] && best=$took
	done
	printf '  vigie %-16s %d.%02d ms\n' "$command" $((best / 100)) $((best % 100))
done
echo
echo "While the network misbehaves (a byte a second, a hanging server, names that nobody answers) and when nothing reads the"
echo "terminal; budget: 5 ms to echo, 100 ms to leave:"
if [ -x "$build/tests/tty/t_tty_network" ]; then
	top_builddir=$build top_srcdir=$src "$build/tests/tty/t_tty_network" 2>&1 </dev/null | sed -n 's/^# /  /p'
else
	echo "  (make check TESTS= builds what this needs)"
fi
