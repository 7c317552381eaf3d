# SPDX-License-Identifier: GPL-3.0-or-later
libvigie_a_SOURCES += \
	%D%/kubo.c %D%/kubo.h %D%/kubo_types.h %D%/kubo_read.c %D%/kubo_read.h %D%/peerlist.c %D%/peerlist.h %D%/swarmkey.c %D%/swarmkey.h
