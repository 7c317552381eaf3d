# SPDX-License-Identifier: GPL-3.0-or-later
# The services of the core: each has its folder; their files are listed here, one service a paragraph.
include src/ipfs/room.mk
include src/station/room.mk
include src/skywire/room.mk
