# SPDX-License-Identifier: GPL-3.0-or-later
libui_a_SOURCES += %D%/grid.c %D%/grid.h %D%/roles.def %D%/glyphs.def
