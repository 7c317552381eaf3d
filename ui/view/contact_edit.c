/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A contact as a form. A changed address means another key: the old contact is taken away and the new one put; when that is
 * refused, the old one comes back. */
#include "ui/view/contact_edit.h"
#include "base/i18n.h"
#include "base/tick.h"
#include "codec/payuri.h"
#include "model/app.h"
#include "ui/view/entry_words.h"
#include "ui/widget/form.h"

static const struct view_ops edit_view;

struct contact_edit {
	struct form form;
	unsigned char was[32];     /* the key it was opened with: another address moves the contact */
	bool known;
	int64_t made;
};

static enum err read_address(const struct form *f, unsigned char pub[32])
{
	struct payuri u;
	enum err e = payuri_read(slice_trim(form_text(f, "address")), &u);
	if (!e && !u.has_address)
		e = E_INVALID;
	if (!e)
		memcpy(pub, u.to.pub, 32);
	return e;
}

static bool check_name(struct form *f, size_t i, struct str *why)
{
	(void)why;
	return slice_trim(edit_text(&f->values[i].edit)).n > 0;
}

static bool check_address(struct form *f, size_t i, struct str *why)
{
	unsigned char pub[32];
	if (!slice_trim(edit_text(&f->values[i].edit)).n)
		return false;
	enum err e = read_address(f, pub);
	if (e)
		str_adds(why, err_message(e));
	return !e;
}

static const struct field fields[] = {
	{ .name = "name", .label = N_("Name"), .kind = FIELD_TEXT, .check = check_name },
	{ .name = "address", .label = N_("Address"), .kind = FIELD_TEXT, .check = check_address, .hint = N_("g1..., a g1:// link, or key:chk") },
	{ .name = "group", .label = N_("Group"), .kind = FIELD_TEXT },
	{ .name = "note", .label = N_("Note"), .kind = FIELD_TEXT },
	{ .name = "mail", .label = N_("Mail"), .kind = FIELD_TEXT },
	{ .name = "npub", .label = N_("NOSTR"), .kind = FIELD_TEXT, .hint = N_("npub1...; Enter keeps the contact") },
};

static char *text_of(const struct form *f, const char *name)
{
	struct slice s = slice_trim(form_text(f, name));
	return mem_strndup(s.p, s.n);
}

/* A copy that outlives changes of the address book. */
static struct contact copy_of(const struct contact *c)
{
	struct contact k = *c;
	k.name = mem_strdup(c->name);
	k.note = mem_strdup(c->note);
	k.group = mem_strdup(c->group);
	k.npub = mem_strdup(c->npub);
	k.mail = mem_strdup(c->mail);
	return k;
}

static void drop(struct contact *c)
{
	free(c->name);
	free(c->note);
	free(c->group);
	free(c->npub);
	free(c->mail);
	*c = (struct contact){ 0 };
}

/* Under another key it is another contact; the old one comes back when the new one cannot be kept. */
static enum err replace(struct view *v, const struct contact *c, struct fault *f)
{
	struct contact_edit *p = v->priv;
	struct contacts *all = v->app->contacts;
	const struct contact *old = p->known ? contacts_by_pub(all, p->was) : NULL;
	if (!old || !memcmp(c->pub, p->was, 32))
		return contacts_put(all, c, f);
	struct contact kept = copy_of(old);
	enum err e = contacts_remove(all, p->was, f);
	if (!e) {
		e = contacts_put(all, c, f);
		if (e)
			contacts_put(all, &kept, NULL);
	}
	drop(&kept);
	return e;
}

static unsigned keep(struct view *v)
{
	struct contact_edit *p = v->priv;
	struct front *front = stack_front(v->stack);
	struct fault f = { 0 };
	struct contact c = {
		.name = text_of(&p->form, "name"), .note = text_of(&p->form, "note"), .group = text_of(&p->form, "group"),
		.npub = text_of(&p->form, "npub"), .mail = text_of(&p->form, "mail"), .made = p->made ? p->made : tick_now(),
	};
	enum err e = read_address(&p->form, c.pub);
	if (!e)
		e = replace(v, &c, &f);
	drop(&c);
	if (!e)
		return VIEW_HANDLED | VIEW_STALE | VIEW_CLOSE;
	front_fault(front, TONE_ERROR, e, &f);
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned edit_key_(struct view *v, const struct keystroke *k)
{
	struct contact_edit *p = v->priv;
	unsigned did = form_key(&p->form, k);
	if (did & FORM_DONE)
		return keep(v);
	return did & (VIEW_HANDLED | VIEW_STALE);
}

static bool edit_wants(const struct view *v)
{
	return form_wants_text(&((const struct contact_edit *)v->priv)->form);
}

static void edit_draw_(struct view *v, struct grid *g, struct rect r)
{
	form_draw(&((struct contact_edit *)v->priv)->form, g, (struct rect){ r.y, r.x + 1, r.h, r.w - 2 }, true);
}

static void edit_size(struct view *v, int *h, int *w)
{
	(void)v;
	*h = *h < 8 ? *h : 8;
	*w = *w < 70 ? *w : 70;
}

static void edit_say(struct view *v, struct str *out)
{
	form_say(&((struct contact_edit *)v->priv)->form, out);
}

static void edit_close(struct view *v)
{
	form_free(&((struct contact_edit *)v->priv)->form);
}

void contact_edit_open(struct stack *s, const struct contact *c)
{
	struct view *v = stack_dialog(s, &edit_view);
	struct str address = { 0 };
	if (!v)
		return;
	struct contact_edit *p = v->priv;
	form_init(&p->form, fields, sizeof fields / sizeof *fields, p, s);
	if (!c)
		return;
	p->known = true;
	p->made = c->made;
	memcpy(p->was, c->pub, 32);
	entry_address(c->pub, &address);
	form_set(&p->form, "name", slice_of(c->name));
	form_set(&p->form, "address", slice_str(&address));
	form_set(&p->form, "group", slice_of(c->group));
	form_set(&p->form, "note", slice_of(c->note));
	form_set(&p->form, "mail", slice_of(c->mail));
	form_set(&p->form, "npub", slice_of(c->npub));
	str_free(&address);
}

static const struct view_ops edit_view = {
	.name = "contact-edit", .title = N_("Contact"), .flags = VIEW_DIALOG, .context = IN_FORM, .priv_size = sizeof(struct contact_edit),
	.close = edit_close, .key = edit_key_, .wants_text = edit_wants, .draw = edit_draw_, .say = edit_say, .size = edit_size,
};
