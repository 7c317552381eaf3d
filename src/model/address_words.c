/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/address_words.h"
#include "base/i18n.h"

struct network {
	unsigned prefix;
	const char *name;
};

static const struct network networks[];

static const char *network_of(unsigned prefix)
{
	for (const struct network *n = networks; n->name; n++)
		if (n->prefix == prefix)
			return n->name;
	return NULL;
}

void address_words(const struct address *a, struct str *out)
{
	char g1[SS58_MAX], check[4];

	ss58_encode(SS58_G1, a->pub, g1);
	if (a->form == ADDRESS_FOREIGN && network_of(a->prefix))
		/* TR: the prefix of another network, its name, the address as the Ğ1 writes it */
		str_addf(out, _("This address was written for another network (prefix %u, %s). On the Ğ1 the same key is %s."), a->prefix,
		         network_of(a->prefix), g1);
	else if (a->form == ADDRESS_FOREIGN)
		str_addf(out, _("This address was written for another network (prefix %u). On the Ğ1 the same key is %s."), a->prefix, g1);
	if (a->form == ADDRESS_V1 && a->doubtful) {
		str_adds(out, _("No pair of keys can have this address: a character is probably wrong."));
	} else if (a->form == ADDRESS_V1) {
		address_check(a->pub, check);
		/* TR: three characters */
		str_addf(out, _("This old key came without its check characters, which are %s: compare them. On the Ğ1 it is %s."), check, g1);
	}
}

const char *address_form_name(enum address_form form)
{
	static const char *const names[] = { "g1", "foreign", "v1", "v1-checked" };

	return names[form];
}

static const struct network networks[] = {
	{ 0, "Polkadot" }, { 2, "Kusama" }, { 42, "Substrate" }, { 0, NULL },
};
