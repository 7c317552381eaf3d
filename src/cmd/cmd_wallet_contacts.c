/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts from the command line. What is removed goes into undo with everything it held. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cmd/cmd_wallet.h"
#include "cmd/handlers.h"
#include "codec/address.h"
#include "model/app.h"
#include "model/contacts.h"
#include "model/vcard.h"
#include "model/undo.h"

enum { FILE_MOST = 8 << 20 };

static json_t *contact_json(const struct contact *c)
{
	return json_pack("{s:s, s:o, s:s, s:s, s:s, s:s}", "name", c->name, "address", cmd_wallet_address(c->pub), "group", c->group, "note",
	                 c->note, "mail", c->mail, "npub", c->npub);
}

enum err cmd_wallet_contacts(struct cmd_run *r)
{
	const char *group = cmd_flag(r, "--group");
	json_t *items;

	if (!r->json && !group && r->front && r->front->ops->open && !r->front->ops->open(r->front->self, "contacts", 0, NULL)) {
		cmd_finish(r, E_OK, NULL, NULL);
		return E_OK;
	}
	items = json_array();
	for (size_t i = 0; i < contacts_count(r->app->contacts); i++) {
		const struct contact *c = contacts_at(r->app->contacts, i);

		if (!group || !strcmp(group, c->group))
			json_array_append_new(items, contact_json(c));
	}
	cmd_finish(r, E_OK, cmd_wallet_items(items, false), NULL);
	return E_OK;
}

static char *text(const char *s)
{
	return (char *)(uintptr_t)(s ? s : "");
}

enum err cmd_wallet_contact_add(struct cmd_run *r)
{
	struct address a;
	struct contact c = { .name = text(cmd_arg(r, 0)), .note = text(cmd_flag(r, "--note")), .group = text(cmd_flag(r, "--group")),
		.mail = text(cmd_flag(r, "--mail")), .npub = text(cmd_flag(r, "--npub")) };
	enum err e = address_read(slice_of(cmd_arg(r, 1)), &a);
	struct str label = { 0 };
	char *argv[1];

	if (e)
		return fault_set(&r->fault, e, "%s", cmd_arg(r, 1));
	memcpy(c.pub, a.pub, 32);
	e = contacts_put(r->app->contacts, &c, &r->fault);
	if (e)
		return e;
	argv[0] = c.name;
	str_addf(&label, _("add contact %s"), c.name);
	if (r->app->undo)
		undo_push(r->app->undo, str_c(&label), "contact-remove", 1, argv, 0);
	str_free(&label);
	cmd_finish(r, E_OK, contact_json(contacts_by_pub(r->app->contacts, a.pub)), NULL);
	return E_OK;
}

/* What is taken away can be had back with everything it held. */
static void push_undo(struct cmd_run *r, const struct contact *c)
{
	struct str label = { 0 };
	char address[SS58_MAX];
	char *argv[] = { c->name, address, text("--note"), c->note, text("--group"), c->group, text("--mail"), c->mail, text("--npub"), c->npub };

	ss58_encode(SS58_G1, c->pub, address);
	str_addf(&label, _("delete contact %s"), c->name);
	if (r->app->undo)
		undo_push(r->app->undo, str_c(&label), "contact-add", sizeof argv / sizeof *argv, argv, 0);
	str_free(&label);
}

enum err cmd_wallet_contact_remove(struct cmd_run *r)
{
	bool several;
	const struct contact *c = contacts_by_name(r->app->contacts, cmd_arg(r, 0), &several);
	struct address a;
	unsigned char pub[32];
	enum err e;

	if (!c && !address_read(slice_of(cmd_arg(r, 0)), &a))
		c = contacts_by_pub(r->app->contacts, a.pub);
	if (!c || several)
		return fault_set(&r->fault, c ? E_AMBIGUOUS : E_NOT_FOUND, "%s", cmd_arg(r, 0));
	memcpy(pub, c->pub, 32);
	push_undo(r, c);
	e = contacts_remove(r->app->contacts, pub, &r->fault);
	if (!e)
		cmd_finish(r, E_OK, NULL, NULL);
	return e;
}

enum err cmd_wallet_contacts_import(struct cmd_run *r)
{
	struct str in = { 0 }, text_out = { 0 };
	size_t n = 0, left = 0;
	enum err e = paths_read(cmd_arg(r, 0), FILE_MOST, &in, &r->fault);

	if (!e)
		e = vcard_read(r->app->contacts, slice_str(&in), &n, &left, &r->fault);
	str_free(&in);
	if (e)
		return e;
	str_addf(&text_out, ngettext("%lu contact taken in", "%lu contacts taken in", n), (unsigned long)n);
	if (left)
		str_addf(&text_out, ngettext(", %lu left out (no address, or the name is taken)", ", %lu left out (no address, or the name is taken)",
		                             left), (unsigned long)left);
	cmd_finish(r, E_OK, json_pack("{s:I, s:I}", "taken", (json_int_t)n, "left_out", (json_int_t)left), str_c(&text_out));
	str_free(&text_out);
	return E_OK;
}

enum err cmd_wallet_contacts_export(struct cmd_run *r)
{
	const char *file = cmd_arg(r, 0);
	struct str out = { 0 };
	enum err e = E_OK;

	vcard_write(r->app->contacts, &out);
	if (file && strcmp(file, "-"))
		e = paths_write(file, slice_str(&out), &r->fault);
	if (!e && file && strcmp(file, "-"))
		cmd_finish(r, E_OK, json_pack("{s:s, s:I}", "file", file, "contacts", (json_int_t)contacts_count(r->app->contacts)), NULL);
	else if (!e)
		cmd_finish(r, E_OK, json_pack("{s:s}", "text", str_c(&out)), str_c(&out));
	str_free(&out);
	return e;
}
