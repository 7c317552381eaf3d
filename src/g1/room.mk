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
