/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "base/paths.h"
#include "base/secret.h"
#include "keys/diceware.h"
#include "keys/vault_list.h"
#include "model/app.h"
#include "model/notices.h"
#include "model/vaults_advice.h"
#include "model/vaults_in.h"
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WORDS = 6 };

static const char *const admin_groups[] = { "sudo", "wheel", "admin", "docker", "lxd" };

/* Members of groups whose members can become anybody, other than this person. */
static size_t administrators(void)
{
	const struct passwd *me = getpwuid(getuid());
	char name[64];
	size_t n = 0;

	snprintf(name, sizeof name, "%s", me ? me->pw_name : "");
	for (size_t i = 0; i < sizeof admin_groups / sizeof *admin_groups; i++) {
		const struct group *g = getgrnam(admin_groups[i]);

		for (char **m = g ? g->gr_mem : NULL; m && *m; m++)
			n += strcmp(*m, name) != 0;
	}
	return n;
}

/* How many SSH keys open this Unix account. */
static size_t ssh_keys(void)
{
	const char *home = getenv("HOME");
	struct str path = { 0 }, text = { 0 };
	struct slice rest, line;
	size_t n = 0;

	str_addf(&path, "%s/.ssh/authorized_keys", home ? home : "");
	if (!paths_read(path.p, 1 << 20, &text, NULL)) {
		rest = slice_str(&text);
		while (slice_split(&rest, '\n', &line)) {
			line = slice_trim(line);
			n += line.n && line.p[0] != '#';
		}
	}
	str_free(&path);
	str_free(&text);
	return n;
}

/* Whether secrets in memory could be written to a swap space. */
static bool swaps(void)
{
	struct str text = { 0 };
	size_t lines = 0;

	if (!secret_locked() && !paths_read("/proc/swaps", 1 << 16, &text, NULL))
		for (size_t i = 0; i < text.n; i++)
			lines += text.p[i] == '\n';
	str_free(&text);
	return lines > 1;
}

enum err vaults_trouble(const struct vaults *v, struct fault *f)
{
	struct str path = { 0 };
	unsigned char genesis[32];
	struct vault_account *list = NULL;
	size_t n;
	enum err e = E_OK;

	if (!vaults_place(v, &path, genesis, NULL))
		e = vault_list_read(str_c(&path), genesis, &list, &n, f);
	free(list);
	str_free(&path);
	return e == E_NOT_FOUND ? E_OK : e;
}

void vaults_tell_trouble(const struct vaults *v)
{
	struct fault f = { 0 };
	struct str s = { 0 };
	enum err e = vaults_trouble(v, &f);

	if (!e)
		return;
	/* TR: why the vault is refused, and its file */
	str_addf(&s, _("The vault is refused: %s (%s)."), err_message(e), f.where);
	if (*err_hint(e))
		str_addf(&s, " %s", err_hint(e));
	notices_add(vaults_app(v)->notices, NOTICE_ERROR, str_c(&s));
	str_free(&s);
}

bool vaults_shared(const struct vaults *v, struct str *why)
{
	size_t keys = ssh_keys(), admins = administrators(), before = why->n;
	struct str dir = { 0 };
	struct fault f = { 0 };

	(void)v;
	if (getuid() == 0)
		str_addf(why, "%s\n", _("This is the account of root: whoever administers this machine can take the keys."));
	if (keys > 1)
		str_addf(why, ngettext("%lu SSH key opens this Unix account: its holder could take the keys.\n",
		                       "%lu SSH keys open this Unix account: each of their holders could take the keys.\n", keys),
		         (unsigned long)keys);
	if (admins)
		str_addf(why, ngettext("%lu other person can become administrator here and could take the keys.\n",
		                       "%lu other people can become administrator here and could take the keys.\n", admins),
		         (unsigned long)admins);
	if (!paths_world(PATH_DATA, "vault", &dir)) {
		while (dir.n && dir.p[dir.n - 1] != '/')
			str_cut(&dir, dir.n - 1);
		if (dir.n > 1)
			str_cut(&dir, dir.n - 1);
		if (paths_private(dir.p, &f))
			str_addf(why, "%s\n", _("Others can read the folder where the vault lives."));
	}
	if (swaps())
		str_addf(why, "%s\n", _("This system does not keep memory out of its swap: an open vault could leave traces there."));
	str_free(&dir);
	return why->n > before;
}

void vaults_propose(bool french, struct secret *out)
{
	unsigned bits;

	(void)diceware_make(WORDS, french ? BIP39_FR : BIP39_EN, out, &bits);
}

unsigned vaults_estimate(struct slice passphrase)
{
	return diceware_estimate(passphrase);
}
