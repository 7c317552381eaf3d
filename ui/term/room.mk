# SPDX-License-Identifier: GPL-3.0-or-later
libui_a_SOURCES += %D%/term.c %D%/term.h %D%/term_in.h %D%/term_read.c %D%/term_read.h %D%/term_info.c %D%/term_info.h \
	%D%/term_tell.c %D%/term_tell.h %D%/tty.c %D%/tty.h %D%/curses.c %D%/curses.h %D%/writer.c %D%/writer.h \
	%D%/caps.c %D%/caps.h %D%/input.c %D%/input.h %D%/sequence.c %D%/sequence.h %D%/osc.c %D%/osc.h \
	%D%/sgr.c %D%/sgr.h %D%/palette.c %D%/palette.h \
	%D%/crash.c %D%/crash.h %D%/dump.c %D%/dump.h %D%/typing.c %D%/typing.h
