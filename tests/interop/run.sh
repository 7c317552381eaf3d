#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh BUILD: the client and the sandbox against software that others wrote. Each folder here holds one peer: its
# run.sh prints TAP lines "ok NAME" / "not ok NAME" / "ok NAME # SKIP why" without numbers; they are numbered here.
build=$(cd "$1" && pwd) || exit 1
cd "$(dirname "$0")" || exit 1
export build
n=0 bad=0
while IFS= read -r line; do
	case $line in
	"ok "*) n=$((n + 1)); echo "ok $n - ${line#ok }" ;;
	"not ok "*) n=$((n + 1)); bad=1; echo "not ok $n - ${line#not ok }" ;;
	*) printf '# %s\n' "$line" ;;
	esac
done < <(for p in */run.sh; do [ -f "$p" ] && { timeout 1200 bash "$p" 2>&1 || echo "not ok $(dirname "$p") ended with $?"; }; done)
echo "1..$n"
exit $bad
