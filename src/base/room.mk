# SPDX-License-Identifier: GPL-3.0-or-later
libcommon_a_SOURCES += \
	%D%/err.c %D%/err.h %D%/err.def %D%/i18n.h %D%/i18n.c %D%/catalogue.c %D%/catalogue.h \
	%D%/mem.c %D%/mem.h %D%/arena.c %D%/arena.h %D%/str.c %D%/str.h %D%/slice.c %D%/slice.h %D%/vec.h %D%/map.c %D%/map.h \
	%D%/text.c %D%/text_fold.c %D%/text.h %D%/clean.c %D%/clean.h %D%/tick.c %D%/tick.h %D%/paths.c %D%/paths.h \
	%D%/conf.c %D%/conf.h %D%/conf_line.c %D%/conf_line.h %D%/log.c %D%/log.h %D%/secret.c %D%/secret.h %D%/versioned.c %D%/versioned.h %D%/source.h
