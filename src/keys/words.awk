# SPDX-License-Identifier: GPL-3.0-or-later
# The mnemonic word lists as C: one array of arrays, in the order of the files.
BEGIN { print "/* made from the word lists, do not edit */"; print "static const char *const lists[][2048] = {" }
FNR == 1 { if (NR > 1) print "\t},"; print "\t{" }
{ printf "\t\t\"%s\",\n", $1 }
END { print "\t},"; print "};" }
