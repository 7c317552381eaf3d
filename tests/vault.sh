#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Keys and vault from the command line, against a sandbox: every kind of key that other wallets write is brought in and gives
# the address that they give; nothing leaves without the passphrase; a backup carries all of it to another machine.
. "$(dirname "$0")/sandbox/lib.sh"
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME LANGUAGE VIGIE_PASSPHRASE_FILE
export LC_ALL=C.UTF-8
sandbox_up --block-time 1
VIGIE_G1_RPC=$(pick "d['g1']['rpc']") VIGIE_G1_INDEXER=$(pick "d['g1']['indexer']") VIGIE_G1_GENESIS=$(pick "d['g1']['genesis']")
export VIGIE_G1_RPC VIGIE_G1_INDEXER VIGIE_G1_GENESIS

tell() { # tell NAME COMMAND...
	local name=$1; shift
	n=$((n + 1))
	if out=$("$@" 2>&1); then echo "ok $n - $name"; else bad=1; echo "not ok $n - $name"; printf '%s\n' "$out" | sed 's/^/# /'; fi
}
machine() { # the home of another person, or on another machine
	export HOME=$dir/$1 XDG_RUNTIME_DIR=$dir/$1/run
	mkdir -p -m 700 "$HOME" "$XDG_RUNTIME_DIR"
}
vg() { "$vigie" "$@" < /dev/null; }
# pass WORDS... -- COMMAND: each word answers one secret question
pass() {
	local words=
	while [ "$1" != -- ]; do words+=$1$'\n'; shift; done
	shift
	printf '%s' "$words" | "$vigie" "$@" --passphrase-fd 0
}
get() { python3 -c "import json,sys; d=json.load(sys.stdin); print($1)"; }
private() { ( umask 077; printf '%s' "$2" > "$dir/$1" ); }
PASS='correct horse battery'

machine ana
makes_a_vault() { pass "$PASS" "$PASS" -- vault-create | grep -q 'no other remedy'; }
no_second_one() { ! pass "$PASS" "$PASS" -- vault-create; }
too_short() { machine eve; pass short short -- vault-create; local rc=$?; machine ana; [ $rc != 0 ]; }
typed_twice() { machine eve; pass "$PASS" "other than $PASS" -- vault-create; local rc=$?; machine ana; [ $rc != 0 ] && ! find "$dir/eve" -name vault | grep .; }
tell "a vault is made, and it is said that nothing but the written words helps who forgets" makes_a_vault
tell "there is one vault only" no_second_one
tell "a short passphrase is refused" too_short
tell "the passphrase is typed twice" typed_twice

