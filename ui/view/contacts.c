/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address book. Several instances write the same file: the model reads it anew when another one wrote, and the table
 * follows by keys, not by positions. */
#include "base/i18n.h"
#include "base/paths.h"
#include "base/text.h"
#include "model/app.h"
#include "model/contacts.h"
#include "model/vcard.h"
#include "ui/view/contact_edit.h"
#include "ui/view/entry_words.h"
#include "ui/view/view_list.h"
#include "ui/view/words.h"
#include "ui/widget/stack.h"
#include "ui/widget/table.h"

enum { VCARD_MAX = 4 << 20 };

struct contacts_priv {
	struct table table;
};

static const struct contact *contact(void *arg, size_t i)
{
	return contacts_at(((struct view *)arg)->app->contacts, i);
}

static size_t count(void *arg)
{
	return contacts_count(((struct view *)arg)->app->contacts);
}

static uint64_t id(void *arg, size_t i)
{
	uint64_t n;
	memcpy(&n, contact(arg, i)->pub, sizeof n);
	return n;
}

static unsigned version(void *arg)
{
	return contacts_subject(((struct view *)arg)->app->contacts)->version;
}

static void name_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	*role = ROLE_THEM;
	str_adds(out, contact(arg, i)->name);
}

static void group_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	*role = ROLE_LABEL;
	str_adds(out, contact(arg, i)->group);
}

static void address_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	struct str s = { 0 };
	*role = ROLE_DIM;
	entry_address(contact(arg, i)->pub, &s);
	words_short(out, str_c(&s), 8, 6);
	str_free(&s);
}

static void note_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)role;
	str_adds(out, contact(arg, i)->note);
}

static void mail_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	*role = ROLE_DIM;
	str_adds(out, contact(arg, i)->mail);
}

static int by(const char *x, const char *y)
{
	struct str a = { 0 }, b = { 0 };
	text_fold(&a, slice_of(x));
	text_fold(&b, slice_of(y));
	int r = strcmp(str_c(&a), str_c(&b));
	str_free(&a);
	str_free(&b);
	return r;
}

static int by_name(void *arg, size_t a, size_t b)
{
	return by(contact(arg, a)->name, contact(arg, b)->name);
}

static int by_group(void *arg, size_t a, size_t b)
{
	int r = by(contact(arg, a)->group, contact(arg, b)->group);
	return r ? r : by_name(arg, a, b);
}

static const struct column columns[] = {
	{ .name = "name", .title = N_("name"), .min = 12, .weight = 2, .flags = COLUMN_RTL, .cell = name_cell, .compare = by_name },
	{ .name = "group", .title = N_("group"), .min = 10, .weight = 1, .drop = 2, .cell = group_cell, .compare = by_group },
	{ .name = "address", .title = N_("address"), .min = 15, .drop = 1, .cell = address_cell },
	{ .name = "note", .title = N_("note"), .min = 12, .weight = 3, .drop = 3, .cell = note_cell },
	{ .name = "mail", .title = N_("mail"), .min = 14, .weight = 1, .drop = 4, .cell = mail_cell },
};
static const struct table_ops ops = {
	.columns = columns, .ncolumns = sizeof columns / sizeof *columns, .count = count, .id = id, .version = version,
};

static enum err contacts_open(struct view *v, int argc, char *const *argv)
{
	struct contacts_priv *p = v->priv;
	(void)argc;
	(void)argv;
	table_init(&p->table, &ops, v, 0);
	p->table.stack = v->stack;
	p->table.list.empty = _("No contact yet.");
	p->table.list.hint = _("a adds one.");
	view_watch(v, contacts_subject(v->app->contacts));
	return E_OK;
}

static void contacts_close(struct view *v)
{
	table_free(&((struct contacts_priv *)v->priv)->table);
}

static const struct contact *selected(struct view *v)
{
	size_t i = table_row(&((struct contacts_priv *)v->priv)->table);
	return i == LIST_NONE ? NULL : contact(v, i);
}

static void tell(struct view *v, enum err e, const struct fault *f)
{
	front_fault(stack_front(v->stack), TONE_ERROR, e, f);
}

static void removed(void *arg, enum err e)
{
	struct view *v = arg;
	struct fault f = { 0 };
	/* Cancelled may mean that the view is gone. */
	if (e)
		return;
	const struct contact *c = selected(v);
	if (!c)
		return;
	e = contacts_remove(v->app->contacts, c->pub, &f);
	if (e)
		tell(v, e, &f);
}

