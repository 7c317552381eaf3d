# SPDX-License-Identifier: GPL-3.0-or-later
libui_a_SOURCES += %D%/views.c %D%/view_list.h %D%/home.c %D%/home_head.c %D%/home_tiles.c %D%/home_tiles.h \
	%D%/settings.c %D%/log.c %D%/setup.c %D%/about.c \
	%D%/words.c %D%/words.h %D%/entry_words.c %D%/entry_words.h \
	%D%/wallet.c %D%/wallet_panes.c %D%/wallet_panes.h %D%/wallet_find.c %D%/wallet_export.c %D%/movement.c %D%/movement.h \
	%D%/pay.c %D%/pay.h %D%/pay_form.c %D%/payment.c %D%/journal.c %D%/net.c %D%/receive.c %D%/qr.c %D%/account.c \
	%D%/unlock.c %D%/unlock.h \
	%D%/contacts.c %D%/contact_edit.c %D%/contact_edit.h \
	%D%/add.c %D%/add.h %D%/vault_new.c %D%/vault_new.h %D%/create.c %D%/import.c
