# SPDX-License-Identifier: GPL-3.0-or-later
libui_a_SOURCES += %D%/view.h %D%/offers.c %D%/parts.h %D%/views.h \
	%D%/match.c %D%/match.h %D%/state.c %D%/state.h %D%/list.c %D%/list.h %D%/table.c %D%/table.h \
	%D%/pager.c %D%/pager.h %D%/edit.c %D%/edit.h %D%/form.c %D%/form.h \
	%D%/stack.c %D%/stack.h %D%/stack_host.h %D%/frames.c %D%/dispatch.c %D%/compose.c \
	%D%/screen.c %D%/screen.h %D%/ask.c %D%/ask.h %D%/prompt.c %D%/prompt.h \
	%D%/palette.c %D%/palette.h %D%/menu.c %D%/menu.h %D%/keybar.c %D%/keybar.h %D%/tabs.c %D%/tabs.h \
	%D%/toast.c %D%/toast.h %D%/toastview.c %D%/status.c %D%/status.h %D%/help.c %D%/tasksview.c %D%/textview.c \
	%D%/plain.c %D%/plain.h %D%/plain_front.c %D%/plain_parts.h
