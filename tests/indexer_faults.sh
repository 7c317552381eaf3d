#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the indexer of the sandbox answers over HTTP, and its own faults as the control port orders them, seen from outside by
# curl. Prints TAP.
. "$(dirname "$0")/sandbox/outside.sh"
world() { # another one
	begin "$@"
	url=$(field indexer) rpc=$(field rpc) genesis=$(field genesis); rpc=http${rpc#ws}
}
ask() { curl -s -m 20 -H 'Content-Type: application/json' -d "{\"query\":\"$1\"}" "$url"; }
code() { curl -s -m 20 -o /dev/null -w '%{http_code}' "$@"; }
height() { ask '{squidStatus{height}}' | sed 's/.*:\([0-9]*\)}.*/\1/'; }
node_height() { order head | sed 's/.*"number":\([0-9]*\).*/\1/'; }
node_hash() { order head | sed 's/.*"hash":"\([^"]*\)".*/\1/'; }
lie() { order "switch indexer $1 on $2" > /dev/null; }

world
start=$(height)
tell "the indexer begins where the node does" is "$start" "$(node_height)"
order seal 20 > /dev/null
tell "it follows each block" is "$(height)" $((start + 20))
tell "and knows the head by its hash" has "$(ask '{squidStatus{hash}}')" "$(node_hash)"
tell "GET is refused" is "$(code "$url")" 405
tell "another path is not found" is "$(code -d '{}' "${url%/v1/graphql}/v2/x")" 404
tell "what is not JSON is refused" is "$(code -d '{"query' "$url")" 400
tell "a question must be there" has "$(curl -s -d '{}' "$url")" 'Must provide a query string'
tell "a browser may ask first" is "$(code -X OPTIONS "$url")" 200
tell "more than a megabyte is too much" is "$(head -c 2000000 /dev/zero | code --data-binary @- "$url")" 413

lie behind 7
tell "behind: it lags so many blocks" is "$(height)" $((start + 13))
order seal 3 > /dev/null
tell "behind: and goes on at that distance" is "$(height)" $((start + 16))
tell "behind: newer blocks are unknown" has "$(ask "{blocks(condition:{height:$((start + 17))}){totalCount}}")" '"totalCount":0'
truth
tell "then it catches up" is "$(height)" $((start + 23))
lie stuck
order seal 4 > /dev/null
tell "stuck: it stays where it is" is "$(height)" $((start + 23))
truth
tell "then it goes on" is "$(height)" $((start + 27))
order disk-full on > /dev/null
order seal 2 > /dev/null
tell "with a full disk it indexes nothing more" is "$(height)" $((start + 27))
truth
order seal 1 > /dev/null
tell "with room again it has all" is "$(height)" "$(node_height)"

real=$(ask '{identities(condition:{name:\"Vigie-Demo\"}){totalCount nodes{account{balance}}} squidStatus{hash}}')
lie lying-balance 500
told=$(ask '{identities(condition:{name:\"Vigie-Demo\"}){totalCount nodes{account{balance}}} squidStatus{hash}}')
a=$(echo "$real" | sed 's/.*"balance":"\([0-9]*\).*/\1/') b=$(echo "$told" | sed 's/.*"balance":"\([0-9]*\).*/\1/')
tell "lying-balance: it says more than there is" is "$b" $((a + 500))
truth
lie empty
tell "empty: nothing there, and no error" is "$(ask '{identities{totalCount nodes{name}} squidStatus{name}}')" \
	'{"data":{"identities":{"totalCount":0,"nodes":[]},"squidStatus":{"name":"squid_processor"}}}'
truth
lie other-genesis
tell "other-genesis: hashes of another chain" lacks "$(ask '{squidStatus{hash}}')" "$(node_hash)"
truth
tell "and back" has "$(ask '{squidStatus{hash}}')" "$(node_hash)"
lie timeout
tell "timeout: the database gave up" has "$(ask '{squidStatus{hash}}')" 'canceling statement due to statement timeout'
truth

# A fork: what was in the blocks that are gone is gone.
old=$(node_hash)
order reorg 1 > /dev/null
tell "after a fork it has the new head" has "$(ask '{squidStatus{hash}}')" "$(node_hash)"
tell "and not the old one" has "$(ask "{blocks(condition:{hash:\\\"\\\\\\\\x${old#0x}\\\"}){totalCount}}")" '"totalCount":0'
tell "the new head is found by its hash" has "$(h=$(node_hash); ask "{blocks(condition:{hash:\\\"\\\\\\\\x${h#0x}\\\"}){totalCount}}")" '"totalCount":1'
order advance 3 > /dev/null
tell "three days later it has three dividends more" has "$(ask '{universalDividends(last:1){nodes{index}} }')" '"index":733'
tell "each with the event that tells of it" has "$(ask '{universalDividends(last:1){nodes{event{name args}}}}')" '"name":"NewUdCreated","args":{"amount":"'

before=$(height)
order restart keep > /dev/null
# The restart itself may be too short to be seen; a second is long enough for it to have begun.
sleep 1; for _ in $(seq 200); do [ -n "$(height)" ] && break; sleep 0.05; done
tell "a restart keeps the tables" is "$(height) $(node_height)" "$before $before"
order seal 1 > /dev/null
tell "and it goes on from there" is "$(height)" $((before + 1))
order restart wipe > /dev/null
for _ in $(seq 200); do [ "$(height)" = "$start" ] && break; sleep 0.05; done
tell "a restart without its state begins anew" is "$(height)" "$start"
end

world --state "$dir/state"
order seal 5 > /dev/null
head=$(node_hash)
end
tell "a folder holds the tables" test -s "$dir/state/indexer.sqlite"
world --state "$dir/state"
tell "and they are found again" has "$(ask '{squidStatus{hash}}')" "$head"
order seal 3 > /dev/null
kill -9 $pid; wait $pid 2> /dev/null
world --state "$dir/state"
tell "after a crash node and indexer agree" is "$(height)" "$(node_height)"
tell "on the hash too" has "$(ask '{squidStatus{hash}}')" "$(node_hash)"
end
printf 'no database' > "$dir/state/indexer.sqlite"
world --state "$dir/state"
tell "a spoilt file is made anew" is "$(height)" "$(node_height)"
finish
