#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Paying without a person and without a network: a draft is made on a machine that only watches, signed on one that reaches no
# node, sent from the first; dry runs; exit codes; the cap of a day for cron.
. "${top_srcdir:-.}/tests/sandbox/lib.sh"
sandbox_up --block-time 0.25 --finality 3
words="bottom drive obey lake curtain smoke basket hold race lonely fit walk"
rpc=$(pick "d['g1']['rpc']") genesis=$(pick "d['g1']['genesis']") indexer=$(pick "d['g1']['indexer']")
me=g1LAN1C5rktuWS2giuZ7z1CydYKV2HQeH2rj8A6qY3CemwTVz
echo "$words" > "$dir/words"; echo "correct horse battery" > "$dir/pass"; echo "wrong" > "$dir/wrong"
chmod 600 "$dir/words" "$dir/pass" "$dir/wrong"
read -r to second < <(python3 -c "
import hashlib
def a(pub):
    b=bytes([0x58,0x91])+pub; b+=hashlib.blake2b(b'SS58PRE'+b,digest_size=64).digest()[:2]
    n=int.from_bytes(b,'big'); o=''
    while n: n,r=divmod(n,58); o='123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'[r]+o
    return o
print(a(bytes(range(32))), a(bytes(range(1,33))))")

# at MACHINE ARGUMENTS...: vigie there, with a home of its own; the cellar reaches no node. Its exit code is in rc.
at() {
	local m=$dir/$1 node=$rpc pool=$indexer; shift
	[ "${m##*/}" = cellar ] && node=ws://127.0.0.1:1 pool=http://127.0.0.1:1
	mkdir -p -m 700 "$m/run"
	env HOME="$m" XDG_RUNTIME_DIR="$m/run" XDG_CONFIG_HOME="$m/config" XDG_DATA_HOME="$m/data" XDG_STATE_HOME="$m/state" \
		XDG_CACHE_HOME="$m/cache" LC_ALL=C.UTF-8 LANGUAGE=en VIGIE_G1_RPC="$node" VIGIE_G1_INDEXER="$pool" VIGIE_G1_GENESIS="$genesis" \
		${passfile:+VIGIE_PASSPHRASE_FILE="$passfile"} timeout 100 "$vigie" "$@" < /dev/null > "${into:-$dir/d}" 2> "${into:-$dir/vigie}.err"
	rc=$?
}
is() { [ "$rc" = "$1" ] || { sed 's/^/# /' "$dir/d" "$dir/vigie.err" | head -n 4; false; }; }
j() { get "$dir/d" "$1"; }
balance() { at desk balance "$1" --json; j "d['free_c']"; }

passfile=$dir/pass
at cellar vault-create; tell "a vault in the cellar, which reaches no node" is 0
at cellar key-import "$dir/words" --yes --json --offline; tell "the key is there" is 0
passfile=
at desk watch $me --label coop; tell "the desk only watches the account" is 0

# -- on the machine with the network --
at desk pay $to 12.50 --from coop --comment "panier & pain" --dry-run --json
tell "a dry run" is 0
says "it tells the call in words" "'utility' in d['text'].lower() and '1250' in d['text'] and 'panier' in d['text']"
says "its bytes, the bytes that are signed and their hash" "d['call'].startswith('0x3602') and d['payload'].startswith(d['call']) and d['bytes'] > 150 and __import__('hashlib').blake2b(bytes.fromhex(d['payload'][2:]),digest_size=32).hexdigest() == d['payload_hash'][2:]"
says "the fee as the node says it, and what stays" "d['fee_c'] == 0 and d['amount_c'] == 1250 and d['keep_c'] > 0 and '12.50' in d['sentence']"
at desk journal --json; says "nothing is written of it" "d['items'] == []"
at desk pay $to 12.50 --from coop --yes --json
tell "the desk cannot sign" is 1
at desk pay $to 12.50 --from coop --comment "panier & pain" --unsigned "$dir/draft" --json
tell "a draft for the cellar" is 0
says "with a QR code" "len(d['qr']) > 50"

# -- in the cellar --
(into=$dir/alone; at cellar pay $to 1 --yes --json; echo $rc > "$dir/alone.rc") &  # it is patient
alone=$!
passfile=$dir/wrong
at cellar sign "$dir/draft" --yes --json
tell "a wrong passphrase signs nothing" test $rc -ne 0 -a ! -e "$dir/draft.signed"
passfile=$dir/pass
sed "s/${genesis#0x}/${genesis#0x??}00/" "$dir/draft" > "$dir/alien"
at cellar sign "$dir/alien" --yes --json
tell "nothing is signed for another chain" test $rc -ne 0 -a ! -e "$dir/alien.signed"
for _ in 1 2; do passfile=$dir/wrong; at cellar sign "$dir/draft" --yes --json; done
passfile=$dir/pass
before=$SECONDS
at cellar sign "$dir/draft" --yes --json
tell "after wrong passphrases it waits until it may try: it is signed" is 0
tell "not at once" test $((SECONDS - before)) -ge 3
hash=$(j "d['hash']")
tell "into a file" test -s "$dir/draft.signed"

# -- and back --
passfile=
had=$(balance $to 2> /dev/null || echo 0)
sed 's/"0x8/"0x9/;s/84/85/' "$dir/draft.signed" > "$dir/broken"
cp "$dir/draft.signed" "$dir/same"
at desk send "$dir/broken" --yes --json
tell "a damaged file is not sent" test $rc -ne 0
at desk send "$dir/draft.signed" --yes --json
tell "the desk sends it" is 0
says "it is final, with the hash the cellar told" "d['state'] == 'final' and d['hash'] == '$hash' and d['block']['final']"
at desk send "$dir/same" --yes --json
tell "sent again it is the same payment" is 0
says "the same row" "d['journal'] == 1 and d['state'] == 'final'"
at desk balance $to --json
says "it arrived once" "d['free_c'] == 1250"
at desk journal --json
says "and stands in the journal once" "len(d['items']) == 1 and d['items'][0]['hash'] == '$hash'"

# -- cron --
passfile=$dir/pass
at server vault-create; at server key-import "$dir/words" --yes --json --offline; tell "a machine for cron" is 0
at server set wallet.day_limit 10 ; tell "with a cap for the day" is 0
at server pay $second 6.00 --yes --json --wait final
tell "cron pays" is 0
says "until it is final" "d['state'] == 'final' and d['block']['final']"
at server pay $second 4.01 --yes --json --wait final
tell "not beyond the cap" is 1
tell "and it says which setting" grep -q day_limit "$dir/d"
at server pay $second 4.00 --yes --json --wait block
tell "up to the cap" is 0
says "in a block" "d['state'] in ('in-block', 'final')"
passfile=
at server pay $second 1.00 --yes --json
tell "without the passphrase file nobody is asked" test $rc -ne 0
at server pay $second
tell "what is missing is a wrong use" is 2
wait $alone
tell "without a node nothing is paid: exit code 3" grep -qx 3 "$dir/alone.rc"
at server resume --json; tell "nothing is left open" is 0
at desk balance $second --json
says "the receiver has what the exit codes said" "d['free_c'] == 1000"
chmod 644 "$dir/pass"; passfile=$dir/pass
at server pay $second 1.00 --yes --json
tell "a passphrase file that others can read is refused" test $rc -ne 0
finish
