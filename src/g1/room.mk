# SPDX-License-Identifier: GPL-3.0-or-later
# The Ğ1 chain.
libvigie_a_SOURCES += %D%/runtime.c %D%/runtime.h %D%/runtime_sign.c %D%/era.c %D%/era.h %D%/extrinsic.c %D%/extrinsic.h \
	%D%/currency.c %D%/currency.h %D%/purse.h %D%/purse_fill.c %D%/compose.c %D%/compose.h %D%/refusal.c %D%/refusal.h \
	%D%/refusal.def %D%/events.c %D%/events.h \
	%D%/chain.h %D%/nodelist.h %D%/pool.h %D%/ask.h %D%/storage.h %D%/account.h %D%/offline.h %D%/draft.h %D%/locate.h \
	%D%/submit.h %D%/indexer.h %D%/queries.h %D%/ledger.h %D%/history.h %D%/people.h %D%/g1.h
# The metadata of the runtime this program was written for, as bytes. It is Duniter's (duniter-v2s, AGPL-3.0).
BUILT_SOURCES += %D%/builtin.inc
CLEANFILES += %D%/builtin.inc
EXTRA_DIST += %D%/g1.scale %D%/bytes.sed
%D%/builtin.inc: $(top_srcdir)/%D%/g1.scale $(top_srcdir)/%D%/bytes.sed
	$(AM_V_GEN)$(MKDIR_P) %D% && od -An -v -tx1 $(top_srcdir)/%D%/g1.scale | LC_ALL=C $(SED) -f $(top_srcdir)/%D%/bytes.sed >$@.new \
		&& mv $@.new $@
%D%/runtime.$(OBJEXT): %D%/builtin.inc
libvigie_a_SOURCES += %D%/runtime_file.c %D%/runtime_file.h %D%/chain.c %D%/nodelist.c %D%/pool.c %D%/pool_inside.h %D%/pool_link.c \
	%D%/pool_head.c %D%/pool_find.c %D%/pool_vote.c %D%/ask.c %D%/storage.c %D%/storage_prove.c %D%/purse.c %D%/account.c %D%/draft.c \
	%D%/hexlist.c %D%/hexlist.h %D%/locate.c %D%/submit.c %D%/submit_inside.h %D%/submit_settle.c %D%/queries.c
# Questions to indexers become C.
G1_QUERIES = %D%/queries/claims.graphql %D%/queries/endpoints.graphql %D%/queries/history.graphql \
	%D%/queries/names.graphql %D%/queries/people.graphql %D%/queries/status.graphql
BUILT_SOURCES += %D%/queries.inc
CLEANFILES += %D%/queries.inc
EXTRA_DIST += $(G1_QUERIES) %D%/queries.awk
%D%/queries.inc: $(G1_QUERIES) $(top_srcdir)/%D%/queries.awk
	$(AM_V_GEN)$(MKDIR_P) %D% && for q in $(G1_QUERIES); do echo "$(top_srcdir)/$$q"; done | LC_ALL=C xargs $(AWK) -f \
		$(top_srcdir)/%D%/queries.awk >$@.new && mv $@.new $@
%D%/queries.$(OBJEXT): %D%/queries.inc
libvigie_a_SOURCES += %D%/indexer.c %D%/indexer_inside.h %D%/indexer_judge.c %D%/indexer_ask.c \
	%D%/ledger.c %D%/ledger_inside.h %D%/ledger_write.c %D%/ledger_find.c %D%/ledger_scan.h \
	%D%/history.c %D%/history_parse.c %D%/people.c \
	%D%/offline.c %D%/g1.c
