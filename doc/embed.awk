# SPDX-License-Identifier: GPL-3.0-or-later
# Turns a text file into a C string.
{
	gsub(/["\\]/, "\\\\&")
	print "\"" $0 "\\n\""
}
