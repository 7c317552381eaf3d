#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every fault that the sandbox's control port can order, seen from outside by curl. Prints TAP.
. "$(dirname "$0")/sandbox/outside.sh"
begin "$@"
genesis=$(field genesis)
rpc=$(field rpc); rpc=http${rpc#ws}
mirror=$(sed -n 's/.*"mirrors":\["ws\([^"]*\)".*/http\1/p' "$dir/line")
sum() { cksum | cut -c1-12; }
ask() { # ask METHOD [PARAMS] [CURL OPTIONS]: the answer, or nothing
	local m=$1 p=${2:-[]}; shift; shift
	curl -s -m 10 "$@" -H 'Content-Type: application/json' -d "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$m\",\"params\":$p}" "$rpc"
}
result() { sed -n 's/.*"result":"\([^"]*\)".*/\1/p'; }
settle() { sleep 0.5; for _ in $(seq 100); do [ -n "$(ask system_name)" ] && break; sleep 0.1; done; }
lie() { order "switch g1 $1 on $2" > /dev/null; }

account=$(ask state_getKeysPaged '["0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9",1]' | sed 's/.*\["\(0x[0-9a-f]*\)".*/\1/')
order seal 5 > /dev/null

tell "an order without the token is refused" has "$(curl -s -d list "$ctl")" token
tell "an unknown order is refused" has "$(order bogus)" 'no such order'
tell "an order for an unknown service is refused" has "$(order latency nowhere 5)" 'no such service'
tell "the node answers" is "$(ask chain_getBlockHash '[0]' | result)" "$genesis"

order latency g1 700 > /dev/null
t=$(ask system_name '[]' -o /dev/null -w '%{time_total}')
tell "latency makes answers late" awk "BEGIN { exit !($t >= 0.7) }"
truth
order loss g1 100 > /dev/null
ask system_name '[]' > "$dir/out"; rc=$?
tell "loss closes without an answer" is "$rc $(wc -c < "$dir/out")" "52 0"
order loss g1 40 > /dev/null
lost=0; for _ in $(seq 40); do [ -n "$(ask system_name)" ] || lost=$((lost + 1)); done
tell "loss of 40 per cent loses some" awk "BEGIN { exit !($lost > 3 && $lost < 37) }"
truth
order freeze g1 on > /dev/null
ask system_name '[]' -m 1 > "$dir/out"; rc=$?
tell "a frozen service takes the connection and says nothing" is "$rc $(wc -c < "$dir/out")" "28 0"
ask system_name '[]' -m 8 > "$dir/thawed" & late=$!
sleep 0.5; truth; wait $late
tell "after the freeze it answers what waited" has "$(cat "$dir/thawed")" duniter
order cut g1 on > /dev/null
ask state_getMetadata '[]' -o "$dir/out"; rc=$?
tell "cut ends in the middle of an answer" is "$rc $(head -c 18 "$dir/out")" '18 {"jsonrpc":"2.0","'
truth
order down g1 on > /dev/null
ask system_name > /dev/null; rc=$?
tell "down refuses the connection" is $rc 7
truth
tell "up again on the same port" has "$(ask system_name)" duniter

lie invalid-json
tell "invalid JSON" has "$(ask system_name)" '}{"'
truth; lie empty-body
tell "empty without error" is "$(ask system_name '[]' -w '%{http_code}')" 200
truth; lie huge
tell "an answer of 100 MB" is "$(ask system_name '[]' -o /dev/null -w '%{size_download}')" 104857603
truth; lie bad-utf8
ask system_name > "$dir/out"
tell "bytes that are no UTF-8" isnt "$(iconv -f utf-8 -t utf-8 "$dir/out" > /dev/null 2>&1; echo $?)" 0
truth; lie escapes
tell "escape sequences inside a name" has "$(ask system_name)" 'u001b[2J'
truth; lie html
tell "the page of a broken proxy" has "$(ask system_name)" '502 Bad Gateway'
truth

lie other-genesis
tell "another genesis" isnt "$(ask chain_getBlockHash '[0]' | result)" "$genesis"
truth
honest=$(ask state_getStorage "[\"$account\"]" | result)
lie lying-balance
tell "a lying balance" isnt "$(ask state_getStorage "[\"$account\"]" | result)" "$honest"
truth
header=$(ask chain_getHeader)
lie broken-header
tell "a header that does not give its hash" isnt "$(ask chain_getHeader)" "$header"
truth
head=$(ask chain_getFinalizedHead | result)
proof=$(ask state_getReadProof "[[\"$account\"],\"$head\"]")
lie broken-proof
other=$(ask state_getReadProof "[[\"$account\"],\"$head\"]")
tell "a proof with an altered node" is "$(test "$other" != "$proof"; echo $?) ${#other}" "0 ${#proof}"
truth; lie proof-elsewhere
tell "a proof of the block before" isnt "$(ask state_getReadProof "[[\"$account\"],\"$head\"]")" "$proof"
truth; lie proof-of-another
tell "a proof of another key" isnt "$(ask state_getReadProof "[[\"$account\"],\"$head\"]")" "$proof"
truth; lie other-fork
tell "another hash for a block" isnt "$(ask chain_getBlockHash "[$((10512000 + 3))]" | result)" "$(truth; ask chain_getBlockHash "[$((10512000 + 3))]" | result)"
truth; meta=$(ask state_getMetadata | sum); lie lying-metadata
tell "metadata with other numbers for calls" isnt "$(ask state_getMetadata | sum)" "$meta"
truth
tell "and the true one again" is "$(ask state_getMetadata | sum)" "$meta"
order switch mirror lying-balance on > /dev/null
tell "a mirror lies by itself" is "$(ask state_getStorage "[\"$account\"]" | result)" "$honest"
tell "while the node does not" isnt "$(rpc=$mirror; ask state_getStorage "[\"$account\"]" | result)" "$honest"
truth; lie short-proof
tell "a proof with a node left out" awk "BEGIN { exit !($(ask state_getReadProof "[[\"$account\"],\"$head\"]" | wc -c) < ${#proof}) }"
truth
just=$(ask grandpa_proveFinality "[$((10512000 + 3))]")
lie broken-justification
tell "a justification with wrong signatures" isnt "$(ask grandpa_proveFinality "[$((10512000 + 3))]")" "$just"
truth; lie no-justification
tell "a final block without a proof" has "$(ask grandpa_proveFinality "[$((10512000 + 3))]")" '"result":null'
truth; lie stale-head
tell "an old block as the final head" isnt "$(ask chain_getFinalizedHead | result)" "$head"
truth; lie syncing
tell "a node that is behind" has "$(ask system_health)$(ask system_syncState)" '"isSyncing":true'
truth; lie discarded
tell "no state at all" has "$(ask state_getStorage "[\"$account\"]")" 'State already discarded'
truth; lie null-results
tell "null for everything" has "$(ask system_name)" '"result":null'
truth; lie no-method state_call
tell "a method that is missing" has "$(ask state_call '["Core_version","0x"]')" 'Method not found'
tell "the others stay" has "$(ask system_name)" duniter
truth; lie old-version
tell "an old version" has "$(ask state_getRuntimeVersion)" '"specVersion":1000'
truth

number() { ask chain_getHeader | sed 's/.*"number":"\(0x[0-9a-f]*\)".*/\1/'; }
before=$(number)
order seal 1 > /dev/null
tell "a block when it is ordered" isnt "$(number)" "$before"
old=$(ask chain_getBlockHash "[$(($(number)))]" | result) at=$(($(number)))
order reorg 2 > /dev/null
tell "a fork puts another block at the same height" isnt "$(ask chain_getBlockHash "[$at]" | result)" "$old"
tell "the block of the fork stays known" has "$(ask chain_getHeader "[\"$old\"]")" parentHash
tell "what is final is not retracted" has "$(order reorg 50)" 'final already'
now() { ask state_getStorage '["0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb"]' | result; }
le() { local h=${1#0x}; echo $((16#${h:14:2}${h:12:2}${h:10:2}${h:8:2}${h:6:2}${h:4:2}${h:2:2}${h:0:2})); }
t0=$(le "$(now)")
order skew 3600 > /dev/null; order seal > /dev/null
tell "a skewed clock shows in the chain's time" awk "BEGIN { exit !($(le "$(now)") - $t0 >= 3500000) }"
ud() { ask state_getStorage '["0x235cdca73b1fc4b26dd60639fe5bf213f3f9ac2e4263ade9597b5eda46bb1b8f"]' | result; }
u0=$(ud)
order advance 3 > /dev/null
u1=$(ud)
tell "three days in one go bring their dividends" is "$((16#${u1:4:2}${u1:2:2} - 16#${u0:4:2}${u0:2:2}))" 3
order upgrade bogus > /dev/null
tell "an upgrade to something unknown is refused" lacks "$(ask state_getRuntimeVersion)" '"specVersion":1101'
order upgrade > /dev/null
tell "a runtime upgrade" has "$(ask state_getRuntimeVersion)" '"specVersion":1101'
tell "its metadata has one extension more" has "$(ask state_getMetadata)" "$(printf CheckHarbour | od -An -tx1 | tr -d ' \n')"
at=$(number)
order restart keep > /dev/null; settle
tell "a restart keeps the chain" is "$(number)" "$at"
order restart wipe > /dev/null; settle
tell "a restart without state begins again" is "$(($(number)))" 10512000
tell "with the same genesis" is "$(ask chain_getBlockHash '[0]' | result)" "$genesis"
order quit > /dev/null
for _ in $(seq 60); do kill -0 $pid 2> /dev/null || break; sleep 0.1; done
tell "it quits when told" isnt "$(kill -0 $pid 2> /dev/null; echo $?)" 0
tell "and said nothing on the way" is "$(cat "$dir/err")" ""

"$bin" --seed 1 --still --block-time 0.2 > "$dir/line2" 2> "$dir/err" &
pid=$!
for _ in $(seq 200); do [ -s "$dir/line2" ] && break; sleep 0.05; done
cp "$dir/line2" "$dir/line"
ctl=$(field ctl) token=$(field token) rpc=$(field rpc); rpc=http${rpc#ws}
at=$(number); sleep 1
tell "blocks come by themselves" isnt "$(number)" "$at"
order disk-full on > /dev/null; sleep 0.3
at=$(number); sleep 1
tell "a full disk stops them" is "$(number)" "$at"
order disk-full off > /dev/null; sleep 1
tell "room on the disk lets them go on" isnt "$(number)" "$at"
finish
