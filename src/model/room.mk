# SPDX-License-Identifier: GPL-3.0-or-later
libvigie_a_SOURCES += %D%/subject.c %D%/subject.h %D%/tasks.c %D%/tasks.h %D%/undo.c %D%/undo.h %D%/notices.c %D%/notices.h \
	%D%/app.c %D%/app.h %D%/snap.c %D%/snap.h %D%/money.c %D%/money.h %D%/world.c %D%/world.h \
	%D%/wallet.c %D%/wallet.h %D%/wallet_follow.h %D%/station.c %D%/station.h %D%/mail.c %D%/mail.h %D%/todo.c %D%/todo.h \
	%D%/presence.c %D%/presence.h \
	%D%/discover.c %D%/discover.h
libvigie_a_SOURCES += %D%/backup.c %D%/backup.h
libvigie_a_SOURCES += %D%/vaults.c %D%/vaults_advice.c %D%/vaults_hold.c %D%/vaults.h %D%/vaults_advice.h \
	%D%/vaults_hold.h %D%/vaults_in.h %D%/watched.c %D%/watched.h %D%/contacts.c %D%/vcard.c %D%/vcard.h \
	%D%/contacts.h %D%/journal.c %D%/journal.h %D%/journal_write.c %D%/journal_write.h %D%/journal_ask.h %D%/journal_in.h \
	%D%/courier.c %D%/courier_sign.c %D%/courier_send.c %D%/courier.h %D%/courier_in.h %D%/coin_ops.h \
	%D%/payment.c %D%/payment_look.c %D%/payment_words.c %D%/payment_do.c %D%/payment.h %D%/payment_fill.h %D%/payment_do.h \
	%D%/payment_in.h %D%/payfile.c %D%/payfile.h \
	%D%/coin.c %D%/coin_g1.c %D%/coin.h %D%/wallet_chain.c %D%/wallet_in.h %D%/moves.c %D%/moves.h %D%/moves_in.h \
	%D%/moves_count.c %D%/moves_totals.c %D%/moves_totals.h %D%/statement.c %D%/statement.h \
	%D%/import.c %D%/import_read.c %D%/import.h %D%/import_fresh.h %D%/import_in.h %D%/address_words.c %D%/address_words.h \
	%D%/revocation.c %D%/revocation.h %D%/nodes.c %D%/nodes.h %D%/slip.c %D%/slip.h
libvigie_a_SOURCES += \
	%D%/lookout.c %D%/lookout.h %D%/series.c %D%/series.h %D%/series_in.h %D%/series_read.c %D%/fields.c %D%/fields.h \
	%D%/sorting.c %D%/sorting.h %D%/ipfs.c %D%/ipfs.h %D%/bandwidth.c %D%/bandwidth.h %D%/peers.c %D%/peers.h \
	%D%/storage.c %D%/storage.h %D%/machine.c %D%/machine.h %D%/services.c %D%/services.h %D%/services_in.h \
	%D%/services_systemd.c %D%/station_in.h %D%/station_lines.c %D%/swarm.c %D%/swarm.h %D%/swarm_in.h %D%/swarm_ask.c \
	%D%/skywire.c %D%/skywire.h %D%/skywire_in.h %D%/skywire_more.c %D%/capacity.c %D%/capacity.h %D%/capacity_in.h \
	%D%/capacity_fill.c %D%/ssh_keys.c %D%/ssh_keys.h
libvigie_a_SOURCES += %D%/qrimage.c %D%/qrimage.h %D%/suggest.c %D%/suggest.h %D%/recorded.c %D%/recorded_read.c \
	%D%/recorded.h %D%/recorded_in.h
libvigie_a_SOURCES += %D%/demo.c %D%/demo.h
