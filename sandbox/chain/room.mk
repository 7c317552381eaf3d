# SPDX-License-Identifier: GPL-3.0-or-later
libsandbox_a_SOURCES += \
	%D%/runtime.c %D%/runtime.h %D%/runtime_inside.h %D%/runtime_metadata.c %D%/runtime_skip.c \
	%D%/runtime_types.def %D%/runtime_calls.def %D%/runtime_events.def %D%/runtime_errors.def %D%/runtime_pallets.def \
	%D%/ptrie.c %D%/ptrie.h %D%/ptrie_inside.h %D%/ptrie_walk.c
