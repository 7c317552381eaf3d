#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Nodes and indexers that lie, seen from the command line: each lie is noticed, the liar named and left, the figure is the true
# one, nothing is signed that must not be, and a payment under way arrives once. Three nodes of one chain, of which the first is
# told to lie; what arrived is read from a node that is not. Prints TAP.
. "$(dirname "$0")/lib.sh"
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME LANGUAGE
export LC_ALL=C.UTF-8 HOME=$dir/home XDG_RUNTIME_DIR=$dir/home/run
mkdir -p -m 700 "$HOME" "$XDG_RUNTIME_DIR"
PAYER=g1LAN1C5rktuWS2giuZ7z1CydYKV2HQeH2rj8A6qY3CemwTVz
TO=g1MZjw4qEfrkUhM3M4eCxzKtjrwQNmSJfv96VZihzcv99qgQN
PAYER_HEX=0f2e6a0b TO_HEX=72612444f270fd76ed62d707b22f8286f4b504fcfba071c1a8f2a4ff1850591c
(umask 077; echo 'correct horse battery' > "$dir/pass"; echo 'bottom drive obey lake curtain smoke basket hold race lonely fit walk' > "$dir/words")
export VIGIE_PASSPHRASE_FILE=$dir/pass

world() { # world ARGUMENTS...: another sandbox; the vault stays
	[ -n "$pid" ] && { kill $pid; wait $pid 2> /dev/null; }
	"$bin" --seed 1 --still --members 40 --wallets 60 --transfers 100 --block-time 0.3 --nodes 3 "$@" > "$dir/line" 2> "$dir/err" &
	pid=$!
	for _ in $(seq 200); do [ -s "$dir/line" ] && break; sleep 0.05; done
	ctl=$(pick "d['ctl']") token=$(pick "d['token']")
	one=$(pick "d['g1']['nodes'][0]") two=$(pick "d['g1']['nodes'][1]") three=$(pick "d['g1']['nodes'][2]")
	liar=${one#ws://}
	export VIGIE_G1_RPC="$one $two $three" VIGIE_G1_INDEXER=$(pick "d['g1']['indexer']") VIGIE_G1_GENESIS=$(pick "d['g1']['genesis']")
	rm -rf "$HOME/.cache" "$HOME/.local/state"
}
vg() { timeout 100 "$vigie" "$@" < /dev/null 2> "$dir/said"; }
has() { # has ADDRESS-IN-HEX: centimes, as the second node has them
	python3 - "http${two#ws}" "$1" <<- 'P'
		import hashlib, json, sys, urllib.request
		url, pub = sys.argv[1], bytes.fromhex(sys.argv[2])
		key = "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9" + hashlib.blake2b(pub, digest_size=16).hexdigest() + pub.hex()
		body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "state_getStorage", "params": [key]}).encode()
		v = json.load(urllib.request.urlopen(urllib.request.Request(url, body, {"Content-Type": "application/json"}), timeout=20))["result"]
		print(int.from_bytes(bytes.fromhex(v[2:])[16:24], "little") if v else 0)
	P
}
said() { grep -q "$1" "$dir/said" || { cat "$dir/said"; false; }; }
names_liar() { said "$liar"; }
is() { [ "$1" = "$2" ] || { echo "# '$1' is not '$2'"; false; }; }
shows() { # shows VIEW WORDS: a dump waits only for what is being asked just then
	for _ in 1 2 3 4 5 6 7 8; do vg --dump "$1" > "$dir/d"; grep -q "$2" "$dir/d" && return; done
	cat "$dir/d"; false
}
rows() { vg journal --json | py "print(len(json.load(sys.stdin)['items']))"; }

world
vg vault-create --yes > /dev/null && vg key-import "$dir/words" --label shop --yes --offline > /dev/null
vg balance --json > "$dir/d"
says "an honest world: the balance is proven" "d['degree'] == 'proven' and d['exists']"
free=$(get "$dir/d" "d['free_c']")
tell "and nothing is said" test ! -s "$dir/said"

# One liar among three: NAME|ORDER|STATE IN THE TABLE OF NODES
while IFS='|' read -r name order state; do
	rm -rf "$HOME/.cache"
	lie g1 $order
	vg accounts --json > "$dir/d"
	says "$name: the accounts have the true balance, proven" "d['items'][0]['free_c'] == $free and d['items'][0]['degree'] == 'proven' and d['items'][0]['source'] != '$liar'"
	tell "$name: it is said, with the node's name" names_liar
	vg balance --json > "$dir/d"
	says "$name: one balance, too" "d['free_c'] == $free and d['degree'] == 'proven'"
	vg pay $TO 1 --dry-run --json > "$dir/d"
	says "$name: a payment is reckoned with the true figures" "d['keep_c'] == $free - 100 and d['spec'] == 1100 and d['call'][:6] == '0x0603'"
	tell "$name: the wallet's screen says proven" shows wallet proven
	truth
done <<- 'LIES'
	a wrong balance beside true proofs|lying-balance on|caught lying
	a forged proof|forged-proof on|caught lying
	an altered proof|broken-proof on|caught lying
	a proof with a piece missing|short-proof on|caught lying
	a proof for another block|other-block on|caught lying
	a proof for another block, hidden|other-block on hidden|caught lying
	a proof for another key|other-key on|caught lying
	headers that do not have their hash|broken-header on|caught lying
	a chain of its own|own-chain on|caught lying
	a wrong genesis|other-genesis on|another currency
	moved calls under a known version|other-calls on moved|caught lying
	other arguments under a known version|other-calls on arguments|caught lying
	other extensions under a known version|other-calls on extension|caught lying
	LIES
tell "nothing of this left a row" is "$(rows)" 0
finish
