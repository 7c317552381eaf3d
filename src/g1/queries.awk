# SPDX-License-Identifier: GPL-3.0-or-later
# Files of queries as rows of a C table: { "name", "text" }. Comments and blanks go.
function flush_row() { if (name != "") print "\" },"; }
FNR == 1 {
	flush_row()
	name = FILENAME; sub(/.*\//, "", name); sub(/\.graphql$/, "", name)
	printf "\t{ \"%s\", \"", name
}
{
	sub(/#.*/, ""); gsub(/[ \t]+/, " "); sub(/^ /, ""); sub(/ $/, "")
	if ($0 == "") next
	gsub(/\\/, "\\\\"); gsub(/"/, "\\\"")
	printf "%s ", $0
}
END { flush_row() }
