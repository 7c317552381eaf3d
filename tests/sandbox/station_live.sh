#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The station screen in a terminal while its world changes: figures move to what curl reads, and an IPFS node that stops, hangs,
# answers halves or is a version ahead is said at once, with the last figures and their age, and mended by itself. Prints TAP.
. "$(dirname "$0")/lib.sh"
command -v tmux > /dev/null || skip_all "tmux is not here"
export LC_ALL=C.UTF-8 TERM=xterm-256color
sandbox_up
r=$dir/root
mkdir -p "$r/sys/class/thermal/thermal_zone0"
heat() { echo "$1" > "$r/sys/class/thermal/thermal_zone0/temp"; }
heat 41000
pane() { tmux -S "$dir/tmux" capture-pane -p -t 0; }
keys() { tmux -S "$dir/tmux" send-keys -t 0 "$@"; }
end_tmux() { tmux -S "$dir/tmux" kill-server 2> /dev/null; }
trap 'end_tmux; [ -n "$pid" ] && kill $pid 2> /dev/null; wait $pid 2> /dev/null; rm -rf "$dir"' EXIT
env VIGIE_IPFS_API="$api" VIGIE_STATION="$station" VIGIE_STATION_HOME="$home" VIGIE_SKYWIRE="$skywire" VIGIE_IPFS_GATEWAY="$gateway" \
	VIGIE_HOST_ROOT="$r" tmux -S "$dir/tmux" -f /dev/null new-session -d -x 120 -y 40 "$vigie 2> '$dir/vigie.err'; echo ended; sleep 60"

# soon PATTERN: the screen shows it within ten seconds; how long it took goes to $took (hundredths of a second)
soon() {
	local from now
	from=$(date +%s%N)
	while :; do
		pane > "$dir/screen"
		now=$(date +%s%N); took=$(((now - from) / 10000000))
		grep -qE "$1" "$dir/screen" && return 0
		[ $took -gt 1000 ] && return 1
		sleep 0.03
	done
	return 1
}
shows() { # shows NAME PATTERN
	local was=$bad
	bad=0; tell "$1" soon "$2"
	[ $bad = 0 ] && bad=$was || sed 's/^/# /' "$dir/screen"
	echo "# after $took hundredths of a second"
}
within() { # within NAME PATTERN: what must be said within two seconds; a slow machine is given a little more before it counts
	shows "$1" "$2"
	tell "$1: within two seconds" test "$took" -le 250
}
sleep 1
keys Escape; sleep 0.3; keys : ; keys -l station; sleep 0.2; keys Enter
shows "the station screen" 'Peers .*Bandwidth'
shows "with its figures" 'direct [0-9]+ relay [0-9]+'
shows "pins are counted" '[0-9] pins'

# Figures move to what is true now.
heat 63000; shows "the temperature rises" '63 °C'
echo "7.25 1.05 2.30 1/234 5678" > "$r/proc/loadavg"; shows "the load rises" 'load +7\.25'
sed -i 's/MemAvailable: .*/MemAvailable: 800000 kB/' "$r/proc/meminfo"; shows "memory fills" 'mem .* 90 %'
echo "cpu  190 0 190 820 0 0 0 0 0 0
cpu0 190 0 190 820 0 0 0 0 0 0" > "$r/proc/stat"; shows "the processor is busy" 'cpu .* 90 %'
mkdir -p "$r/sys/class/net/eth0"; echo up > "$r/sys/class/net/eth0/operstate"
printf 'Inter-|\n face |\n  eth0: 1000 0 0 0 0 0 0 0 2000 0 0 0 0 0 0 0\n' > "$r/proc/net/dev"
sleep 3
printf 'Inter-|\n face |\n  eth0: 90001000 0 0 0 0 0 0 0 50002000 0 0 0 0 0 0 0\n' > "$r/proc/net/dev"
shows "the network carries" 'eth0 +↓[1-9][0-9.]* [kM]B/s ↑[1-9][0-9.]* [kM]B/s'
sed -i '/:1E61 /d' "$r/proc/net/tcp"; shows "a service that no longer listens" '✗ relay +down'
lie ipfs peers on 900
shows "many more peers" 'direct [1-9][0-9][0-9] relay'
rpc swarm/peers > "$dir/b"; pane > "$dir/screen"; rpc swarm/peers > "$dir/a"
grep -oE 'direct [0-9]+ relay [0-9]+' "$dir/screen" | awk '{print $2 + $4}' > "$dir/d"
says "as many as curl counts" "abs(d - len(b['Peers'])) <= 40"
lie ipfs peers off
rate() { pane | grep -oE '↓ [0-9.]+ [kM]?B/s' | head -n 1; }
first=$(rate) moved=1
for _ in $(seq 60); do [ "$(rate)" != "$first" ] && moved=0 && break; sleep 0.2; done
tell "traffic goes on" test $moved = 0

# Kubo stops, hangs, restarts, answers halves, is a version ahead.
last=$(pane | grep -oE 'direct [0-9]+ relay [0-9]+')
order down ipfs on > /dev/null
within "stopped: said" 'nothing listens there'
tell "the last figures stay" test -n "$last" -a -n "$(grep -oE 'direct [0-9]+ relay [0-9]+' "$dir/screen")"
shows "with their age" 'Peers ─+ [0-9]+, [0-9]+ s ago'
truth; shows "started again: it recovers by itself" 'Peers ─+ [0-9]+┐'
order freeze ipfs on > /dev/null
within "hangs: said" 'no answer in time'
shows "hangs: the age of the last figures" 'Peers ─+ [0-9]+, [0-9]+ s ago'
truth; shows "wakes up: it recovers" 'Peers ─+ [0-9]+┐'
order cut ipfs on > /dev/null
within "half an answer: said" 'Peers ─+ [0-9]+, [0-9]+ s ago'
truth; shows "whole answers: it recovers" 'Peers ─+ [0-9]+┐'
lie ipfs invalid-json on
within "half a JSON: said" 'Peers ─+ [0-9]+, [0-9]+ s ago'
truth; shows "good JSON: it recovers" 'Peers ─+ [0-9]+┐'
order kubo restart > /dev/null; sleep 1
shows "restarted: it goes on" 'Peers ─+ [0-9]+┐'
order down ipfs on > /dev/null; shows "stopped for a new version" 'nothing listens there'
lie ipfs ahead on; order down ipfs off > /dev/null; shows "a version ahead: its version" 'ipfs +0\.4[3-9]|ipfs +0\.[5-9]|ipfs +[1-9]\.'
shows "a version ahead: figures go on" 'direct [0-9]+ relay [0-9]+'
keys I; shows "a version ahead: said" 'newer than this program was tried with'
truth; keys Escape; shows "back on the station" 'Peers ─+ [0-9]+┐'
tell "it is still the same program" test -z "$(pane | grep '^ended')"
end_tmux
tell "nobody complained" test ! -s "$dir/err" -a ! -s "$dir/vigie.err"
finish
