#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Real Kubo nodes on loopback, in a private swarm of two: CIDs of our codec against "ipfs add", the sandbox's answers against
# theirs. Needs Go and its module proxy once, then a cache.
here=$(cd "$(dirname "$0")" && pwd)
node=$here/node.sh
program=$(bash "$node" binary 2>&1)
rc=$?
if [ $rc = 77 ]; then echo "ok kubo # SKIP $program"; exit 0; fi
if [ $rc != 0 ]; then echo "not ok kubo: $program"; exit 0; fi
if [ ! -x "$build/vigie-sandbox" ]; then echo "ok kubo # SKIP vigie-sandbox is not built"; exit 0; fi
make -C "$build" -s tests/tool/cidof >/dev/null 2>&1
dir=$(mktemp -d)
"$build/vigie-sandbox" --seed 1 --still >"$dir/line" 2>"$dir/err" &
sandbox=$!
trap 'bash "$node" stop "$dir/b"; bash "$node" stop "$dir/a"; kill $sandbox 2>/dev/null; wait $sandbox 2>/dev/null; rm -rf "$dir"' EXIT
tell() { # tell NAME CONDITION...
	local name=$1; shift
	if "$@"; then echo "ok kubo: $name"; else echo "not ok kubo: $name"; echo "$*" | cut -c1-300; fi
}
is() { [ "$1" = "$2" ]; }

bash "$node" key "$dir/key"
bash "$node" start "$dir/a" "$dir/key" >"$dir/out" 2>&1 || { echo "not ok kubo: the first node starts"; cat "$dir/out"; exit 0; }
bash "$node" start "$dir/b" "$dir/key" "$dir/a" >"$dir/out" 2>&1 || { echo "not ok kubo: the second node joins"; cat "$dir/out"; exit 0; }
a() { bash "$node" cli "$dir/a" "$@"; }
b() { bash "$node" cli "$dir/b" "$@"; }
tell "two nodes with one swarm key know each other" is "$(b swarm peers | wc -l)" 1
for _ in $(seq 100); do [ -s "$dir/line" ] && break; sleep 0.1; done

# Ten files around the sizes where pieces and levels of the tree begin, and a folder with all of them.
f=$dir/files
mkdir -p "$f/plus/profond" "$f/vide"
: >"$f/rien"
printf x >"$f/un"
printf 'la monnaie est libre, œuf compris\n' >"$f/été.txt"
yes 'une ligne parmi beaucoup' | head -c 262143 >"$f/presque"
yes 'une ligne parmi beaucoup' | head -c 262144 >"$f/juste"
yes 'une ligne parmi beaucoup' | head -c 262145 >"$f/plus/un-de-trop"
yes 'trois morceaux' | head -c 700000 >"$f/plus/trois"
head -c 262144 /dev/zero >"$f/plus/profond/zeros"
yes 'un étage plein' | head -c $((174 * 262144)) >"$f/plein"
yes 'un étage de plus' | head -c $((174 * 262144 + 1)) >"$f/deborde"
files=("$f/rien" "$f/un" "$f/été.txt" "$f/presque" "$f/juste" "$f/plus/un-de-trop" "$f/plus/trois" "$f/plus/profond/zeros" "$f/plein" "$f/deborde")
for v in 0 1; do
	for leaves in raw wrapped; do
		raw=false
		if [ $leaves = raw ]; then raw=true; fi
		"$build/tests/tool/cidof" $v $leaves "${files[@]}" "$f" >"$dir/ours" 2>&1
		{
			for x in "${files[@]}"; do a add -Q --pin=false --cid-version=$v --raw-leaves=$raw "$x"; done
			a add -Q -r --pin=false --cid-version=$v --raw-leaves=$raw "$f"
		} >"$dir/theirs" 2>&1
		tell "the CIDs of ten files and a folder, version $v, leaves $leaves" cmp -s "$dir/ours" "$dir/theirs"
		cmp -s "$dir/ours" "$dir/theirs" || paste "$dir/ours" "$dir/theirs"
	done
done
tell "without options they are version 0, wrapped" is "$(a add -Q --pin=false "$f/plus/trois")" "$("$build/tests/tool/cidof" 0 wrapped "$f/plus/trois")"

# A real node in the state of the sandbox's: content, tunnels, keys, names, something asked for and something published.
l=$dir/library
mkdir -p "$l/guide" "$l/sons"
echo "une bibliothèque" >"$l/lisez-moi.txt"
echo "# Une station" >"$l/guide/station.md"
head -c 600000 /dev/urandom >"$l/sons/marche.ogg"
root=$(a add -Q -r "$l")
b cat "$root/lisez-moi.txt" >/dev/null
b pin add "$root" >/dev/null
a pin add -r=false "$root/lisez-moi.txt" >/dev/null
a pin add --name bibliotheque "$root/guide" >/dev/null
a files cp "/ipfs/$root" /bibliotheque
a files cp "/ipfs/$root/lisez-moi.txt" /notes.txt
a p2p listen /x/ssh-test /ip4/127.0.0.1/tcp/22
a key gen extra >/dev/null
a name publish "/ipfs/$root" >/dev/null
a bootstrap add "/ip4/203.0.113.3/tcp/4001/p2p/$(b id -f '<id>')" >/dev/null
# What is wanted and never comes, so that the list of wishes has an entry.
timeout 30 bash "$node" cli "$dir/a" --timeout 25s block get bafkreicszyrvqcf4ku73sc5tovxn2fubvd7mpjrormxtvfwiy7lc247i2a >/dev/null 2>&1 &
wish=$!
sleep 0.5
ours=$(sed -n 's/.*"api":"\([^"]*\)".*/\1/p' "$dir/line")
mine=$(curl -s --noproxy '*' -X POST "$ours/api/v0/pin/ls?stream=true&names=true&name=biblioth%C3%A8que" | sed -n 's/.*"Cid":"\([^"]*\)".*/\1/p')
tell "the sandbox's library is there" test -n "$mine"
python3 "$here/compare.py" "$(cat "$dir/a/url")" "$ours" "$root" "$mine"
kill $wish 2>/dev/null

# The sandbox's blocks are blocks: a real node takes its library in and reads the same.
curl -s --noproxy '*' -X POST "$ours/api/v0/refs?arg=$mine&recursive=true&unique=true" | sed -n 's/.*"Ref":"\([^"]*\)".*/\1/p' >"$dir/refs"
echo "$mine" >>"$dir/refs"
n=0
while read -r cid; do
	curl -s --noproxy '*' -X POST "$ours/api/v0/block/get?arg=$cid" >"$dir/block"
	[ "$(b block put --cid-codec=dag-pb --mhtype=sha2-256 "$dir/block" | sed 's/^bafy/&/')" = "$(b cid format -v 1 -b base32 "$cid")" ] && n=$((n + 1))
done <"$dir/refs"
tell "every block of the sandbox has the name a real node gives it" is $n "$(wc -l <"$dir/refs")"
tell "a real node reads its files" is "$(b cat "$mine/recettes/pain.txt")" "$(curl -s --noproxy '*' -X POST "$ours/api/v0/cat?arg=$mine/recettes/pain.txt")"
tell "and its folders" is "$(b ls --size=false "$mine" | wc -l)" "$(curl -s --noproxy '*' -X POST "$ours/api/v0/ls?arg=$mine&stream=true" | wc -l)"
