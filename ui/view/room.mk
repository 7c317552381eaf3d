# SPDX-License-Identifier: GPL-3.0-or-later
libui_a_SOURCES += %D%/views.c %D%/view_list.h %D%/home.c %D%/home_head.c %D%/home_tiles.c %D%/home_tiles.h \
	%D%/settings.c %D%/log.c %D%/setup.c %D%/about.c \
	%D%/station.c %D%/station_tiles.c %D%/station_tiles.h %D%/station_tiles_here.c %D%/station_more.c \
	%D%/station_words.c %D%/station_words.h %D%/figures.c %D%/figures.h %D%/bandwidth.c %D%/here.c %D%/ipfs.c %D%/board.c \
	%D%/peers.c %D%/storage.c %D%/machine.c %D%/services.c \
	%D%/capacity.c %D%/keys.c %D%/swarm.c %D%/skywire.c %D%/pages.c %D%/pages.h %D%/page_items.c %D%/page_items.h \
	%D%/words.c %D%/words.h %D%/entry_words.c %D%/entry_words.h \
	%D%/movement.c %D%/movement.h \
	%D%/payment.c %D%/journal.c %D%/receive.c %D%/qr.c \
	%D%/unlock.c %D%/unlock.h \
	%D%/vault.c %D%/vault_new.c %D%/vault_new.h %D%/secret.c %D%/secret.h %D%/account_do.c %D%/account_do.h \
	%D%/wallet.c %D%/wallet_accounts.c %D%/wallet_panes.c %D%/wallet_panes.h %D%/wallet_find.c %D%/wallet_export.c \
	%D%/wallet_totals.c \
	%D%/pay.c %D%/pay_fill.c %D%/pay.h %D%/pay_fill.h %D%/pay_form.h %D%/pay_form.c %D%/account.c %D%/add.c %D%/add.h \
	%D%/create.c %D%/import.c \
	%D%/contacts.c %D%/contact_edit.c %D%/contact_edit.h %D%/net.c
