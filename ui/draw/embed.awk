# SPDX-License-Identifier: GPL-3.0-or-later
# Turns theme files into initializers of { name, text }. Comments and empty lines are left out.
FNR == 1 {
	if (NR > 1)
		print "\t},"
	name = FILENAME
	sub(/.*\//, "", name)
	sub(/\.theme$/, "", name)
	printf "\t{ \"%s\",\n", name
}
/^[ \t]*(#|$)/ { print "\t\t\"\\n\""; next }   # keeps line numbers
{
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	printf "\t\t\"%s\\n\"\n", $0
}
END { if (NR) print "\t}," }
