#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Nodes that lie, another chain, changed runtimes, indexers that are empty, behind or elsewhere: each is noticed, named and said
# by the one-shot commands; what is told is true or nothing; what must not be signed is not. Prints TAP.
#   sandbox_world ARGUMENTS   the sandbox;  nodes one|two|three   which of its nodes vigie is told of
. "$(dirname "$0")/lib.sh"
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME LANGUAGE
export LC_ALL=C.UTF-8
PAYER=g1LAN1C5rktuWS2giuZ7z1CydYKV2HQeH2rj8A6qY3CemwTVz
TO=g1MZjw4qEfrkUhM3M4eCxzKtjrwQNmSJfv96VZihzcv99qgQN
TO_HEX=72612444f270fd76ed62d707b22f8286f4b504fcfba071c1a8f2a4ff1850591c
( umask 077; echo 'correct horse battery' > "$dir/pass"; echo 'bottom drive obey lake curtain smoke basket hold race lonely fit walk' > "$dir/words" )

world() {
	[ -n "$pid" ] && { kill $pid; wait $pid 2> /dev/null; }
	: > "$dir/line"
	sandbox_up --block-time 0.4 "$@"
	main=$(pick "d['g1']['rpc']") mirror=$(pick "d['g1']['mirrors'][0]") mirror2=$(pick "d['g1']['mirrors'][1]")
	genesis=$(pick "d['g1']['genesis']") indexer=$(pick "d['g1']['indexer']")
}
nodes() {
	case $1 in one) rpc=$main ;; two) rpc="$main $mirror" ;; three) rpc="$main $mirror $mirror2" ;; esac
}
# Answers come after so many milliseconds: of the nodes that are called at once the quickest becomes the main one, the next the second.
late() { order latency "$1" "$2" > /dev/null; }
person() { # a new home
	person=$dir/$1
	mkdir -p -m 700 "$person/run"
}
wallet() {
	env HOME="$person" XDG_RUNTIME_DIR="$person/run" VIGIE_G1_RPC="$rpc" VIGIE_G1_INDEXER="$indexer" VIGIE_G1_GENESIS="$genesis" \
		VIGIE_PASSPHRASE_FILE="$dir/pass" timeout 90 "$vigie" "$@" < /dev/null > "$dir/d" 2> "$dir/said"
	rc=$?
	return $rc
}
# of the receiver, in the newest block, read from the honest second mirror
has_money() { holds "$mirror2" $TO_HEX; }
in_json() { python3 -c "import json,sys; d=json.load(open('$dir/d')); r=eval(sys.argv[1]); sys.exit(0 if r is True else 1)" "$1" || { echo "$1"; cat "$dir/d" "$dir/said"; false; }; }
hears() { grep -qF -- "$1" "$dir/said" || { echo "not said: $1"; cat "$dir/said" "$dir/d"; false; }; }
code() { [ "$rc" = "$1" ] || { echo "exit $rc, not $1"; cat "$dir/said" "$dir/d"; false; }; }
with_key() { wallet vault-create --yes && wallet key-import "$dir/words" --label shop --yes --offline; }

world
person looks
nodes two
wallet balance $PAYER --json
truth_c=$(get "$dir/d" "d['free_c']")
proven_by_two() { code 0 && in_json "d['degree'] == 'proven'"; }
tell "two nodes that agree make a balance proven" proven_by_two
its_block() { # the hash is the one that the second mirror has at that height
	local told; told=$(curl -s -m 20 -H 'Content-Type: application/json' "${mirror2/ws:/http:}" -d \
		'{"jsonrpc":"2.0","id":1,"method":"chain_getBlockHash","params":['"$(get "$dir/d" "d['block']['number']")"']}' | py "print(json.load(sys.stdin)['result'])")
	in_json "d['block']['hash'] == '$told' and len('$told') == 66 and d['block']['final']"
}
tell "it names the hash of its block" its_block

