# SPDX-License-Identifier: GPL-3.0-or-later
# The output of od -An -v -tx1 as the inside of a C array.
s/  *\([0-9a-f][0-9a-f]\)/0x\1,/g