# Each kind of key and the address that the wallets which write it give.
words='bottom drive obey lake curtain smoke basket hold race lonely fit walk'
one=g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DDz
seed=$(printf '01%.0s' $(seq 32))
shown() { # shown ADDRESS SECRET [FLAG...]: what vigie keys show says
	local want=$1 secret=$2; shift 2
	[ "$(printf '%s' "$secret" | "$vigie" keys show --secret-fd 0 --json "$@" | get "d['address']")" = "$want" ]
}
tell "words, ed25519" shown g1LAN1C5rktuWS2giuZ7z1CydYKV2HQeH2rj8A6qY3CemwTVz "$words"
tell "words, sr25519" shown g1Lam33bwx6gDxYkD7sBAkxPoaWfKdE4Tt2ygTBr4fXiMwDN2 "$words" --scheme sr25519
tell "words, //0" shown g1QmGamxAFGmM8wFVTEb8SDVL1LoHqHv2t8hm4uDHY8JAduSP "$words" --path //0
tell "words, //0//1 in the text" shown g1Nz2Z6fEsMZpimnMBz2W6p9s2DkyfJpXMuW6DrWWs4gQx51P "$words//0//1"
tell "words, //hard/soft, sr25519" shown g1N4EhiFn2irgpfGBRx72xVwymuW2hUDAyk21KPfz6P3vcP8n "$words//hard/soft" --scheme sr25519
tell "identifier and password" shown g1Q2PpZHA3dKXSbEkxiux96hmBEnA3GfJCG6aQkNJ2XGwe6py $'abc\ndef'
tell "identifier and password beyond ASCII" shown g1Pgo2NTt6Ya51LspGyC5Sqfp7FzhTMuH97rSjrViWPpuwUQk $'été\nĞ1 ♥'
tell "a seed, as authfile" shown $one "$seed"
tell "a seed with 0x" shown g1MuCs7bSiZ4Uwnm1LjFkpQvyPrBWnZsQk3cGFYGMn5SmXBf4 "0x$(printf '02%.0s' $(seq 32))"
tell "PubSec" shown $one $'Type: PubSec\nVersion: 1\npub: AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9\nsec: 2AXDGYSE4f2sz7tvMMzyHvUfcoJmxudvdhBcmiUSo6iuCXagjUCKEQF21awZnUGxmwD4m9vGXuC3qieHXJQHAcT\n'
tell "WIF" shown $one $'Type: WIF\nVersion: 1\nData: 6oyc4rx6KXunVDBdpNtCJDXf646XGDnKVPFUBTXiyPLkaHH\n'
tell "EWIF with its password" shown $one $'2YBBQybvvCJVpfocwVGCaTza7rUm84PKyF9pQykqU9Q6b4R1RJhkU\ncorrect horse'
tell "an old key with check characters" shown $one AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9:77Z
wrong_check() { ! shown $one AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9:77Y; }
tell "wrong check characters are refused" wrong_check
mistyped() { printf '%s' "${words/curtain/curtan}" | "$vigie" keys show --secret-fd 0 2>&1 | grep -q 'Word 5 is in no list. Perhaps: curtain'; }
tell "a mistyped word is told, with what was meant" mistyped
one_word() { vg keys word étanche --json | get "d['items'][0]['number']" | grep -q '^734$' && ! vg keys word curtan > "$dir/said" 2>&1 && grep -q 'Perhaps: curtain' "$dir/said"; }
tell "one word of a paper is verified" one_word
fresh_words() { # fresh_words LANGUAGE COUNT BITS: they read as what they say
	vg keys words --lang $1 --words $2 --json > "$dir/fresh" && get "d['bits']" < "$dir/fresh" | grep -q "^$3$" &&
		[ "$(get "len(d['words'].split())" < "$dir/fresh")" = $2 ] && get "d['words']" < "$dir/fresh" | "$vigie" keys show --secret-fd 0 --kind mnemonic --json | grep -q '"kind":"mnemonic"'
}
for count in 12 15 18 21 24; do tell "$count fresh words, English" fresh_words en $count $((count * 32 / 3)); done
tell "24 fresh words, French" fresh_words fr 24 256
dice() { vg keys diceware --words 5 --json | get "(len(d['words'].split()), d['bits'])" | grep -q '(5, 55)'; }
tell "a passphrase by chance says its entropy" dice
custom_strength() { [ "$(printf 'abc\ndef' | "$vigie" keys show --secret-fd 0 --strength 4096,16,1 --json | get "d['address']")" = g1Q2PpZHA3dKXSbEkxiux96hmBEnA3GfJCG6aQkNJ2XGwe6py ] &&
	! printf 'abc\ndef' | "$vigie" keys show --secret-fd 0 --strength 4000,16,1; }
tell "any strength of scrypt" custom_strength
foreign() { vg watch 5FCM8VvFKfKzQnmkT7X9kDY6xMcgeGYRK8tmSbfwpXyM1CvS --label far 2>&1 | grep -q "prefix 42.*$one"; }
unchecked() { vg watch DCovzCEnQm9GUWe6mr8u42JR1JAuoj3HbQUGdCkfTzSr --label old 2>&1 | grep -q 'check characters, which are'; }
tell "an address of another network is explained" foreign
tell "an old key without check characters gets them told" unchecked

