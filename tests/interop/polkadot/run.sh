#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The sandbox's node against @polkadot/api, which is what wallets on the web use. Needs npm once, then a cache.
here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/vigie-interop/polkadot-$(sha256sum < "$here/package.json" | cut -c1-12)
if [ ! -x "$build/vigie-sandbox" ]; then echo "ok polkadot # SKIP vigie-sandbox is not built"; exit 0; fi
if ! command -v node > /dev/null; then echo "ok polkadot # SKIP node is not here"; exit 0; fi
if [ ! -d "$cache/node_modules/@polkadot/api" ]; then
	mkdir -p "$cache" && cp "$here/package.json" "$cache/"
	if ! (cd "$cache" && timeout 600 npm install --no-audit --no-fund --silent > npm.log 2>&1); then
		rm -rf "$cache/node_modules"
		echo "ok polkadot # SKIP npm is unreachable"; exit 0
	fi
fi
line=$(mktemp) pid=
trap 'kill $pid 2> /dev/null; rm -f "$line"' EXIT
world() { # world PART OPTIONS...: a fresh sandbox and one part of the script on it
	local part=$1; shift
	: > "$line"
	"$build/vigie-sandbox" --seed 1 --still "$@" > "$line" &
	pid=$!
	for _ in $(seq 100); do [ -s "$line" ] && break; sleep 0.1; done
	NODE_PATH=$cache/node_modules SANDBOX=$(cat "$line") node "$here/chain.js" "$part" ||
		echo "not ok polkadot: chain.js $part ended with an error"
	kill $pid; wait $pid 2> /dev/null
}
world wallet --block-time 1
world instant --sealing instant
world sockets --block-time 1
