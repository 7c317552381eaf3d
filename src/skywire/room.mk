# SPDX-License-Identifier: GPL-3.0-or-later
libvigie_a_SOURCES += \
	%D%/visor.c %D%/visor.h %D%/hyper.c %D%/hyper.h %D%/skycoin.c %D%/skycoin.h
