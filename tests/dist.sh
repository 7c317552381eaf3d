#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The packaging side: a build with the usual options from a distribution tarball, out of tree, installed and removed again;
# and the tests that sanitizers would disturb, in that build.
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
rm -rf "$work"; mkdir -p "$work/build" "$work/small"
jobs=$(nproc 2>/dev/null || echo 1)
run "make dist" make -C build-check/san -s dist
tarball=$(ls -t build-check/san/vigie-*.tar.xz 2>/dev/null | head -n1)
run "the tarball unpacks" tar -C "$work" -xf "$tarball"
src=$(find "$work" -maxdepth 1 -type d -name 'vigie-*' | head -n1)
run "configure" sh -c "cd '$work/build' && '$src/configure' -q --enable-werror --prefix='$work/root'"
run "make" make -C "$work/build" -s -j"$jobs" all
run "guarded pages and no plaintext left, without sanitizers" make -C "$work/build" -s check \
	TESTS="tests/unit/t_base_secret tests/unit/t_keys_vault"
run "make install" make -C "$work/build" -s install
run "the installed program answers" "$work/root/bin/vigie" --version
run "it speaks French" sh -c "LC_ALL=C.UTF-8 '$work/root/bin/vigie' --set ui.language=fr --dump settings | grep -q Param"
run "make uninstall leaves no file" sh -c "make -C '$work/build' -s uninstall && [ -z \"\$(find '$work/root' -type f)\" ]"
run "configure and make without NLS and sandbox" sh -c "cd '$work/small' &&
	'$src/configure' -q --disable-nls --disable-sandbox --enable-werror && make -s -j$jobs all && ./vigie --version"
echo "1..$n"
exit $bad
