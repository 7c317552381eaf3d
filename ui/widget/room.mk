# SPDX-License-Identifier: GPL-3.0-or-later
libui_a_SOURCES += %D%/view.h %D%/parts.h %D%/views.h \
	%D%/match.h %D%/state.h %D%/list.h %D%/table.h %D%/pager.h %D%/edit.h %D%/form.h \
	%D%/stack.h %D%/screen.h %D%/ask.h %D%/prompt.h %D%/palette.h %D%/menu.h %D%/keybar.h %D%/tabs.h \
	%D%/toast.h %D%/status.h %D%/plain.h
