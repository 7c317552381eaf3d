/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vault on a real terminal, in the sandbox: a newcomer pays at once; secrets show only after the passphrase was typed
 * again, and nothing of them is in any byte that is written later, nor on the screen that is left behind. */
#include "config.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "tests/tty/vt.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char program[1024], sandbox[1040];
static char *argv_sandbox[] = { program, (char[]){ "--sandbox" }, NULL };
static const char passphrase[] = "sandbox-vault";
static int homes, strokes;

/* A fresh person on a fresh sandbox, whose blocks come fast and whose vault opens fast. */
static struct vt *start(const char *term)
{
	static char data[600], state[600], config[600], cache[600], options[] = "VIGIE_SANDBOX_OPTIONS=--seed 1 --members 30 --wallets 60 "
		"--transfers 60 --block-time 1", quick[] = "VIGIE_SANDBOX_QUICK_VAULT=1", utf8[] = "LC_ALL=C.UTF-8";
	const char *env[] = { data, state, config, cache, options, quick, utf8, NULL }, *home = getenv("HOME");
	char folder[400];
	snprintf(folder, sizeof folder, "%s/vault-%d-%d", home ? home : "/tmp", (int)getpid(), homes++);
	assert_int_equal(mkdir(folder, 0700), 0);
	snprintf(data, sizeof data, "XDG_DATA_HOME=%s/data", folder);
	snprintf(state, sizeof state, "XDG_STATE_HOME=%s/state", folder);
	snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s/config", folder);
	snprintf(cache, sizeof cache, "XDG_CACHE_HOME=%s/cache", folder);
	struct vt *v = vt_start(&(struct vt_start){ .argv = argv_sandbox, .term = term, .env = env });
	strokes = 0;
	return v;
}

static void sees(struct vt *v, const char *text)
{
	if (!vt_wait(v, text, VT_PATIENCE_MS))
		fail_msg("\"%s\" does not come:\n%s", text, vt_screen(v));
}

static void press(struct vt *v, const char *key)
{
	vt_send(v, key);
	strokes++;
}

static bool wiped(const struct vt *v)
{
	return vt_saw(v, "\033[2J") || vt_saw(v, "\033[H\033[J");
}

/* The first screen takes the ready accounts: Enter, and Enter for the passphrase that is proposed. */
static void take_accounts(struct vt *v)
{
	sees(v, "take them into a vault");
	sees(v, "Vigie-Demo");
	press(v, "\r");
	sees(v, "the one proposed, sandbox-vault");
	press(v, "\r");
	sees(v, "The accounts are yours");
}

static void leave(struct vt *v)
{
	vt_send(v, "\033");
	vt_quiet(v, 300, 3000);
	vt_send(v, "\003\003\003\003");
	int status = vt_wait_end(v, VT_PATIENCE_MS);
	assert_true(WIFEXITED(status));
	assert_true(vt_modes_same(v));
}

static void a_newcomer_pays_in_eight_keys(void **state)
{
	struct vt *v;
	(void)state;
	if (access(sandbox, X_OK))
		skip();
	v = start("xterm-256color");
	take_accounts(v);
	sees(v, "one says so");
	press(v, "p");
	sees(v, "To");
	sees(v, "From");
	vt_send(v, "g1MZjw4qEfrkUhM3M4eCxzKtjrwQNmSJfv96VZihzcv99qgQN");
	press(v, "\r");
	vt_send(v, "20");
	press(v, "\r");
	vt_send(v, "pour le pain");
	press(v, "\r");
	sees(v, "You will send 20.00");
	sees(v, "y signs and sends it");
	press(v, "y");
	assert_true(strokes <= 8);
	vt_send(v, "J");
	sees(v, "final");
	assert_true(vt_on_screen(v, "20.00"));
	leave(v);
	vt_free(v);
}

/* To the account's own screen, and its secret asked for. */
static void ask_for_secret(struct vt *v)
{
	vt_send(v, "2");
	sees(v, "all time");
	vt_send(v, "d");
	sees(v, "old form");
	vt_send(v, "e");
	sees(v, "show what it was made from");
	vt_send(v, "\r");
	sees(v, "Passphrase of the vault");
}

static void shows_and_wipes(const char *term)
{
	struct vt *v = start(term);
	take_accounts(v);
	ask_for_secret(v);
	vt_send(v, "not this one at all\r");
	sees(v, "wrong passphrase");
	assert_false(vt_on_screen(v, "curtain"));
	vt_send(v, "e");
	sees(v, "show what it was made from");
	vt_send(v, "\r");
	sees(v, "Passphrase of the vault");
	vt_send(v, passphrase);
	assert_false(vt_on_screen(v, passphrase));
	vt_send(v, "\r");
	sees(v, "curtain");
	sees(v, "Whoever reads this has the money");
	vt_quiet(v, 300, 5000);
	vt_forget(v);
	vt_send(v, "\033");
	assert_true(vt_wait_gone(v, "curtain", VT_PATIENCE_MS));
	sees(v, "old form");
	assert_true(wiped(v)); /* not painted over */
	vt_send(v, "\f");
	vt_quiet(v, 300, 5000);
	vt_resize(v, 30, 100);
	sees(v, "old form");
	leave(v);
	assert_false(vt_saw(v, "curtain"));
	assert_false(vt_saw(v, "basket"));
	assert_false(vt_on_screen(v, "curtain"));
	assert_false(vt_saw(v, passphrase));
	vt_free(v);
}