# Into the vault.
private words "$words"; private captain $'gardien du port\nphare-demo\n'; private wif 'Data: 6oyc4rx6KXunVDBdpNtCJDXf646XGDnKVPFUBTXiyPLkaHH'
private dev "$words//7"
keeps_used() { pass "$PASS" -- key-import "$dir/words" --label poivre --json | get "[i['used'] for i in d['items']]" | grep -q "^\['used'\]$"; }
warns_unused() { ! pass "$PASS" -- key-import "$dir/wif" --label w > "$dir/said" 2>&1 && ! vg accounts --offline --json | grep -q '"w"' &&
	pass "$PASS" -- key-import "$dir/wif" --label w --yes 2>&1 | grep -q 'is the password right'; }
offers_used() { pass "$PASS" -- key-import "$dir/dev" --label seven --yes 2>&1 | grep -q 'g1LAN1C5rktuWS2giuZ7z1CydYKV2HQeH2rj8A6qY3CemwTVz: ed25519, .*Ğ1'; }
no_twin() { ! pass "$PASS" -- key-import "$dir/words" --label again --yes; }
refuses_open_file() { chmod 644 "$dir/captain"; ! pass "$PASS" -- key-import "$dir/captain" --label c; local rc=$?; chmod 600 "$dir/captain"; return $rc; }
by_salt() { pass "$PASS" -- key-import "$dir/captain" --label captain > /dev/null; }
tell "a used account is chosen by itself" keeps_used
tell "an unused one is said to be so before it is kept" warns_unused
tell "of a path that was never used the used account is shown" offers_used
tell "the same key twice is refused" no_twin
tell "a key file that others can read is refused" refuses_open_file
tell "identifier and password come in" by_salt
# Money on an account of another strength, another curve, another path: the import finds it.
weak=$(printf 'abc\ndef' | "$vigie" keys show --secret-fd 0 --strength simple --json | get "d['address']")
curve=$(printf '%s' 'legal winner thank year wave sausage worth useful legal winner thank yellow//3' | "$vigie" keys show --secret-fd 0 --scheme sr25519 --json | get "d['address']")
private identifier $'abc\ndef\n'; private legal 'legal winner thank year wave sausage worth useful legal winner thank yellow'
funded() { pass "$PASS" -- pay "$weak" 3 --from poivre --yes --wait final > /dev/null && pass "$PASS" -- pay "$curve" 4 --from poivre --yes --wait final > /dev/null; }
finds_strength() { pass "$PASS" -- key-import "$dir/identifier" --label weak --json | get "[(i['address'],i['strength'],i['balance_c']) for i in d['items']]" | grep -q "^\[('$weak', 'simple', 300)\]$"; }
finds_curve() { pass "$PASS" -- key-import "$dir/legal" --label other --json | get "[(i['scheme'],i['path'],i['balance_c']) for i in d['items']]" | grep -q "('sr25519', '//3', 400)"; }
signs_sr() { pass "$PASS" -- pay poivre 1 --from "$curve" --yes --wait final --json | get "d['state']" | grep -q final; }
tell "three Ğ1 on a weaker identifier and password, four on an sr25519 derivation" funded
tell "another strength with a history is found" finds_strength
tell "another curve and path with a history are found" finds_curve
tell "and sign: sr25519 pays" signs_sr
# The same on the screen, from files.
private f.pubsec $'Type: PubSec\nVersion: 1\npub: AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9\nsec: 2AXDGYSE4f2sz7tvMMzyHvUfcoJmxudvdhBcmiUSo6iuCXagjUCKEQF21awZnUGxmwD4m9vGXuC3qieHXJQHAcT\n'
private f.wif $'Type: WIF\nVersion: 1\nData: 6oyc4rx6KXunVDBdpNtCJDXf646XGDnKVPFUBTXiyPLkaHH\n'
private f.ewif $'Type: EWIF\nVersion: 1\nData: 2YBBQybvvCJVpfocwVGCaTza7rUm84PKyF9pQykqU9Q6b4R1RJhkU\n'
private f.authfile "$seed"
private f.nacl '{"sign": "0101010101010101010101010101010101010101010101010101010101010101", "verify": "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c"}'
private f.json '{"encoded":"x8BPWJqjawS5XkdJAgf24sQiFQ36K3jJqNIPcdU4JeoAAAIAAQAAAAgAAAD7K7JOOXRzPZz4g92Nf98N5QJhbWuFCFEspcYAfsJd/6BB2FUBFhAFPB5tyaDwrnU0oo3le27tcrRV4m0k/oUx0XEIhzCQfhr2Wtp4fbkgUHCrdRtr9Tjo/QZdJB5d5xozaCFU5vVz5sIMVmHz1+4miYPZlObV26RdDJAZw3Y5hDvz04UNtNW+lJF6usYyI2r685x3E279XpJkqtwm","encoding":{"content":["pkcs8","ed25519"],"type":["scrypt","xsalsa20-poly1305"],"version":"3"},"address":"g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DDz","meta":{"name":"test"}}'
on_screen() { # on_screen FILE SHOWN [PASSWORD KEYS]
	vg --dump import --keys "Space Down Down Enter Tab $dir/$1 Tab ${3:-} Enter" > "$dir/screen" && grep -q "$2" "$dir/screen" && grep -q 'g1N7Qta7…gU7DDz' "$dir/screen" && grep -q 'Is the password' "$dir/screen"
}
tell "on the screen: PubSec" on_screen f.pubsec 'Read as PubSec'
tell "on the screen: WIF" on_screen f.wif 'Read as WIF'
tell "on the screen: EWIF" on_screen f.ewif 'Read as EWIF' 'correct Space horse'
tell "on the screen: authfile" on_screen f.authfile 'Read as a seed'
tell "on the screen: NaCl" on_screen f.nacl 'Read as NaCl'
tell "on the screen: JSON of polkadot-js" on_screen f.json 'Read as JSON' 'correct Space horse'
watch_explained() {
	machine eve
	vg --dump wallet --keys 'a Down Down Enter 5FCM8VvFKfKzQnmkT7X9kDY6xMcgeGYRK8tmSbfwpXyM1CvS Enter' > "$dir/screen"
	vg --dump wallet --keys 'a Down Down Enter 5FCM8VvFKfKzQnmkT7X9kDY6xMcgeGYRK8tmSbfwpXyM1CvS Enter y far Enter' > "$dir/screen2"
	machine ana
	grep -q 'prefix 42' "$dir/screen" && grep -q 'watch: far' "$dir/screen2"
}
tell "on the screen: an address of another network is explained before it is watched" watch_explained
wrong_sealed() { vg --dump import --keys "Space Down Down Enter Tab $dir/f.json Tab wrong Enter" | grep -q 'wrong passphrase'; }
tell "on the screen: a sealed file with a wrong password" wrong_sealed
renames() { pass "$PASS" -- rename w savings && vg accounts --offline --json | grep -q '"savings"'; }
tell "an account gets another name" renames

