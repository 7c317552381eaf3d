#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The sandbox's indexer against the reference implementation of GraphQL: its schema, its answers, its refusals, and the
# client's own queries. Needs npm once, then a cache.
here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/vigie-interop/graphql-$(sha256sum < "$here/package.json" | cut -c1-12)
if [ ! -x "$build/vigie-sandbox" ]; then echo "ok graphql # SKIP vigie-sandbox is not built"; exit 0; fi
if ! command -v node > /dev/null; then echo "ok graphql # SKIP node is not here"; exit 0; fi
if [ ! -d "$cache/node_modules/graphql" ]; then
	mkdir -p "$cache" && cp "$here/package.json" "$cache/"
	if ! (cd "$cache" && timeout 600 npm install --no-audit --no-fund --silent > npm.log 2>&1); then
		rm -rf "$cache/node_modules"
		echo "ok graphql # SKIP npm is unreachable"; exit 0
	fi
fi
line=$(mktemp)
"$build/vigie-sandbox" --seed 1 --still --sealing manual > "$line" &
pid=$!
trap 'kill $pid 2> /dev/null; rm -f "$line"' EXIT
for _ in $(seq 200); do [ -s "$line" ] && break; sleep 0.1; done
export SCHEMA=${VIGIE_SHARED:-$here/../../../../shared}/data/squid.schema.graphql QUERIES=$here/../../../src/g1/queries
NODE_PATH=$cache/node_modules SANDBOX=$(cat "$line") node "$here/squid.js" || echo "not ok graphql: squid.js ended with an error"
