# SPDX-License-Identifier: GPL-3.0-or-later
# For the tests that ask the sandbox by curl alone, without vigie. To be sourced; prints TAP.
#   begin ARGUMENTS...        starts one, in the place of the one before;  field NAME  a member of the line it prints
#   order WORDS...            an order to its control port; truth = all faults end
#   tell NAME CONDITION...    one line of TAP;  finish  the plan
bin=${top_builddir:-.}/vigie-sandbox
if [ ! -x "$bin" ] || ! command -v curl > /dev/null; then echo "1..0 # SKIP vigie-sandbox or curl is not here"; exit 0; fi
dir=$(mktemp -d) n=0 bad=0 pid=
end() { [ -n "$pid" ] && kill $pid 2> /dev/null; wait $pid 2> /dev/null; pid=; }
trap 'end; rm -rf "$dir"' EXIT
begin() {
	end
	: > "$dir/line"
	"$bin" --seed 1 --still --sealing manual "$@" > "$dir/line" 2> "$dir/err" &
	pid=$!
	for _ in $(seq 400); do [ -s "$dir/line" ] && break; sleep 0.05; done
	ctl=$(field ctl) token=$(field token)
}
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$dir/line"; }
order() { curl -s -m 20 -H "X-Token: $token" -d "$*" "$ctl"; echo; }
truth() { order clear > /dev/null; }
tell() {
	local name=$1; shift; n=$((n + 1))
	if "$@"; then echo "ok $n - $name"; else bad=1; echo "not ok $n - $name"; echo "# $*" | cut -c1-400; fi
}
is() { [ "$1" = "$2" ]; }
isnt() { [ "$1" != "$2" ]; }
has() { case $1 in *"$2"*) true ;; *) false ;; esac; }
lacks() { ! has "$1" "$2"; }
finish() { echo "1..$n"; exit $bad; }
