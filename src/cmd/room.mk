# SPDX-License-Identifier: GPL-3.0-or-later
libvigie_a_SOURCES += \
	%D%/cmd.c %D%/cmd.h %D%/front.c %D%/front.h %D%/commands.def %D%/handlers.h %D%/key.c %D%/key.h %D%/keymap.c %D%/keymap.h \
	%D%/parse.c %D%/parse.h %D%/spec.c %D%/spec.h %D%/fuzzy.c %D%/fuzzy.h %D%/complete.c %D%/complete.h \
	%D%/settings.c %D%/settings.h %D%/settings.def %D%/gen.c %D%/gen.h \
	%D%/cmd_nav.c %D%/cmd_app.c %D%/cmd_app.h %D%/cmd_settings.c \
	%D%/cmd_station.c %D%/cmd_station.h %D%/doctor_station.c %D%/station_json.c %D%/station_json.h %D%/station_json_in.h %D%/station_json_more.c \
	%D%/cmd_doctor.c %D%/doctor.h %D%/doctor_own.c %D%/doctor_own.h %D%/doctor_names.c %D%/doctor_vault.c %D%/cmd_backup.c \
	%D%/cli.c %D%/cli.h %D%/cli_prompt.c %D%/cli_prompt.h %D%/cli_table.c %D%/cli_table.h \
	%D%/cli_words.c %D%/cli_words.h %D%/cli_words.def
libvigie_a_SOURCES += %D%/cmd_wallet.c %D%/cmd_wallet.h %D%/cmd_wallet_history.c %D%/cmd_wallet_pay.c %D%/cmd_wallet_journal.c \
	%D%/cmd_wallet_vault.c %D%/cmd_wallet_take.c %D%/cmd_wallet_revoke.c %D%/cmd_wallet_keys.c %D%/cmd_wallet_contacts.c %D%/cmd_wallet_chain.c %D%/cmd_wallet_qr.c \
	%D%/wait.c %D%/wait.h
# The shell is a front like those of ui/: it needs readline, which the core does not know.
libui_a_SOURCES += ui/shell.c ui/shell.h

# `vigie man` prints the installed page, embedded.
BUILT_SOURCES += %D%/man_page.inc
CLEANFILES += %D%/man_page.inc
%D%/man_page.inc: doc/vigie.1 $(top_srcdir)/doc/embed.awk
	$(AM_V_GEN)$(MKDIR_P) %D% && $(AWK) -f $(top_srcdir)/doc/embed.awk doc/vigie.1 >$@.tmp && mv $@.tmp $@
%D%/gen.$(OBJEXT): %D%/man_page.inc