# One of two nodes lies: it is named, and what is told is the truth.
caught() { # caught LIE WORDS
	person "two-$1"; truth; lie g1 "$1" on; late mirror 200; nodes two
	wallet balance $PAYER --json
	code 0 && in_json "d['free_c'] == $truth_c and d['source'] == '${mirror#ws://}'" && hears "${main#ws://}" && hears "$2"
}
# It is the only one: nothing is told but what it did.
alone() { # alone LIE CODE
	person "one-$1"; truth; lie g1 "$1" on; nodes one
	wallet balance $PAYER --json
	code 1 && in_json "d['error']['code'] == '$2' and '${main#ws://}' in d['error']['message'] and 'free_c' not in d"
}
while read -r name code words; do
	tell "$name: one of two nodes is named and dropped, the other one answers" caught "$name" "$words"
	tell "$name: of the only node nothing is believed, and it is said why" alone "$name" "$code"
done <<- 'T'
	lying-balance node-lies it says other things than it can prove
	broken-proof bad-proof it does not lead to the root of the block
	short-proof bad-proof it does not lead to the root of the block
	proof-elsewhere bad-proof it does not lead to the root of the block
	proof-of-another bad-proof it does not lead to the root of the block
	other-genesis wrong-chain its block 0 is another one
	lying-metadata node-lies it describes the calls of the chain wrongly
T
# Who never asked the liar has nothing to name: then what it tells has to be the proven truth all the same, and the next one tries.
fork_of_three() { # fork_of_three MS-OF-THE-THIRD
	truth; lie mirror other-fork on; late mirror 200; late mirror2 "$1"; nodes three
	for attempt in 1 2 3; do
		person "three-$1-$attempt"
		wallet balance $PAYER --json
		code 0 && in_json "d['free_c'] == $truth_c and d['degree'] == 'proven'" || return 1
		! grep -q . "$dir/said" || break
	done
	hears "${mirror#ws://}: it is on a chain of its own"
}
fork_of_two() {
	truth; lie mirror other-fork on; late mirror 200; nodes two; person fork-of-two
	wallet balance $PAYER --json; code 1 && in_json "d['error']['code'] == 'nodes-disagree' and 'free_c' not in d"
}
tell "other-fork: two against one, who is named and dropped" fork_of_three 600
tell "other-fork: the third one is on a slow link" fork_of_three 2000
tell "other-fork: one against one, nothing is told" fork_of_two
pinned() {
	truth; nodes one; genesis=0x${genesis:6}0000 wallet balance $PAYER --json
	code 1 && in_json "d['error']['code'] == 'wrong-chain'"
}
tell "a genesis that is not the pinned one" pinned

# Payments beside a liar.
person pays
truth; nodes two
tell "a vault and a key" with_key
pays() { # pays LIE: it arrives once, carried by the other one
	local before; before=$(has_money)
	truth; [ "$1" = none ] || lie g1 "$1" on
	wallet pay $TO 20 --yes --wait final --json
	code 0 && in_json "d['state'] == 'final'" && [ $(($(has_money) - before)) = 2000 ]
}
tell "a payment beside a node with a wrong balance" pays lying-balance
tell "a payment beside a node with broken proofs" pays broken-proof
tell "a payment beside a node that describes other calls" pays lying-metadata
refuses() { # refuses CODE: nothing is signed, and nothing leaves
	local before; before=$(has_money)
	wallet pay $TO 20 --yes --json
	code 1 && in_json "d['error']['code'] == '$1'" && [ "$(has_money)" = "$before" ] && wallet journal --json &&
		in_json "all(r['state'] != 'signed' for r in d['items'])"
}
lonely_liar() { person "lonely-$1"; nodes one; truth; with_key && { lie g1 "$1" on; refuses "$2"; }; }
tell "no payment with a liar alone" lonely_liar lying-balance node-lies
tell "no payment by the calls a liar describes" lonely_liar lying-metadata node-lies

# The node of an open payment keeps it to itself, then is gone, or lies: the same bytes go to the other one.
open_payment() { # open_payment LIE-THEN...
	local before hash; before=$(has_money)
	truth; lie g1 silent-pool on
	wallet pay $TO 7 --yes --wait sent --json; code 0 || return 1
	hash=$(get "$dir/d" "d['hash']")
	"$@"
	wallet resume --json
	wallet journal --json
	in_json "[r['state'] for r in d['items'] if r['hash'] == '$hash'] == ['final']" && [ $(($(has_money) - before)) = 700 ]
}
goes_away() { order down g1 on > /dev/null; }
begins_to_lie() { lie g1 broken-proof on; }
keeps_it() { :; }
person stays
nodes two
tell "another vault" with_key
tell "its node keeps a payment to itself: another one gets the same bytes" open_payment keeps_it
tell "its node goes away" open_payment goes_away
tell "its node begins to lie" open_payment begins_to_lie
truth

