#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The packaging side: a build with the usual options from a distribution, out of tree, installed and removed again.
cd "$(dirname "$0")/.." || exit 1
here=$PWD
work=$here/build-check/dist
n=0 bad=0
run() { # run NAME COMMAND...
	local name=$1; shift
	n=$((n + 1))
	if "$@" >"$work/out" 2>&1; then echo "ok $n - $name"; else
		bad=1; echo "not ok $n - $name"; tail -n 25 "$work/out" | sed 's/^/# /'
	fi
}
rm -rf "$work"; mkdir -p "$work/build"
jobs=$(nproc 2>/dev/null || echo 1)
run "make dist" make -C build-check/san -s dist
tarball=$(ls -t build-check/san/vigie-*.tar.xz 2>/dev/null | head -n1)
run "the tarball unpacks" tar -C "$work" -xf "$tarball"
src=$(find "$work" -maxdepth 1 -type d -name 'vigie-*' | head -n1)
run "configure without NLS and sandbox" sh -c "cd '$work/build' && '$src/configure' -q --disable-nls --disable-sandbox --enable-werror --prefix='$work/root'"
run "make" make -C "$work/build" -s -j"$jobs"
run "make install" make -C "$work/build" -s install
run "the installed program answers" "$work/root/bin/vigie" --version
run "make uninstall leaves no file" sh -c "make -C '$work/build' -s uninstall && [ -z \"\$(find '$work/root' -type f)\" ]"
echo "1..$n"
exit $bad
