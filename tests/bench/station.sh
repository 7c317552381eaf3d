#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# station.sh BUILD: what watching a station costs, with 5 000 peers, beside programs that watch a machine. Figures only.
build=$(cd "${1:-.}" && pwd) || exit 1
bench=$build/tests/bench/pty_bench
idle=${IDLE:-12}
dir=$(mktemp -d)
pid=
trap '[ -n "$pid" ] && kill $pid 2> /dev/null; wait $pid 2> /dev/null; rm -rf "$dir"' EXIT
export HOME=$dir XDG_STATE_HOME=$dir/state XDG_CACHE_HOME=$dir/cache LC_ALL=C.UTF-8 TZ=UTC
"$build/tests/bench/station_bench" "$dir/zen"
if [ ! -x "$build/vigie-sandbox" ] || ! command -v python3 > /dev/null; then exit 0; fi
"$build/vigie-sandbox" --seed 1 --still --stations "${STATIONS:-1000}" > "$dir/line" 2> "$dir/err" &
pid=$!
for _ in $(seq 600); do [ -s "$dir/line" ] && break; sleep 0.1; done
pick() { python3 -c "import json,sys; d=json.load(open(sys.argv[1])); print(eval(sys.argv[2]))" "$dir/line" "$1"; }
VIGIE_IPFS_API=$(pick "d['ipfs']['api']") VIGIE_STATION=$(pick "d['station'][0]") VIGIE_STATION_HOME=$(pick "d['home']")
VIGIE_SKYWIRE=$(pick "d['skywire']") VIGIE_IPFS_GATEWAY=$(pick "d['ipfs']['gateway']")
export VIGIE_IPFS_API VIGIE_STATION VIGIE_STATION_HOME VIGIE_SKYWIRE VIGIE_IPFS_GATEWAY
order() { curl -s -H "X-Token: $(pick "d['token']")" -d "$*" "$(pick "d['ctl']")" > /dev/null; }
watching() { "$bench" --name "$1" --runs 1 --idle "$idle" --open ":$2"$'\r' --key j -- "$build/vigie" home; }
echo
echo "Watching a living station in a swarm of ${STATIONS:-1000} at 80x24 (idle: $idle s while everything moves; budget of a tick: 300 B/s;"
echo "an hour costs 36 s of processor for each per cent shown):"
"$bench" --header --name "home" --runs 1 --idle "$idle" --key j -- "$build/vigie" home
watching "station" station
watching "$(ls "$VIGIE_STATION_HOME/.zen/tmp/swarm" | wc -l) stations" swarm
order switch ipfs peers on 12000
sleep 2
watching "$(curl -s -X POST "$VIGIE_IPFS_API/api/v0/swarm/peers" | grep -o '"Peer"' | wc -l) peers" station
watching "their list" peers
for other in htop btop; do
	if command -v $other > /dev/null; then "$bench" --name $other --runs 1 --idle "$idle" --key j -- $other; else echo "$other is not installed"; fi
done
