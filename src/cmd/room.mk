# SPDX-License-Identifier: GPL-3.0-or-later
libvigie_a_SOURCES += \
	%D%/cmd.h %D%/front.h %D%/commands.def %D%/key.c %D%/key.h
