# SPDX-License-Identifier: GPL-3.0-or-later
libsandbox_a_SOURCES += \
	%D%/kubo.c %D%/kubo.h %D%/inside.h %D%/answer.h %D%/args.c %D%/args.h %D%/find.h %D%/answer.c %D%/peers.c %D%/peers.h \
	%D%/figures.c %D%/swarmview.c %D%/pins.c \
	%D%/names.c %D%/config.c %D%/blocks.c %D%/blocks.h %D%/tree.c %D%/tree.h %D%/content.c %D%/files.c %D%/gateway.c