static void a_secret_is_shown_and_wiped(void **state)
{
	(void)state;
	if (access(sandbox, X_OK))
		skip();
	shows_and_wipes("xterm-256color");
	shows_and_wipes("linux"); /* has no alternate screen */
}

/* Fresh words: shown once, wiped when they are to be typed back, refused when they are wrong. */
static void fresh_words_leave_no_trace(void **state)
{
	char words[13][32];
	int n = 0, seen = 0;
	struct vt *v;
	(void)state;
	if (access(sandbox, X_OK))
		skip();
	v = start("xterm-256color");
	take_accounts(v);
	vt_send(v, "2");
	sees(v, "all time");
	vt_send(v, "a");
	sees(v, "new account: words made by chance");
	vt_send(v, "\r");
	sees(v, "12 words");
	vt_send(v, "\r\r");
	sees(v, "128 bits of chance");
	for (const char *p = vt_screen(v); n < 12 && (p = strstr(p, " ")); p++) {
		int number, used = 0;
		char word[32];
		if (sscanf(p, " %d %31[a-z]%n", &number, word, &used) == 2 && used && number >= 1 && number <= 12 && strlen(word) >= 3) {
			snprintf(words[number], sizeof words[number], "%s", word);
			n++;
			p += used - 1;
		}
	}
	assert_int_equal(n, 12);
	vt_forget(v);
	vt_send(v, "\r");
	sees(v, "Type the words from your paper");
	assert_true(wiped(v));
	vt_send(v, "abandon abandon abandon\r");
	sees(v, "word 1 is another one");
	vt_send(v, "\033[Z\025");
	for (int i = 1; i <= 12; i++) {
		vt_send(v, words[i]);
		vt_send(v, " ");
	}
	vt_send(v, "\rfraises\r");
	sees(v, "The account is kept");
	sees(v, "fraises");
	for (int i = 1; i <= 12; i++) /* short ones may be part of any word */
		seen += strlen(words[i]) > 5 && vt_saw(v, words[i]);
	assert_true(seen < 2); /* one may be a word of the screen, as "account" is; two are not there by chance */
	leave(v);
	vt_free(v);
}

/* The revocation document is made from the account's screen and shown on one of its own; later it is found again. */
static void a_revocation_document_is_made(void **state)
{
	struct vt *v;
	(void)state;
	if (access(sandbox, X_OK))
		skip();
	v = start("xterm-256color");
	take_accounts(v);
	vt_send(v, "2");
	sees(v, "all time");
	vt_send(v, "d");
	sees(v, "old form");
	vt_send(v, "d");
	sees(v, "make it now, and keep it");
	vt_send(v, "\r");
	sees(v, "none was made yet");
	vt_send(v, "d");
	sees(v, "make it now, and keep it");
	vt_send(v, "\033[B\r");
	sees(v, "Identity: 1");
	sees(v, "Signature:");
	vt_send(v, "q");
	sees(v, "old form");
	vt_send(v, "d");
	sees(v, "show the one that is kept");
	vt_send(v, "\r");
	sees(v, "Identity: 1");
	leave(v);
	vt_free(v);
}

/* L locks: then the secret that shows is wiped, and a payment asks for the passphrase. */
static void locking_wipes(void **state)
{
	struct vt *v;
	(void)state;
	if (access(sandbox, X_OK))
		skip();
	v = start("xterm-256color");
	take_accounts(v);
	vt_send(v, "L");
	sees(v, "locked");
	vt_send(v, ":vault\r");
	sees(v, "The vault is locked");
	vt_send(v, "\r");
	sees(v, "Passphrase of the vault (sandbox-vault, or your own)");
	vt_send(v, "wrong\r");
	sees(v, "That was not it");
	vt_send(v, passphrase);
	vt_send(v, "\r");
	sees(v, "The vault is open");
	sees(v, "words: Vigie-Demo, 1 account");
	vt_send(v, "\r");
	sees(v, "Change the passphrase");
	vt_send(v, passphrase);
	vt_send(v, "\rvent debout\rvent debout\r");
	sees(v, "the passphrase was changed");
	vt_send(v, "L");
	sees(v, "The vault is locked");
	vt_send(v, "\r");
	sees(v, "Passphrase of the vault");
	vt_send(v, "vent debout\r");
	sees(v, "The vault is open");
	assert_false(vt_saw(v, "vent debout"));
	leave(v);
	vt_free(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_newcomer_pays_in_eight_keys), cmocka_unit_test(a_secret_is_shown_and_wiped),
		cmocka_unit_test(fresh_words_leave_no_trace), cmocka_unit_test(a_revocation_document_is_made),
		cmocka_unit_test(locking_wipes),
	};
	const char *build = getenv("top_builddir");
	snprintf(program, sizeof program, "%s/vigie", build ? build : ".");
	snprintf(sandbox, sizeof sandbox, "%s-sandbox", program);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