# Indexers.
person reads
history() { nodes two; wallet history $PAYER --json; }
empty() { truth; lie indexer empty on; history; code 1 && in_json "d['error']['code'] == 'indexer-empty' and '${indexer:7:15}' in d['error']['message']"; }
behind() { truth; lie indexer behind on; order switch indexer behind on 60 > /dev/null; history; code 0 && hears 'far behind the chain' && hears 'blocks behind'; }
elsewhere() { truth; lie indexer other-genesis on; history; hears 'belongs to another currency' && [ $rc != 0 ]; }
gone() { truth; order down indexer on > /dev/null; person nobody; history; code 3 && in_json "d['error']['code'] == 'offline'"; }
tell "an indexer that shows nothing of an account with money" empty
tell "an indexer that is behind" behind
tell "an indexer of another chain" elsewhere
tell "no indexer at all" gone
truth

# Upgrades: by kind, each on a new chain.
upgraded() { # upgraded KIND
	world; person "kind-$1"; nodes two
	with_key || return 1
	order upgrade "$1" > /dev/null
	sleep 1.5
}
# What was changed keeps nobody from looking, and is said there too, as soon as a second node has told the same.
still_reads() {
	for _ in 1 2 3 4 5 6 7 8; do
		rm -rf "$person/.cache"
		wallet balance $PAYER --json
		code 0 && in_json "d['degree'] == 'proven'" || return 1
		grep -q "$1" "$dir/said" && return
	done
	hears "$1"
}
moved() { upgraded moved-call && pays none && hears 'Balances.transfer_keep_alive moved from 6.3 to 6.11' && still_reads moved; }
extension() { upgraded extension && refuses runtime-changed && { wallet pay $TO 1 --yes; hears CheckHarbour; } && still_reads changed; }
arguments() { upgraded arguments && refuses runtime-changed && { wallet pay $TO 1 --yes; hears 'Balances.transfer_keep_alive takes other arguments'; } && still_reads changed; }
version() { upgraded version && pays none && ! grep -q 'was changed' "$dir/said"; }
tell "a call that moved, as two nodes say: paid by its name, and said" moved
tell "a new signed extension: nothing is signed" extension
tell "changed arguments: nothing is signed" arguments
tell "a new version without changes: paid" version
# Bytes that were signed before can enter no block afterwards: they end as expired, and nothing was spent.
sent_before() { # sent_before PERSON: a payment is kept back by every node; then the upgrade comes
	world; person "$1"; nodes two
	with_key || return 1
	before=$(has_money)
	lie g1 silent-pool on; lie mirror silent-pool on; lie mirror2 silent-pool on
	wallet pay $TO 9 --yes --wait sent --json; code 0 || return 1
	row=$(get "$dir/d" "d['journal']")
	order upgrade version > /dev/null; truth
}
ended() { wallet journal --json; in_json "[(r['state'] in ('refused', 'expired'), r['settled']) for r in d['items']][0] == (True, True)" && [ "$(has_money)" = "$before" ]; }
open_then_upgrade() {
	sent_before open || return 1
	wallet resume --json
	wallet journal --json
	in_json "[r['state'] for r in d['items']][0] in ('refused', 'expired')" || return 1
	order seal 80 > /dev/null
	wallet resume --json
	ended && pays none
}
upgrade_while_away() {
	sent_before away || return 1
	order seal 80 > /dev/null; sleep 1
	wallet resume $row --json
	in_json "'upgraded' in d['error']['message']" && ended
}
tell "an upgrade while a payment is open: it expires, nothing was spent, the next one is paid" open_then_upgrade
tell "an upgrade while nobody was there: why it came to nothing is told" upgrade_while_away
finish