# The file.
vault=$(find "$HOME" -name vault)
no_plaintext() { if grep -aE "bottom|curtain|phare-demo|gardien" -r "$HOME"; then return 1; fi; }
modes() { [ "$(stat -c %a "$vault")" = 600 ] && [ "$(stat -c %a "$(dirname "$vault")")" = 700 ]; }
readable() { chmod 640 "$vault"; local said; said=$(pass "$PASS" -- rename savings x 2>&1); local rc=$?; chmod 600 "$vault"
	[ $rc = 1 ] && grep -q 'others can read' <<< "$said"; }
said_at_start() { chmod 644 "$vault"; vg accounts --offline 2>&1 | grep -q 'vault is refused: others can read'; local rc=$?; vg doctor vault > "$dir/said"
	chmod 600 "$vault"; [ $rc = 0 ] && grep -q 'not permitted' "$dir/said"; }
hides() { pass "$PASS" -- vault-hide on > /dev/null && ! vg accounts --offline --json | grep -q poivre && pass "$PASS" -- vault-hide off > /dev/null &&
	vg accounts --offline --json | grep -q poivre; }
changes() { pass "$PASS" 'another passphrase' 'another passphrase' -- passphrase && ! pass "$PASS" -- rename savings x && PASS='another passphrase'; }
older() { printf 'XXXX' | dd of="$vault" bs=1 seek=100 conv=notrunc 2> /dev/null; vg accounts --offline --json 2>&1 | grep -q poivre &&
	pass "$PASS" -- rename poivre pepper 2>&1 | grep -q 'older generation' && pass "$PASS" -- rename pepper poivre; }
