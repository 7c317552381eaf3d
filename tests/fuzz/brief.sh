#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# brief.sh BUILD SECONDS: runs every fuzz target on its corpus, sharing the time evenly; BUILD each SECONDS: so long each. Prints TAP; a finding is kept
# in BUILD/tests/fuzz/found and named.
build=$1 total=$2
src=$(cd "$(dirname "$0")" && pwd)
export LSAN_OPTIONS="suppressions=$src/../lsan.supp:print_suppressions=0"
mapfile -t targets < <(find "$build/tests/fuzz" -maxdepth 1 -type f -name 'fuzz_*' -perm -u+x | sort)
n=${#targets[@]}
if [ "$n" = 0 ]; then echo "not ok 1 - no fuzz target was built"; echo "1..1"; exit 1; fi
if [ "$total" = each ]; then each=$3; else each=$((total * $(nproc) / n)); fi
[ "$each" -lt 3 ] && each=3
mkdir -p "$build/tests/fuzz/found" "$build/tests/fuzz/work"
one() { # one TARGET SECONDS
	local t=$1 name=${1##*/fuzz_} work
	work=$build/tests/fuzz/work/$name
	mkdir -p "$work" "$src/corpus/$name"
	"$t" -max_total_time="$2" -timeout=10 -rss_limit_mb=2048 -print_final_stats=0 -verbosity=0 -close_fd_mask=1 \
		-artifact_prefix="$build/tests/fuzz/found/$name-" "$work" "$src/corpus/$name" >"$work.log" 2>&1
	echo $? >"$work.rc"
}
export -f one; export build src
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I{} bash -c 'one "$1" "$2"' _ {} "$each"
i=0 bad=0
for t in "${targets[@]}"; do
	i=$((i + 1)) name=${t##*/fuzz_}
	if [ "$(cat "$build/tests/fuzz/work/$name.rc" 2>/dev/null)" = 0 ]; then
		echo "ok $i - fuzz $name, $each s"
	else
		bad=1
		echo "not ok $i - fuzz $name"
		tail -n 30 "$build/tests/fuzz/work/$name.log" | sed 's/^/# /'
	fi
done
echo "1..$n"
exit $bad
