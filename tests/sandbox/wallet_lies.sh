#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Nodes that lie, seen from the wallet: each lie is noticed, the liar named and left, the figure is the true one on the command
# line and on the screen, nothing is signed that must not be, and a payment under way arrives once. Three nodes of one chain, of which the first is
# told to lie; what arrived is read from a node that is not. Prints TAP.
. "$(dirname "$0")/lib.sh"
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME LANGUAGE
export LC_ALL=C.UTF-8 HOME=$dir/home XDG_RUNTIME_DIR=$dir/home/run
mkdir -p -m 700 "$HOME" "$XDG_RUNTIME_DIR"
PAYER=g1LAN1C5rktuWS2giuZ7z1CydYKV2HQeH2rj8A6qY3CemwTVz
TO=g1MZjw4qEfrkUhM3M4eCxzKtjrwQNmSJfv96VZihzcv99qgQN
TO_HEX=72612444f270fd76ed62d707b22f8286f4b504fcfba071c1a8f2a4ff1850591c
(umask 077; echo 'correct horse battery' > "$dir/pass"; echo 'bottom drive obey lake curtain smoke basket hold race lonely fit walk' > "$dir/words")
export VIGIE_PASSPHRASE_FILE=$dir/pass

sandbox_up --block-time 0.3
one=$(pick "d['g1']['rpc']") two=$(pick "d['g1']['mirrors'][0]") three=$(pick "d['g1']['mirrors'][1]")
liar=${one#ws://}
export VIGIE_G1_RPC="$one $two $three" VIGIE_G1_INDEXER=$(pick "d['g1']['indexer']") VIGIE_G1_GENESIS=$(pick "d['g1']['genesis']")
vg() { timeout 100 "$vigie" "$@" < /dev/null 2> "$dir/said"; }
has() { holds "$two" "$1"; } # has ADDRESS-IN-HEX: centimes, as the second node has them
said() { grep -q "$1" "$dir/said" || { cat "$dir/said"; false; }; }
names_liar() { said "$liar"; }
heard() { # heard WORDS COMMAND...: now or in one of some runs, for a run may be over before the second node has answered
	local words=$1; shift
	for _ in 1 2 3 4 5 6 7 8; do
		grep -q "$words" "$dir/said" && return
		rm -rf "$HOME/.cache"
		vg "$@" > /dev/null
	done
	said "$words"
}
is() { [ "$1" = "$2" ] || { echo "# '$1' is not '$2'"; false; }; }
shows() { # shows VIEW WORDS: a dump waits only for what is being asked just then
	for _ in 1 2 3 4 5 6 7 8; do vg --dump "$1" > "$dir/d"; grep -q "$2" "$dir/d" && return; done
	false
}
pretty() { py "c=int(sys.argv[1]); print('{:,}'.format(c//100).replace(',', '.') + '.%02d' % (c % 100))" "$1"; }
rows() { vg journal --json | py "print(len(json.load(sys.stdin)['items']))"; }

vg vault-create --yes > /dev/null && vg key-import "$dir/words" --label shop --yes --offline > /dev/null
vg balance --json > "$dir/d"
says "an honest world: the balance is proven" "d['degree'] == 'proven' and d['exists']"
free=$(get "$dir/d" "d['free_c']")
tell "and nothing is said" test ! -s "$dir/said"

# One liar among three: NAME|ORDER
while IFS='|' read -r name order; do
	rm -rf "$HOME/.cache"
	lie g1 $order
	vg accounts --json > "$dir/d"
	says "$name: the accounts have the true balance, proven" "d['items'][0]['free_c'] == $free and d['items'][0]['degree'] == 'proven' and d['items'][0]['source'] != '$liar'"
	tell "$name: it is said, with the node's name" heard "$liar" accounts --json
	vg balance --json > "$dir/d"
	says "$name: one balance, too" "d['free_c'] == $free and d['degree'] == 'proven'"
	vg pay $TO 1 --dry-run --json > "$dir/d"
	says "$name: a payment is reckoned with the true figures" "d['keep_c'] == $free - 100 and d['spec'] == 1100 and d['call'][:6] == '0x0603'"
	tell "$name: the wallet's screen has the true figure" shows wallet "$(pretty $free)"
	truth
done <<- 'LIES'
	a wrong balance beside true proofs|lying-balance on
	a forged proof|broken-proof on
	a proof with a piece missing|short-proof on
	a proof for another block|proof-elsewhere on
	a proof for another key|proof-of-another on
	headers that do not have their hash|broken-header on
	a wrong genesis|other-genesis on
	moved calls under a known version|lying-metadata on
	LIES
rm -rf "$HOME/.cache"; lie g1 old-version on
vg pay $TO 1 --dry-run --json > "$dir/d"
says "a version that is older than the state proves: the payment is for the true one" "d['spec'] == 1100"
tell "a version that is older than the state proves: it is said" heard "$liar" pay $TO 1 --dry-run --json
truth
tell "nothing of this left a row" is "$(rows)" 0
lie g1 broken-proof on
VIGIE_G1_RPC="$one $two" vg balance > /dev/null
tell "the table of nodes shows who was caught" shows net 'caught lying'
truth
lie g1 other-genesis on
tell "and who is of another currency" shows net 'another curr'
truth

# The liar alone: no figure is worth anything, and nothing is signed.
before=$(has $TO_HEX)
for order in broken-proof proof-elsewhere proof-of-another other-genesis lying-metadata; do
	rm -rf "$HOME/.cache"
	lie g1 $order on
	VIGIE_G1_RPC=$one vg pay $TO 1 --yes --json > "$dir/d"; rc=$?
	says "$order, alone: a payment is refused with an error" "'error' in d and d['error']['code'] != ''"
	tell "$order, alone: and with an exit code" test $rc != 0
	tell "$order, alone: the liar is named" names_liar
	truth
done
# One word against one: who is right cannot be told, so that nothing is signed.
lie mirror other-fork on
VIGIE_G1_RPC="$one $two" vg pay $TO 1 --yes --json > "$dir/d"; rc=$?
says "one against one: a payment is refused" "'error' in d"
tell "one against one: it is said that they contradict each other" said 'two nodes\|contradict\|disagree'
truth
tell "none of these arrived" is "$(has $TO_HEX)" "$before"
tell "none of these is alive in the journal" is "$(vg journal --json | py "print([r['state'] for r in json.load(sys.stdin)['items'] if r['state'] not in ('dropped', 'draft')])")" "[]"

# While a payment is under way the node that carries it lies, is silent, or goes away.
pays() { # pays NAME ORDER...: pays 2.00 while the first node does this
	local name=$1 before; shift
	before=$(has $TO_HEX)
	rm -rf "$HOME/.cache"
	vg pay $TO 2 --yes --wait final --json > "$dir/d" &
	local job=$!
	sleep 0.6; order "$@" > /dev/null
	wait $job; rc=$?
	truth; order clear > /dev/null
	says "$name: it becomes final" "d['state'] == 'final'"
	tell "$name: it arrives once" is "$(($(has $TO_HEX) - before))" 200
}
pays "the node goes away" down g1 on
pays "the node answers no more" freeze g1 on
pays "the node sends forged proofs" switch g1 broken-proof on
pays "the node moves to a chain of its own" switch mirror other-fork on
lie g1 silent-pool on
before=$(has $TO_HEX)
vg pay $TO 2 --yes --wait final --json > "$dir/d"
truth
says "the node keeps the payment to itself: it becomes final" "d['state'] == 'final'"
tell "the node keeps the payment to itself: it arrives once" is "$(($(has $TO_HEX) - before))" 200

# What indexers do, and what an upgrade does, is in node_lies.sh; here what a screen and the balance make of an indexer.
for i in $(seq 40); do order seal > /dev/null; done
lie indexer behind on 60
rm -rf "$HOME/.cache"; vg history --json > "$dir/d"
tell "an indexer that is behind: the table of nodes shows it" shows net 'behind'
truth; lie indexer lying-balance on
rm -rf "$HOME/.cache"
vg balance --json > "$dir/d"
says "an indexer with wrong balances: they are not asked for" "d['degree'] == 'proven'"
truth
tell "the sandbox said nothing on the way" test ! -s "$dir/err"
finish
