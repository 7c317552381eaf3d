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
"$build/vigie-sandbox" --seed 1 --still > "$dir/line" 2> "$dir/err" &
pid=$!
for _ in $(seq 100); do [ -s "$dir/line" ] && break; sleep 0.1; done
pick() { python3 -c "import json,sys; d=json.load(open(sys.argv[1])); print(eval(sys.argv[2]))" "$dir/line" "$1"; }
VIGIE_IPFS_API=$(pick "d['ipfs']['api']") VIGIE_STATION=$(pick "d['station'][0]") VIGIE_STATION_HOME=$(pick "d['home']")
VIGIE_SKYWIRE=$(pick "d['skywire']") VIGIE_IPFS_GATEWAY=$(pick "d['ipfs']['gateway']")
export VIGIE_IPFS_API VIGIE_STATION VIGIE_STATION_HOME VIGIE_SKYWIRE VIGIE_IPFS_GATEWAY
echo
echo "Watching a living station at 80x24 (idle: $idle s while everything moves; budget 300 B/s; an hour costs 3600 times the CPU share):"
"$bench" --header --name "home" --runs 1 --idle "$idle" --key j -- "$build/vigie" home
"$bench" --name "station" --runs 1 --idle "$idle" --open 2 --key j -- "$build/vigie" home
curl -s -H "X-Token: $(pick "d['token']")" -d "switch ipfs peers on 12000" "$(pick "d['ctl']")" > /dev/null
"$bench" --name "5000 peers" --runs 1 --idle "$idle" --open 2 --key j -- "$build/vigie" home
for other in htop btop; do
	if command -v $other > /dev/null; then "$bench" --name $other --runs 1 --idle "$idle" --key j -- $other; else echo "$other is not installed"; fi
done
