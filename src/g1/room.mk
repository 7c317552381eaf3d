# SPDX-License-Identifier: GPL-3.0-or-later
# The Ğ1 chain.
libvigie_a_SOURCES += %D%/runtime.h %D%/chain.h %D%/nodelist.h %D%/pool.h %D%/ask.h %D%/storage.h %D%/currency.h %D%/account.h \
	%D%/purse.h %D%/era.h %D%/extrinsic.h %D%/offline.h %D%/compose.h %D%/draft.h %D%/refusal.h %D%/events.h %D%/locate.h \
	%D%/submit.h %D%/indexer.h %D%/queries.h %D%/ledger.h %D%/history.h %D%/people.h %D%/g1.h
