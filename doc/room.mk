# SPDX-License-Identifier: GPL-3.0-or-later
# The manual pages are made from the tables by awk: a cross build runs nothing that it built.
EXTRA_DIST += %D%/vigie.1.in %D%/vigie-config.5.in %D%/tables.awk %D%/embed.awk
man_MANS = %D%/vigie.1 %D%/vigie-config.5
CLEANFILES += %D%/vigie.1 %D%/vigie-config.5
# Small files that ask the program itself, so that they never lag behind it.
bashcompdir = $(datadir)/bash-completion/completions
zshcompdir = $(datadir)/zsh/site-functions
dist_bashcomp_DATA = %D%/completion/vigie
dist_zshcomp_DATA = %D%/completion/_vigie

doc_tables = $(top_srcdir)/src/cmd/commands.def $(top_srcdir)/src/cmd/settings.def

%D%/vigie.1: $(top_srcdir)/%D%/vigie.1.in $(top_srcdir)/%D%/tables.awk $(doc_tables)
	$(AM_V_GEN)$(MKDIR_P) %D% && $(AWK) -v version='$(PACKAGE_VERSION)' -f $(top_srcdir)/%D%/tables.awk \
		$(doc_tables) $(top_srcdir)/%D%/vigie.1.in >$@.tmp && mv $@.tmp $@
%D%/vigie-config.5: $(top_srcdir)/%D%/vigie-config.5.in $(top_srcdir)/%D%/tables.awk $(doc_tables)
	$(AM_V_GEN)$(MKDIR_P) %D% && $(AWK) -v version='$(PACKAGE_VERSION)' -f $(top_srcdir)/%D%/tables.awk \
		$(doc_tables) $(top_srcdir)/%D%/vigie-config.5.in >$@.tmp && mv $@.tmp $@
dist_doc_DATA = %D%/guide.txt
EXTRA_DIST += %D%/HACKING
EXTRA_DIST += %D%/protocols
