#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Are the translations whole? Every text of the sources is in each catalogue, translated, and fits its place. po/README says
# how to make it so.
set -u
here=$(cd "$(dirname "$0")" && pwd)
src=$(cd "${top_srcdir:-$here/..}" && pwd) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
n=0 bad=0
export LC_ALL=C.UTF-8
unset LANGUAGE

result() { # result NAME; what is wrong stands in $work/wrong, one line each
	n=$((n + 1))
	if [ -s "$work/wrong" ]; then
		bad=1
		echo "not ok $n - $1"
		head -n 25 "$work/wrong" | sed 's/^/# /'
		[ "$(wc -l <"$work/wrong")" -le 25 ] || echo "# ..."
	else
		echo "ok $n - $1"
	fi
}

# msgids WHAT: the texts of a catalogue, one line each, with what is wrong with them.
msgids() {
	awk -v what="$1" '/^msgid / { text = $0; on = 1; next } on && /^"/ { text = text $0; next }
		on { if (text != "msgid \"\"") print text " " what; on = 0 }'
}

for tool in xgettext msgfmt msgmerge msgattrib; do
	command -v $tool >/dev/null 2>&1 || { printf "1..1\nok 1 # SKIP %s is not installed (package gettext)\n" "$tool"; exit 0; }
done
cd "$src" || exit 1
mapfile -t languages < <(grep -v '^#' po/LINGUAS | tr -s ' ' '\n' | grep .)
read -r -a options < <(sed -n 's/^XGETTEXT_OPTIONS *= *//p' po/Makevars)
find src ui -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort >"$work/files"

# The same keywords as the build's, over all files: also those that nobody listed.
xgettext "${options[@]}" --files-from="$work/files" -o "$work/all.pot" 2>"$work/wrong" || echo "xgettext failed" >>"$work/wrong"
grep -q '^msgid "settings"' "$work/all.pot" || echo "the names of the commands are not found" >>"$work/wrong"
grep -q '^msgid "check the disk and its rights"' "$work/all.pot" || echo "the hints of the errors are not found" >>"$work/wrong"
result "the texts can be taken from the sources"

grep '^#: ' "$work/all.pot" | cut -c4- | tr ' ' '\n' | grep . | LC_ALL=C sort -u >"$work/marked"
grep -v '^#' po/POTFILES.in | grep . | LC_ALL=C sort >"$work/listed"
LC_ALL=C comm -23 "$work/marked" "$work/listed" | sed 's/$/: has marked texts, but po\/POTFILES.in does not list it/' >"$work/wrong"
while read -r file; do [ -f "$file" ] || echo "$file: listed in po/POTFILES.in, but not there"; done <"$work/listed" >>"$work/wrong"
LC_ALL=C uniq -d "$work/listed" | sed 's/$/: listed twice in po\/POTFILES.in/' >>"$work/wrong"
result "po/POTFILES.in lists every file with marked texts"

for lang in "${languages[@]}"; do
	po=po/$lang.po
	msgfmt -c -o "$work/$lang.mo" "$po" 2>"$work/wrong" && : >"$work/wrong"
	result "$po is well formed, and its directives are those of the sources"

	msgattrib --only-fuzzy --no-obsolete --no-wrap "$po" | msgids "is fuzzy" >"$work/wrong"
	msgattrib --untranslated --no-obsolete --no-wrap "$po" | msgids "is not translated" >>"$work/wrong"
	result "$po is translated to the last text"

	msgmerge -q --no-fuzzy-matching "$po" "$work/all.pot" | msgattrib --untranslated --no-obsolete --no-wrap |
		msgids "is not there" >"$work/wrong"
	result "$po has every text of the sources"

	# The names of commands are the words of the key bar.
	sed -n 's/^CMD([A-Z_]*, "\([^"]*\)".*/\1/p' src/cmd/commands.def >"$work/names"
	msgattrib --no-obsolete --no-wrap "$po" | awk -v names="$work/names" '
		BEGIN { while ((getline line < names) > 0) name["msgid \"" line "\""] = 1 }
		/^msgctxt / { context = 1 }
		/^$/ { context = wanted = 0 }
		/^msgid / { wanted = !context && ($0 in name) }
		/^msgstr "/ && wanted { print substr($0, 9, length($0) - 9) }' >"$work/words"
	while IFS= read -r word; do [ ${#word} -le 15 ] || echo "$word: longer than 15 letters"; done <"$work/words" >"$work/wrong"
	[ -s "$work/words" ] || echo "no word was found" >"$work/wrong"
	result "$po has short words for the key bar"
done
echo "1..$n"
exit $bad
