#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Compares screens with what is written in tests/screens/*.test, and prints TAP.
#
#   run.sh [--update] [FILE.test ...]      --update writes the screens that came out into the files, for you to read
#
# A file holds cases. A case is header lines, a line "---", and the screen as it must be (blank lines at its end do not count).
# A line "===" ends it and begins the next case, which keeps every header that it does not say anew, except keys and title.
# Headers ("name: value"; empty value: back to the default; lines with # are remarks):
#   title    what is tested, for people           view     the word after --dump                (needed)
#   args     words for the view, blank-separated  size     80x24 unless said, columns x rows
#   keys     keys and words to type, as --keys    clock    2026-11-21T10:36:00Z unless said
#   locale   C.UTF-8 unless said; fr_FR, es_ES, C (no UTF-8: ASCII glyphs)
#   term     TERM; xterm-256color unless said     fixture  a file of tests/fixtures
#   roles    yes: the roles as a second grid      pseudo   yes: every message 40 % longer
#   flags    more options of vigie: --readonly    zone     TZ; UTC unless said
#   set      settings, "ui.glyphs=ascii ..."      secret   a word that must not occur in the screen
set -u
here=$(cd "$(dirname "$0")" && pwd)
src=${top_srcdir:-$here/../..}
vigie=${VIGIE:-${top_builddir:-$src/build}/vigie}
update=
if [ "${1:-}" = --update ]; then update=yes; shift; fi
[ $# -gt 0 ] || set -- "$here"/*.test
n=0 bad=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
if [ -z "${XDG_STATE_HOME:-}" ]; then # not under tests/run-one: a private home all the same
	export HOME=$work XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_STATE_HOME=$work/state \
		XDG_CACHE_HOME=$work/cache XDG_RUNTIME_DIR=$work/run
	mkdir -m 700 "$work/run"
fi
unset NO_COLOR COLORTERM LANG LANGUAGE LC_ALL LC_MESSAGES LC_CTYPE LC_TIME LC_NUMERIC TMUX SSH_CONNECTION SSH_TTY
names="title view args size keys clock locale term fixture roles pseudo flags zone set secret"

trim() { # without blank lines at the end
	awk '{ line[NR] = $0 } /[^ ]/ { last = NR } END { for (i = 1; i <= last; i++) print line[i] }' "$1"
}

screen() { # runs the case in H, screen to $work/got
	local call=("$vigie" --dump "${H[view]}" --size "${H[size]:-80x24}" --clock "${H[clock]:-2026-11-21T10:36:00Z}") word
	[ -n "${H[keys]}" ] && call+=(--keys "${H[keys]}")
	[ -n "${H[fixture]}" ] && call+=(--fixture "$src/tests/fixtures/${H[fixture]}")
	[ "${H[roles]}" = yes ] && call+=(--dump-roles)
	for word in ${H[set]}; do call+=(--set "$word"); done
	# shellcheck disable=SC2206 # options and arguments are words
	call+=(${H[flags]} ${H[args]})
	local locale=${H[locale]:-C.UTF-8}
	case $locale in C | *.*) ;; *) locale=$locale.UTF-8 ;; esac
	env LC_ALL="$locale" TERM="${H[term]:-xterm-256color}" TZ="${H[zone]:-UTC}" \
		${H[pseudo]:+VIGIE_PSEUDO=1} "${call[@]}" >"$work/out" 2>"$work/err" </dev/null
	local rc=$?
	trim "$work/out" >"$work/got"
	[ $rc -eq 0 ] || { echo "# exit code $rc"; sed 's/^/# /' "$work/err"; }
	return $rc
}

finish() { # the case is complete: $work/want is filled
	local where="$1" ok=yes
	n=$((n + 1))
	trim "$work/want" >"$work/trimmed"
	if [ -z "${H[view]}" ]; then echo "not ok $n - $where: no view: header"; bad=$((bad + 1)); return; fi
	: >"$work/got"
	screen >"$work/note" || ok=no
	if [ -n "${H[secret]}" ] && grep -qF -- "${H[secret]}" "$work/got"; then
		ok=no; echo "# the screen shows ${H[secret]}" >>"$work/note"
	fi
	if [ -z "$update" ] && ! cmp -s "$work/trimmed" "$work/got"; then
		ok=no; diff -u --label expected --label shown "$work/trimmed" "$work/got" | sed 's/^/# /' >>"$work/note"
	fi
	if [ $ok = yes ]; then echo "ok $n - $where ${H[title]}"; else
		echo "not ok $n - $where ${H[title]}"; bad=$((bad + 1)); cat "$work/note"
	fi
	if [ -n "$update" ]; then cat "$work/got" >>"$work/new"; fi
}

for file; do
	declare -A H=()
	for name in $names; do H[$name]=; done
	part=head number=0 begun=1
	: >"$work/new"; : >"$work/want"
	while IFS= read -r line || [ -n "$line" ]; do
		number=$((number + 1))
		if [ $part = head ]; then
			printf '%s\n' "$line" >>"$work/new"
			case $line in
			---) part=screen; : >"$work/want" ;;
			'#'* | '') ;;
			*:*)
				name=${line%%:*} value=${line#*:}
				value=${value#"${value%%[![:blank:]]*}"}
				case " $names " in
				*" $name "*) H[$name]=$value ;;
				*) n=$((n + 1)); bad=$((bad + 1)); echo "not ok $n - ${file##*/}:$number: no such header: $name" ;;
				esac ;;
			*) n=$((n + 1)); bad=$((bad + 1)); echo "not ok $n - ${file##*/}:$number: neither header nor ---" ;;
			esac
		elif [ "$line" = === ]; then
			finish "${file##*/}:$begun"
			printf '===\n' >>"$work/new"
			part=head begun=$((number + 1)); H[keys]= H[title]= H[secret]=
		else
			printf '%s\n' "$line" >>"$work/want"
		fi
	done <"$file"
	[ $part = screen ] && finish "${file##*/}:$begun"
	if [ -n "$update" ] && ! cmp -s "$work/new" "$file"; then cat "$work/new" >"$file"; echo "# ${file##*/} was written anew"; fi
done
echo "1..$n"
exit $((bad > 0))
