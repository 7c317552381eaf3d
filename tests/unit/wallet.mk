# SPDX-License-Identifier: GPL-3.0-or-later
# The tests of the wallet: its models and its commands.
EXTRA_DIST += tests/vault.sh tests/wallet.sh tests/sandbox/wallet_offline.sh
TESTS += tests/vault.sh tests/wallet.sh tests/sandbox/wallet_offline.sh
EXTRA_DIST += tests/sandbox/wallet_lies.sh tests/sandbox/wallet_history.sh tests/sandbox/wallet_history.py
if SANDBOX
TESTS += tests/sandbox/wallet_lies.sh tests/sandbox/wallet_history.sh
endif
# The same with a million movements of one account: minutes.
history-long: all
	HISTORY_TRANSFERS=1000000 top_srcdir='$(abs_top_srcdir)' top_builddir='$(abs_top_builddir)' bash $(top_srcdir)/tests/sandbox/wallet_history.sh
.PHONY: history-long
if HAVE_CMOCKA
wallet_tests = %D%/t_model_revocation %D%/t_model_journal %D%/t_model_contacts %D%/t_model_vaults %D%/t_model_courier %D%/t_model_payment %D%/t_model_payment_do %D%/t_model_moves %D%/t_model_recorded %D%/t_model_subject
check_PROGRAMS += $(wallet_tests)
TESTS += $(wallet_tests)
tests_unit_t_model_revocation_SOURCES = %D%/t_model_revocation.c
tests_unit_t_model_revocation_LDADD = $(CORE_LIBS) $(CMOCKA_LIBS)
tests_unit_t_model_journal_SOURCES = %D%/t_model_journal.c
tests_unit_t_model_journal_LDADD = $(CORE_LIBS) $(CMOCKA_LIBS)
tests_unit_t_model_contacts_SOURCES = %D%/t_model_contacts.c
tests_unit_t_model_contacts_LDADD = $(CORE_LIBS) $(CMOCKA_LIBS)
tests_unit_t_model_vaults_SOURCES = %D%/t_model_vaults.c
tests_unit_t_model_vaults_LDADD = $(CORE_LIBS) $(CMOCKA_LIBS)
tests_unit_t_model_vaults_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=tick_ms
tests_unit_t_model_courier_SOURCES = %D%/t_model_courier.c %D%/courier_chain.h %D%/t_g1.h
tests_unit_t_model_courier_LDADD = $(CORE_LIBS) $(CMOCKA_LIBS)
tests_unit_t_model_recorded_SOURCES = %D%/t_model_recorded.c
tests_unit_t_model_recorded_LDADD = $(CORE_LIBS) $(CMOCKA_LIBS)
tests_unit_t_model_subject_SOURCES = %D%/t_model_subject.c
tests_unit_t_model_subject_LDADD = $(CORE_LIBS) $(CMOCKA_LIBS)
tests_unit_t_model_payment_SOURCES = %D%/t_model_payment.c %D%/payment_fix.h %D%/coin_fake.h %D%/t_g1.h
tests_unit_t_model_payment_LDADD = $(CORE_LIBS) $(CMOCKA_LIBS)
tests_unit_t_model_payment_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=tick_ms
tests_unit_t_model_payment_do_SOURCES = %D%/t_model_payment_do.c %D%/payment_fix.h %D%/coin_fake.h %D%/t_g1.h
tests_unit_t_model_payment_do_LDADD = $(CORE_LIBS) $(CMOCKA_LIBS)
tests_unit_t_model_payment_do_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=tick_ms
tests_unit_t_model_moves_SOURCES = %D%/t_model_moves.c
tests_unit_t_model_moves_LDADD = $(CORE_LIBS) $(CMOCKA_LIBS)
endif
noinst_PROGRAMS += tests/bench/wallet_bench
tests_bench_wallet_bench_SOURCES = tests/bench/wallet_bench.c tests/bench/bench.h
tests_bench_wallet_bench_LDADD = $(CORE_LIBS)
EXTRA_DIST += tests/bench/wallet.sh
if HAVE_VTERM
check_PROGRAMS += tests/tty/t_tty_vault
TESTS += tests/tty/t_tty_vault
tests_tty_t_tty_vault_SOURCES = tests/tty/t_tty_vault.c tests/tty/vt.c tests/tty/vt.h
tests_tty_t_tty_vault_CFLAGS = $(AM_CFLAGS) $(VTERM_CFLAGS)
tests_tty_t_tty_vault_LDADD = $(TEST_LIBS) $(VTERM_LIBS) -lutil
endif
FUZZ_TARGETS += tests/fuzz/fuzz_revocation
tests_fuzz_fuzz_revocation_SOURCES = tests/fuzz/fuzz_revocation.c
tests_fuzz_fuzz_revocation_LDADD = $(CORE_LIBS)
tests_fuzz_fuzz_revocation_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
EXTRA_DIST += tests/fuzz/corpus/revocation
