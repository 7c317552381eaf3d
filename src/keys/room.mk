# SPDX-License-Identifier: GPL-3.0-or-later
libcommon_a_SOURCES += \
	%D%/merlin.c %D%/merlin.h %D%/ed25519.c %D%/ed25519.h %D%/sr25519.c %D%/sr25519.h %D%/secp.c %D%/secp.h \
	%D%/kdf.c %D%/kdf.h %D%/norm.c %D%/norm.h %D%/brain.c %D%/brain.h %D%/bip39.c %D%/bip39.h %D%/diceware.c %D%/diceware.h \
	%D%/bip32.c %D%/bip32.h %D%/ncryptsec.c %D%/ncryptsec.h %D%/twin.c %D%/twin.h \
	%D%/key.c %D%/key.h %D%/derive.c %D%/derive.h %D%/suri.c %D%/suri.h %D%/payload.c %D%/payload.h \
	%D%/dunikey.c %D%/dunikey.h %D%/plainkey.c %D%/plainkey.h %D%/keystore.c %D%/keystore.h %D%/keyfile.c %D%/keyfile.h \
	%D%/seal.c %D%/seal.h %D%/vault.c %D%/vault.h %D%/vault_body.c %D%/vault_body.h %D%/vault_file.c %D%/vault_file.h \
	%D%/vault_list.c %D%/vault_list.h %D%/vault_edit.c %D%/vault_edit.h %D%/vault_export.c %D%/vault_export.h \
	%D%/vault_try.c %D%/vault_try.h
# The mnemonic word lists become C.
BUILT_SOURCES += %D%/bip39_words.inc
CLEANFILES += %D%/bip39_words.inc
EXTRA_DIST += %D%/bip39_en.txt %D%/bip39_fr.txt %D%/words.awk
%D%/bip39_words.inc: $(top_srcdir)/%D%/words.awk $(top_srcdir)/%D%/bip39_en.txt $(top_srcdir)/%D%/bip39_fr.txt
	$(AM_V_GEN)$(MKDIR_P) %D% && LC_ALL=C $(AWK) -f $(top_srcdir)/%D%/words.awk $(top_srcdir)/%D%/bip39_en.txt \
		$(top_srcdir)/%D%/bip39_fr.txt >$@.new && mv $@.new $@
%D%/bip39.$(OBJEXT): %D%/bip39_words.inc