tell "no word of a secret is on the disk" no_plaintext
tell "only the person can read the vault" modes
tell "a vault that others can read is refused" readable
tell "and that is said at once, and by the doctor" said_at_start
tell "the accounts are hidden while it is locked, if wanted" hides
changes > /dev/null 2>&1; PASS='another passphrase'
tell "the passphrase is changed, and the old one opens nothing" pass "$PASS" -- rename savings savings
tell "a damaged vault is read from its older generation, and said so" older
guessing() {
	for _ in 1 2 3; do pass wrong -- rename savings x > "$dir/said" 2>&1 && return 1; done
	! pass "$PASS" -- rename savings x > "$dir/said" 2>&1 && grep -q 'wait' "$dir/said"
}
tell "who guesses has to wait, even with the right one" guessing
sleep 6
tell "and may try again after that" pass "$PASS" -- rename savings savings

# Out again.
exports() { # exports AS PATTERN [PASSWORD]
	rm -f "$dir/out"
	pass "$PASS" ${3+"$3"} -- key-export captain "$1" "$dir/out" > /dev/null && [ "$(stat -c %a "$dir/out")" = 600 ] && grep -q "$2" "$dir/out"
}
comes_back() { # what was written is read as the same address
	{ cat "$dir/out"; printf '\n%s' "${1:-}"; } | "$vigie" keys show --secret-fd 0 --json | get "d['address']" | grep -q g1MZjw4qEfrkUhM3M4eCxzKtjrwQNmSJfv96VZihzcv99qgQN
}
for as in "origin gardien" "pubsec PubSec" "wif WIF" "seed ^[0-9a-f]*$" "nacl priv" "pem BEGIN"; do
	tell "out as ${as% *}" exports ${as}
	tell "and back" comes_back
done
tell "out as EWIF" exports ewif EWIF 'its own'
tell "and back with its password" comes_back 'its own'
tell "out as JSON keystore" exports json xsalsa20 'its own'
tell "and back with its password" comes_back 'its own'
not_over() { ! pass "$PASS" -- key-export captain wif "$dir/out"; }
wrong_pass() { rm -f "$dir/none"; ! pass 'no idea of it' -- key-export captain wif "$dir/none" && [ ! -e "$dir/none" ]; }
watched_only() { ! pass "$PASS" -- key-export old wif "$dir/none"; }
tell "a file that is there is not replaced unasked" not_over
tell "nothing goes out without the passphrase" wrong_pass
tell "what is only watched has no key here" watched_only

# The revocation document.
makes_document() { pass "$PASS" -- revocation make captain --out "$dir/end.txt" > /dev/null && grep -q '^Identity: 2$' "$dir/end.txt" && vg revocation show "$dir/end.txt" --json | get "d['verified']" | grep -q True; }
call_is_known() { vg decode "$(sed -n 's/^Call: //p' "$dir/end.txt")" | grep -q 'Identity.revoke_identity'; }
changed_document() { sed 's/^Identity: 2/Identity: 3/' "$dir/end.txt" > "$dir/other.txt"; ! vg revocation show "$dir/other.txt" && ! pass "$PASS" -- revoke "$dir/other.txt" --yes; }
cut_document() { local size; size=$(stat -c %s "$dir/end.txt"); for at in 0 1 40 $((size / 2)) $((size - 210)); do head -c $at "$dir/end.txt" > "$dir/other.txt"; vg revocation show "$dir/other.txt" > /dev/null 2>&1 && return 1; done; return 0; }
other_chain() { ( export VIGIE_G1_GENESIS=0x$(printf '11%.0s' $(seq 32)); machine eve; vg revocation show "$dir/end.txt" > /dev/null && ! vg revoke "$dir/end.txt" --yes 2>&1 ); }
asks_before() { ! vg revoke "$dir/end.txt" --from poivre; }
revokes() { pass "$PASS" -- revoke "$dir/end.txt" --from poivre --yes --json | get "d['state']" | grep -q final; }
is_revoked() { pass "$PASS" -- revocation make captain 2>&1 | grep -q 'revoked already'; }
refused_twice() { pass "$PASS" -- revoke "$dir/end.txt" --from poivre --yes 2>&1 | grep -q 'refused: this identity was revoked already'; }
tell "a revocation document is made, kept and verified" makes_document
tell "its call is the chain's" call_is_known
tell "a changed one is refused" changed_document
tell "a cut one is refused" cut_document
tell "one of another chain is not used" other_chain
tell "it is not used unasked" asks_before
tell "the chain takes it" revokes
tell "and the identity is revoked" is_revoked
tell "the chain refuses it a second time, in words" refused_twice

