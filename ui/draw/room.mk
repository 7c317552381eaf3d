# SPDX-License-Identifier: GPL-3.0-or-later
libui_a_SOURCES += %D%/grid.c %D%/grid.h %D%/roles.def %D%/glyphs.def \
	%D%/layout.c %D%/layout.h %D%/theme.c %D%/theme.h %D%/figure.c %D%/figure.h %D%/chart.c %D%/chart.h \
	%D%/qr.c %D%/qr.h %D%/raster.c %D%/raster.h

theme_files = themes/default.theme themes/light.theme themes/contrast.theme themes/deutan.theme themes/tritan.theme \
	themes/mono.theme themes/vt.theme
EXTRA_DIST += %D%/embed.awk
# Embedded, and installed as examples to copy.
themesdir = $(pkgdatadir)/themes
dist_themes_DATA = $(theme_files)
BUILT_SOURCES += %D%/themes.inc
CLEANFILES += %D%/themes.inc
%D%/themes.inc: %D%/embed.awk $(theme_files)
	$(AM_V_GEN)$(MKDIR_P) %D% && cd $(srcdir) && \
		$(AWK) -f %D%/embed.awk $(theme_files) >"$(abs_top_builddir)/$@.tmp" && \
		mv "$(abs_top_builddir)/$@.tmp" "$(abs_top_builddir)/$@"
%D%/theme.$(OBJEXT): %D%/themes.inc
