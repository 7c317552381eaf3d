#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Paying from the command line, against a sandbox: one, a list, and what is refused before anything is signed. What arrived is
# read from the chain itself, not through our code. Two machines and cron: tests/sandbox/wallet_offline.sh.
. "$(dirname "$0")/sandbox/lib.sh"
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME LANGUAGE VIGIE_PASSPHRASE_FILE
export LC_ALL=C.UTF-8
sandbox_up --block-time 0.5
rpc=$(pick "d['g1']['rpc']")
export VIGIE_G1_RPC=$rpc VIGIE_G1_INDEXER=$(pick "d['g1']['indexer']") VIGIE_G1_GENESIS=$(pick "d['g1']['genesis']")

tell() { # tell NAME COMMAND...
	local name=$1; shift
	n=$((n + 1))
	if out=$("$@" 2>&1); then echo "ok $n - $name"; else bad=1; echo "not ok $n - $name"; printf '%s\n' "$out" | tail -n 12 | sed 's/^/# /'; fi
}
machine() { # the home of another person, or on another machine
	export HOME=$dir/$1 XDG_RUNTIME_DIR=$dir/$1/run
	mkdir -p -m 700 "$HOME" "$XDG_RUNTIME_DIR"
}
vg() { timeout 90 "$vigie" "$@" < /dev/null; }
get() { python3 -c "import json,sys; d=json.load(sys.stdin); print($1)"; }
private() { ( umask 077; printf '%s\n' "$2" > "$dir/$1" ); }
has() { holds "$rpc" "$1"; } # has HEX: centimes of a key, in the newest block
exits() { # exits CODE COMMAND...
	local want=$1; shift
	"$@"; local rc=$?
	[ $rc = "$want" ] || { echo "exit $rc, not $want"; false; }
}
PAYER=g1LAN1C5rktuWS2giuZ7z1CydYKV2HQeH2rj8A6qY3CemwTVz
TO=g1MZjw4qEfrkUhM3M4eCxzKtjrwQNmSJfv96VZihzcv99qgQN
TO_HEX=72612444f270fd76ed62d707b22f8286f4b504fcfba071c1a8f2a4ff1850591c
private pass 'correct horse battery'
private words 'bottom drive obey lake curtain smoke basket hold race lonely fit walk'
with_key() { vg vault-create --yes && vg key-import "$dir/words" --label shop --yes --offline; }

machine shop
export VIGIE_PASSPHRASE_FILE=$dir/pass
pays() {
	local before; before=$(has $TO_HEX)
	vg pay $TO 20 --comment 'pour le pain' --yes --wait final --json > "$dir/paid" || return 1
	[ "$(get "d['state']" < "$dir/paid")" = final ] && [ $(($(has $TO_HEX) - before)) = 2000 ]
}
found() { [ "$(vg history --find pain --json | get "[(r['amount_c'], r['direction'], r['comment']) for r in d['items']][0]")" = "(2000, 'out', 'pour le pain')" ]; }
in_journal() { [ "$(vg journal 1 --json | get "d['hash']")" = "$(get "d['hash']" < "$dir/paid")" ]; }
named_account() { vg pay $TO 1 --from nobody --yes; }
tell "a vault and a key" with_key
tell "a payment becomes final and arrives once" pays
tell "it is found by its comment" found
tell "the journal has the same hash" in_journal
tell "an account that is not there pays nothing" exits 1 named_account

# What a person sees before anything is signed.
dry() {
	local before; before=$(has $TO_HEX)
	vg pay $TO 5 --dry-run --json > "$dir/dry" && [ "$(has $TO_HEX)" = "$before" ] &&
		[ "$(get "d['call']" < "$dir/dry")" = "0x060300${TO_HEX}d107" ] && [ "$(get "d['fee_c']" < "$dir/dry")" = 0 ]
}
no_second_row() { [ "$(vg journal --json | get "len(d['items'])")" = 1 ]; }
tell "a dry run tells the call, and sends nothing" dry
too_much() { exits 1 vg pay $TO 1000000 --yes 2> "$dir/said" && grep -q 'not enough money' "$dir/said"; }
wrong_address() { exits 1 vg pay ${TO%N}M 5 --yes; }
only_looks() { exits 1 vg --readonly pay $TO 5 --yes; }
nobody_asked() { exits 2 vg pay $TO 5; }
tell "more than there is is refused before it is signed" too_much
tell "an address with a wrong letter is refused" wrong_address
tell "--readonly pays nothing" only_looks
tell "without a person and without --yes nothing is paid" nobody_asked
tell "none of these left a row, nor did the dry run" no_second_row

# A list, with a heading, a remark and an address twice.
list_pays() {
	printf 'address;amount;words\n# the market\n%s;1.50;miel\n%s;2\n' $TO $PAYER > "$dir/list"
	local before; before=$(has $TO_HEX)
	vg pay --file "$dir/list" --yes --wait final --json > "$dir/paid" || return 1
	[ $(($(has $TO_HEX) - before)) = 150 ] && [ "$(get "d['amount_c']" < "$dir/paid")" = 350 ]
}
bad_list() { printf '%s;1.50\nnobody at all;2\n' $TO > "$dir/bad-list"; exits 1 vg pay --file "$dir/bad-list" --yes 2> "$dir/said" && grep -q 'line 2\|nobody' "$dir/said"; }
tell "a list is paid as one, and adds up" list_pays
tell "a list with a wrong line pays nobody" bad_list

finish
