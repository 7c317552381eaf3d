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
# Every figure of the time series has its chart, with the numbers of the command line.
vg figures --json > "$dir/d"; rpc 'pin/ls?stream=true&type=direct' | wc -l > "$dir/s"
says "all figures have a last value or none" "len(d['items']) >= 28 and [x['value'] for x in d['items'] if x['metric'] == 'pins'] == [int(open('$t/pins').read()) + s]"
charts() {
	local name shown
	for name in $(get "$dir/d" "' '.join(x['metric'] for x in d['items'])"); do
		vg --dump figures "$name" --size 100x24 --keys Left > "$t/screen" || return 1
		shown=$(vg figures "$name" --span 3600 --points 60 --json | py "
d = json.load(sys.stdin); print('some' if d['known'] else 'none')")
		# a counter is shown by what it moved, which takes two readings
		case $shown in
		some) grep -qE 'last |nothing was recorded' "$t/screen" || return 1 ;;
		none) grep -q 'nothing was recorded' "$t/screen" || return 1 ;;
		esac
	done
}
tell "each has a chart" charts
vg --dump figures pins --size 100x24 --keys Left > "$t/screen"
tell "the chart says what the command line says" grep -qE "last $(get "$dir/d" "[re.sub(r'(?<=[0-9])(?=(?:[0-9]{3})+\$)', '.', str(x['value'])) for x in d['items'] if x['metric'] == 'pins'][0]" | tr -d '\n')" "$t/screen"
# From afar with nothing but a public URL: useful, and honest on what cannot be known.
from_afar() {
	env -u VIGIE_IPFS_API HOME="$dir" VIGIE_STATION="$afar" VIGIE_STATION_HOME=/nonexistent VIGIE_HOST_ROOT="$r" timeout 30 "$vigie" "$@" \
		2> "$dir/vigie.err" > "$t/screen"
}
stands() { # stands NAME PATTERN...: all on the screen; !PATTERN: not
	local name=$1 p rc=0; shift
	for p in "$@"; do
		case $p in !*) ! grep -qE -- "${p#!}" "$t/screen" || rc=1 ;; *) grep -qE -- "$p" "$t/screen" || rc=1 ;; esac
		[ $rc = 0 ] || break
	done
	tell "$name" test $rc = 0
	[ $rc = 0 ] || { echo "# $p"; sed 's/^/# /' "$t/screen"; }
}
curl -s -m 20 "$afar" > "$t/afar"
its() { get "$t/afar" "$1"; }
from_afar --dump station --size 120x40
stands "afar: who it is" "$(its "d['hostname']")" "captain $(its "d['captain'].split('@')[0]")" 'seen from afar' "$(its "d['ipfsnodeid'][:7]")…"
stands "afar: its places" "MULTIPASS +$(its "d['economy']['multipass_count']") of $(its "d['economy']['multipass_count'] + d['capacities']['nostr_slots']")" \
	"ZEN Card +$(its "d['economy']['zencard_count']") of $(its "d['economy']['zencard_count'] + d['capacities']['zencard_slots']")" "power $(its "d['capacities']['power_score']")"
stands "afar: its economy" "$(its "'%d / %d Ẑ' % (d['economy']['multipass_count'] * int(d['NCARD']) + d['economy']['zencard_count'] * int(d['ZCARD']), 3 * int(d['PAF']))")"
stands "afar: its services as it tells them" "● relay +$(its "d['services']['nostr_relay']['engine']")" 'ipfs'
stands "afar: how many peers it says to have" "Peers ─+ $(its "d['services']['ipfs']['peers_connected']")┐"
stands "afar: what cannot be known is said" 'only the station itself can' 'no station publishes its traffic' 'only free space is' 'who may log in is only known' 'who is logged in is only known'
stands "afar: nothing of this machine is passed off as its own" '!54 °C' '!direct [0-9]' '!repo [0-9]' '!20h12 +[0-9o]'
from_afar --dump station --size 40x12; stands "afar on the smallest screen" "$(its "d['hostname']" | cut -c1-30)" 'Peers +○ only the station'
from_afar --dump machine --size 80x24; stands "afar: its machine as it published it" 'told by' '!54 °C'
tell "nobody complained" test ! -s "$dir/err"
finish
