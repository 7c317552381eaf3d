#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every figure of the station screen beside what curl reads from the same, still world: in all sizes, in French, with the signs
# of a Linux console and in ASCII, and in the words of the line mode. Prints TAP.
. "$(dirname "$0")/lib.sh"
here=$(cd "$(dirname "$0")" && pwd)
export LC_ALL=C.UTF-8 TERM=xterm-256color
sandbox_up
r=$dir/root t=$dir/truth
mkdir -p "$t" "$r/sys/class/thermal/thermal_zone0"
echo 54321 > "$r/sys/class/thermal/thermal_zone0/temp"
echo cpu-thermal > "$r/sys/class/thermal/thermal_zone0/type"
echo "$home" > "$t/home"; echo "$r" > "$t/root"

truth_read() { # what curl says, before and after
	rpc 'swarm/peers?latency=true' > "$t/peers"; rpc diag/sys > "$t/sys"; rpc repo/stat > "$t/repo"; rpc version > "$t/version"
	rpc 'pin/ls?stream=true&type=recursive' | wc -l > "$t/pins"
	curl -s -m 20 "$station" > "$t/station"; curl -s -m 20 "$skywire/api/visors-summary" > "$t/boards"
	rpc stats/bw > "$t/bw-after"
}
look() { # look NAME FORM LANG COMMAND...: the figures on what the command prints
	local name=$1 form=$2 lang=$3 line; shift 3
	# peers come and go by themselves: what differs is read again, what is wrong stays wrong
	for _ in 1 2 3 4 5 6; do
		rpc stats/bw > "$t/bw-before"
		"$@" > "$t/screen"
		truth_read
		python3 "$here/station_truth.py" "$t" "$t/screen" "$form" "$lang" > "$t/out" 2>&1 || echo "the comparison: $(tail -n 1 "$t/out")" >> "$t/out"
		grep -q ': ' "$t/out" || break
	done
	while IFS= read -r line; do
		n=$((n + 1))
		case $line in
		*": "*) bad=1; echo "not ok $n - $name: $line"; sed 's/^/# /' "$t/screen" ;;
		*) echo "ok $n - $name: $line" ;;
		esac
	done < "$t/out"
}
both_ends() { vg "$@"; vg "$@" --keys G; }
plain() { { echo station; sleep 6; echo; sleep 1; echo quit; } | vg --plain; }

for s in 80x24 120x40 200x60; do look $s box en vg --dump station --size $s; done
look 40x12 lines en both_ends --dump station --size 40x12
speak=fr_FR.UTF-8
look "French 80x24" box fr vg --dump station --size 80x24
look "French 120x40" box fr vg --dump station --size 120x40
look "French 40x12" lines fr both_ends --dump station --size 40x12
look "French, in words" plain fr plain
speak=
export TERM=linux
look "Linux console 80x24" box en vg --dump station --size 80x24
look "Linux console 40x12" lines en both_ends --dump station --size 40x12
export TERM=xterm-256color
look "ASCII 80x24" box en vg --dump station --size 80x24 --set ui.glyphs=ascii
look "in words" plain en plain
tell "nobody complained" test ! -s "$dir/err"
finish