static void written(void *arg, enum err e, const char *path)
{
	struct view *v = arg;
	struct fault f = { 0 };
	struct str out = { 0 };
	if (e || !*path)
		return;
	vcard_write(v->app->contacts, &out);
	char *file = paths_typed(slice_of(path));
	e = paths_write(file, slice_str(&out), &f);
	free(file);
	str_free(&out);
	if (e) {
		tell(v, e, &f);
		return;
	}
	struct front *front = stack_front(v->stack);
	size_t n = contacts_count(v->app->contacts);
	str_addf(&out, ngettext("%d contact written", "%d contacts written", (unsigned long)n), (int)n);
	str_addf(&out, ": %s", path);
	front->ops->toast(front->self, TONE_OK, str_c(&out));
	str_free(&out);
}

static void read_in(void *arg, enum err e, const char *path)
{
	struct view *v = arg;
	struct fault f = { 0 };
	struct str in = { 0 };
	size_t n = 0, left = 0;
	if (e || !*path)
		return;
	struct front *front = stack_front(v->stack);
	char *file = paths_typed(slice_of(path));
	e = paths_read(file, VCARD_MAX, &in, &f);
	free(file);
	if (!e)
		e = vcard_read(v->app->contacts, slice_str(&in), &n, &left, &f);
	str_free(&in);
	if (e) {
		tell(v, e, &f);
		return;
	}
	str_addf(&in, ngettext("%d contact taken in", "%d contacts taken in", (unsigned long)n), (int)n);
	if (left)
		str_addf(&in, ngettext(", %d had no Ğ1 address", ", %d had no Ğ1 address", (unsigned long)left), (int)left);
	front->ops->toast(front->self, TONE_OK, str_c(&in));
	str_free(&in);
}

static void pay(struct view *v, const struct contact *c)
{
	struct str s = { 0 };
	entry_address(c->pub, &s);
	char *argv[] = { mem_strdup(str_c(&s)) };
	stack_open(v->stack, "pay", 1, argv);
	free(argv[0]);
	str_free(&s);
}

static unsigned contacts_command(struct view *v, enum cmd_id cmd, int argc, char *const *argv)
{
	struct contacts_priv *p = v->priv;
	struct front *front = stack_front(v->stack);
	const struct contact *c = selected(v);
	struct str s = { 0 };
	switch (cmd) {
	case C_ENTER:
		if (c)
			contact_edit_open(v->stack, c);
		break;
	case C_CONTACT_ADD:
		if (argc)
			return 0;
		contact_edit_open(v->stack, NULL);
		break;
	case C_CONTACT_REMOVE:
		if (argc)
			return 0;
		if (c) {
			str_addf(&s, _("%s leaves the address book. Payments and messages stay."), c->name);
			front->ops->ask(front->self, &(struct question){ .title = _("Remove this contact"), .text = str_c(&s) }, removed, v);
		}
		break;
	case C_PAY:
		if (!c || argc)
			return 0;
		pay(v, c);
		break;
	case C_COPY:
		if (c) {
			entry_address(c->pub, &s);
			front->ops->copy(front->self, slice_str(&s));
		}
		break;
	case C_CONTACTS_OUT:
		if (argc)
			return 0;
		front->ops->ask_line(front->self, _("Write vCards to the file"), "contacts.vcf", written, v);
		break;
	case C_CONTACTS_IN:
		if (argc)
			return 0;
		front->ops->ask_line(front->self, _("Read vCards from the file"), "", read_in, v);
		break;
	case C_FILTER: table_filter(&p->table, slice_of(argc > 0 ? argv[0] : "")); break;
	default: return table_command(&p->table, cmd);
	}
	str_free(&s);
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned contacts_key(struct view *v, const struct keystroke *k)
{
	unsigned did = table_key(&((struct contacts_priv *)v->priv)->table, k);
	if (did & LIST_ACTIVATE && selected(v))
		contact_edit_open(v->stack, selected(v));
	return did & ~(unsigned)LIST_ACTIVATE;
}

static void contacts_draw(struct view *v, struct grid *g, struct rect r)
{
	table_draw(&((struct contacts_priv *)v->priv)->table, g, r, true);
}

static void contacts_say(struct view *v, struct str *out)
{
	table_say(&((struct contacts_priv *)v->priv)->table, out, 100);
}

const struct view_ops contacts_view = {
	.name = "contacts",
	.title = N_("Contacts"),
	.flags = VIEW_FILTER | VIEW_COPY | VIEW_SORT,
	.context = IN_CONTACTS | IN_LIST,
	.priv_size = sizeof(struct contacts_priv),
	.open = contacts_open,
	.close = contacts_close,
	.command = contacts_command,
	.key = contacts_key,
	.draw = contacts_draw,
	.say = contacts_say,
};