# To another machine.
vg contact-add claire $one --note boulangerie > /dev/null
vg set ui.theme light > /dev/null
kept() { find "$HOME" -name "$1" -type f | head -n 1; }
saves() { pass 'carried over' 'carried over' -- backup "$dir/all" > /dev/null && [ "$(stat -c %a "$dir/all")" = 600 ] && ! grep -aqE 'boulangerie|poivre' "$dir/all"; }
tell "everything goes into one file that tells nothing" saves
machine pi
refuses() { # refuses FILE PASSPHRASE WORDS: nothing is touched
	! pass "$2" -- restore "$1" --yes > "$dir/said" 2>&1 && grep -q "$3" "$dir/said" && [ -z "$(kept vault)$(kept contacts)" ]
}
head -c 700 "$dir/all" > "$dir/cut"; cp "$dir/all" "$dir/hurt"; printf 'Q' | dd of="$dir/hurt" bs=1 seek=2000 conv=notrunc 2> /dev/null
tell "a cut backup is refused" refuses "$dir/cut" 'carried over' damaged
tell "a damaged one too" refuses "$dir/hurt" 'carried over' damaged
tell "a wrong passphrase too" refuses "$dir/all" 'something else' 'wrong passphrase'
restores() { pass 'carried over' -- restore "$dir/all" --yes --json | get "d['replaced']" | grep -q '^0$'; }
arrives() {
	vg accounts --offline --json | grep -q '"poivre"' && vg accounts --offline --json | grep -q '"old"' && vg contacts --json | grep -q boulangerie &&
		[ "$(vg get ui.theme)" = light ] && vg journal --json | get "len(d['items'])" | grep -q '^5$' && [ -n "$(kept 'revocation-2.txt')" ]
}
pays() { pass "$PASS" -- pay claire 2 --from poivre --yes --wait block --json | get "d['state']" | grep -q 'in-block\|final'; }
twice() { vg set ui.theme mono > /dev/null; pass 'carried over' -- restore "$dir/all" --yes --json > /dev/null && [ "$(vg get ui.theme)" = light ] && [ -n "$(kept 'config.before-restore')" ]; }
tell "it is taken back" restores
tell "vault, watched accounts, contacts, journal, documents and settings are there" arrives
tell "and one can pay" pays
tell "what a restore replaces is kept beside" twice

# Several people on one machine.
apart() { vg --profile bernard accounts --offline --json | get "len(d['items'])" | grep -q '^0$' && printf '%s\n%s\n' "$PASS" "$PASS" | "$vigie" --profile bernard vault-create --passphrase-fd 0 > /dev/null &&
	[ "$(find "$HOME" -name vault | wc -l)" = 2 ]; }
tell "each person of a machine has a vault of their own" apart
out_of_it() { pass "$PASS" -- key-forget captain --yes > /dev/null && ! vg accounts --offline --json | grep -q '"captain"' && vg accounts --offline --json | grep -q '"poivre"'; }
tell "an account is taken out of the vault" out_of_it
readonly_looks() { ! printf '%s\n' "$PASS" | "$vigie" --readonly key-export poivre wif "$dir/none" --passphrase-fd 0; }
tell "--readonly gives no key" readonly_looks
finish
