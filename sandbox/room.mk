# SPDX-License-Identifier: GPL-3.0-or-later
# The embedded node. Everything but main.c is a library, so that its tests can link it.
EXTRA_DIST += %D%/README
if SANDBOX
noinst_LIBRARIES += libsandbox.a
libsandbox_a_SOURCES = \
	%D%/sandbox.c %D%/sandbox.h %D%/keep.c %D%/keep.h %D%/share.c %D%/share.h %D%/services.c %D%/ctl.c %D%/ctl.h \
	%D%/server.c %D%/server.h %D%/server_inside.h %D%/request.c %D%/request.h %D%/ws.c %D%/ws.h \
	%D%/mischief.c %D%/mischief.h %D%/rng.c %D%/rng.h \
	%D%/skywire.c %D%/skywire.h %D%/skywire_auth.c %D%/skywire_boards.c \
	%D%/world.c %D%/world.h %D%/world_inside.h %D%/world_people.c %D%/world_wot.c %D%/world_money.c %D%/world_keep.c %D%/world_words.def
include %D%/chain/room.mk
include %D%/kubo/room.mk
include %D%/station/room.mk
include %D%/indexer/room.mk
libsandbox_a_CFLAGS = $(AM_CFLAGS) $(MICROHTTPD_CFLAGS)
SANDBOX_LIBS = libsandbox.a $(MICROHTTPD_LIBS) $(COMMON_LIBS)
bin_PROGRAMS += vigie-sandbox
vigie_sandbox_SOURCES = %D%/main.c
vigie_sandbox_LDADD = $(SANDBOX_LIBS)
endif
