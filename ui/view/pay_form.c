/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clean.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/app.h"
#include "model/payment_fill.h"
#include "model/suggest.h"
#include "ui/view/entry_words.h"
#include "ui/view/pay.h"
#include "ui/view/pay_form.h"
#include "ui/view/words.h"

/* Four or five fields, the two lines of the recipient, one message. */
enum { FORM_ROWS = 8 };

static const struct payment_look *look(const struct form *f)
{
	const struct view *v = f->arg;
	return payment_look(((const struct pay_priv *)v->priv)->payment);
}

static const struct payment_party *party(const struct form *f)
{
	const struct payment_look *l = look(f);
	return l->to.n ? &l->to.v[0] : NULL;
}

/* The fault's words tell all, unless they only repeat what was typed. A field that is still empty is not wrong, only not ready. */
static bool fine(const struct form *form, size_t i, enum payment_field field, struct str *why)
{
	const struct payment_look *l = look(form);
	const struct payment_party *p = party(form);
	const struct fault *f = &l->fault[field];
	bool empty = form->fields[i].kind != FIELD_CHOICE && !slice_trim(edit_text(&form->values[i].edit)).n;
	if (!f->code)
		return true;
	if (empty && !l->is_list)
		return false;
	if (field == PAYMENT_TO && (f->code == E_NOT_FOUND || f->code == E_INVALID)) {
		str_adds(why, _("no address, and nobody has this name"));
		return false;
	}
	bool repeats = !*f->where || (p && (!strcmp(f->where, p->typed) || !strcmp(f->where, p->name)));
	str_adds(why, repeats ? err_message(f->code) : f->where);
	return false;
}

static bool check_from(struct form *f, size_t i, struct str *why)
{
	return fine(f, i, PAYMENT_FROM, why);
}

static bool check_to(struct form *f, size_t i, struct str *why)
{
	return fine(f, i, PAYMENT_TO, why);
}

static bool check_amount(struct form *f, size_t i, struct str *why)
{
	return fine(f, i, PAYMENT_AMOUNT, why);
}

static bool check_comment(struct form *f, size_t i, struct str *why)
{
	return fine(f, i, PAYMENT_COMMENT, why);
}

/* The text borrowed must outlive the call: the wallet's own labels, else its addresses. */
static const char *account_choice(struct form *f, size_t i, size_t k)
{
	const struct view *v = f->arg;
	const struct wallet *w = v->app->wallet;
	(void)i;
	if (k >= w->accounts.n)
		return NULL;
	const struct account *a = &w->accounts.v[k];
	return *a->name && !clean_is_rtl(slice_of(a->name)) ? a->name : *a->identity && !clean_is_rtl(slice_of(a->identity))
	       ? a->identity : a->address;
}

static void note_from(struct form *f, size_t i, struct str *out)
{
	const struct view *v = f->arg;
	const struct wallet *w = v->app->wallet;
	size_t at = look(f)->from;
	struct str claim = { 0 };
	(void)i;
	if (at >= w->accounts.n)
		return;
	const struct account *a = &w->accounts.v[at];
	money_g1(out, a->free_c + a->reserved_c, false);
	str_adds(out, " Ğ1");
	if (a->unclaimed_c > 0) {
		money_g1(&claim, a->unclaimed_c, false);
		/* TR: behind a balance: "(45.92 to claim)" */
		str_addf(out, _(" (%s to claim)"), str_c(&claim));
	}
	if (a->kind == ACCOUNT_WATCH)
		str_addf(out, ", %s", _("watched only, cannot sign"));
	str_free(&claim);
}

static bool shown_party(struct form *f, size_t i)
{
	const struct payment_party *p = party(f);
	(void)i;
	return p && p->known && look(f)->to.n == 1 && !look(f)->claim;
}

/* A name has a line without figures, so that one written right to left can do no harm. */
static void note_name(struct form *f, size_t i, struct str *out)
{
	const struct payment_party *p = party(f);
	(void)i;
	if (!p)
		return;
	if (*p->name) {
		str_adds(out, p->name);
		str_adds(out, p->proven ? _(" ✓ proven") : p->contact ? _(" (your label)") : _(" (says so itself)"));
		str_adds(out, "  ");
	}
	str_adds(out, p->more);
}

static bool shown_name(struct form *f, size_t i)
{
	const struct payment_party *p = party(f);
	return shown_party(f, i) && (*p->name || *p->more);
}

static void note_address(struct form *f, size_t i, struct str *out)
{
	const struct payment_party *p = party(f);
	struct str address = { 0 };
	(void)i;
	if (!p || !p->known)
		return;
	entry_address(p->pub, &address);
	words_short(out, str_c(&address), 14, 6);
	str_adds(out, "   ");
	/* TR: the last characters of an address, to compare */
	str_addf(out, _("last six: %s"), address.n > 6 ? str_c(&address) + address.n - 6 : str_c(&address));
	str_free(&address);
}

static void note_to(struct form *f, size_t i, struct str *out)
{
	const struct view *v = f->arg;
	const struct pay_priv *p = v->priv;
	(void)i;
	if (p->image)
		str_adds(out, _("reading the image"));
	else if (look(f)->to.n > 1)
		str_addf(out, ngettext("%d recipient", "%d recipients", (unsigned long)look(f)->to.n), (int)look(f)->to.n);
	else if (p->suggestion.n)
		/* TR: Ctrl-n takes a contact that fits what is typed */
		str_addf(out, _("C-n takes %s"), str_c(&p->suggestion));
}

static void note_amount(struct form *f, size_t i, struct str *out)
{
	const struct view *v = f->arg;
	const struct payment_look *l = look(f);
	struct money m = words_rates(v->app);
	(void)i;
	if (l->total_c <= 0)
		return;
	const struct payment_party *p = party(f);
	str_adds(out, p && p->amount.unit == AMOUNT_UD && !l->all ? "UD  = " : "Ğ1  = ");
	if (p && p->amount.unit == AMOUNT_UD && !l->all)
		money_unit(out, l->total_c, UNIT_G1, &m, false);
	else if (m.ud_c > 0)
		money_unit(out, l->total_c, UNIT_UD, &m, false);
	else
		str_cut(out, 0), str_adds(out, "Ğ1");
}

static void note_comment(struct form *f, size_t i, struct str *out)
{
	const struct payment_look *l = look(f);
	(void)i;
	if (l->comment_free)
		/* TR: bytes of the comment, and how many cost no fee; everybody can read it */
		str_addf(out, _("%zu of about %zu bytes free of fee, public"), l->comment_bytes, l->comment_free);
	else
		str_adds(out, _("public"));
}

static bool shown_pay(struct form *f, size_t i)
{
	(void)i;
	return !look(f)->claim;
}

static bool shown_amount(struct form *f, size_t i)
{
	return shown_pay(f, i) && !look(f)->is_list;
}

static bool shown_rest(struct form *f, size_t i)
{
	return shown_pay(f, i) && look(f)->is_list;
}

static const struct field fields[] = {
	{ .name = "from", .label = N_("From"), .kind = FIELD_CHOICE, .choice = account_choice, .note = note_from, .check = check_from, .width = 22 },
	{ .name = "to", .label = N_("To"), .kind = FIELD_TEXT, .note = note_to, .check = check_to, .shown = shown_pay,
	  .hint = N_("address, link, contact, proven name; a, b: several; @file") },
	{ .name = "name", .label = "", .kind = FIELD_NOTE, .note = note_name, .shown = shown_name },
	{ .name = "address", .label = "", .kind = FIELD_NOTE, .note = note_address, .shown = shown_party },
	{ .name = "amount", .label = N_("Amount"), .kind = FIELD_AMOUNT, .width = 14, .note = note_amount, .check = check_amount, .shown = shown_amount,
	  .hint = N_("20, 12.50, 2ud, or all") },
	{ .name = "comment", .label = N_("Comment"), .kind = FIELD_TEXT, .note = note_comment, .check = check_comment, .shown = shown_pay },
	{ .name = "rest", .label = N_("The rest to"), .kind = FIELD_TEXT, .shown = shown_rest, .hint = N_("empty: it stays") },
};

void pay_form_init(struct view *v)
{
	struct pay_priv *p = v->priv;
	form_init(&p->form, fields, sizeof fields / sizeof *fields, v, v->stack);
	form_value(&p->form, "from")->number = v->app->wallet->selected;
	p->form.at = 1;
}

size_t pay_form_end(struct view *v)
{
	struct pay_priv *p = v->priv;
	size_t i = p->form.n - 1;
	while (i > 0 && ((fields[i].shown && !fields[i].shown(&p->form, i)) || fields[i].kind == FIELD_NOTE))
		i--;
	return i;
}

bool pay_form_last(struct view *v)
{
	struct pay_priv *p = v->priv;
	return p->form.at >= pay_form_end(v);
}

static void suggest(struct view *v)
{
	struct pay_priv *p = v->priv;
	str_cut(&p->suggestion, 0);
	suggest_party(v->app, form_text(&p->form, "to"), &p->suggestion);
}

/* Names and addresses with commas between them get the same each; a link may hold commas of its own. */
static void apply_to(struct pay_priv *p, const char *text)
{
	struct slice rest = slice_of(text), part, amount = form_text(&p->form, "amount");
	bool link = strstr(text, "://") != NULL;
	char *much = mem_strndup(amount.p, amount.n);
	size_t n = 0;
	while (!link && memchr(text, ',', strlen(text)) && slice_split(&rest, ',', &part)) {
		part = slice_trim(part);
		if (!part.n || n >= PAYMENT_MOST)
			continue;
		char *one = mem_strndup(part.p, part.n);
		payment_to(p->payment, n, one);
		if (n)
			payment_amount(p->payment, n, much);
		n++;
		free(one);
	}
	if (!n) {
		payment_to(p->payment, 0, text);
		n = 1;
	}
	while (payment_look(p->payment)->to.n > n)
		payment_to(p->payment, payment_look(p->payment)->to.n - 1, "");
	free(much);
}

void pay_form_apply(struct view *v, size_t field)
{
	struct pay_priv *p = v->priv;
	const char *name = fields[field].name;
	char *text = mem_strndup(form_text(&p->form, name).p, form_text(&p->form, name).n);
	struct str fold = { 0 };
	if (!strcmp(name, "from")) {
		payment_from(p->payment, form_value(&p->form, "from")->number);
	} else if (!strcmp(name, "to")) {
		if (*text != '@')
			apply_to(p, text);
		suggest(v);
	} else if (!strcmp(name, "rest")) {
		payment_rest(p->payment, text);
	} else if (!strcmp(name, "amount")) {
		text_fold(&fold, slice_trim(slice_of(text)));
		bool all = slice_is(slice_str(&fold), "all") || slice_is(slice_str(&fold), _("all"));
		payment_all(p->payment, all, p->close);
		if (!all)
			for (size_t i = 0; i < payment_look(p->payment)->to.n && !payment_look(p->payment)->is_list; i++)
				payment_amount(p->payment, i, text);
	} else if (!strcmp(name, "comment")) {
		payment_comment(p->payment, text);
	}
	str_free(&fold);
	free(text);
}

bool pay_form_complete(struct view *v)
{
	struct pay_priv *p = v->priv;
	size_t to = 0;
	if (!p->suggestion.n)
		return false;
	while (strcmp(fields[to].name, "to"))
		to++;
	form_set(&p->form, "to", slice_str(&p->suggestion));
	pay_form_apply(v, to);
	return true;
}

/* What stands below the fields: what will happen, on which terms, and every warning, one sentence each. */
static void below(const struct pay_priv *p, struct str *out, size_t *warnings_from)
{
	const struct payment_look *l = payment_look(p->payment);
	if (l->sentence && *l->sentence)
		str_addf(out, "%s\n", l->sentence);
	else if (l->asking)
		str_addf(out, "%s\n", _("Asking the chain."));
	if (l->terms && *l->terms)
		str_addf(out, "%s\n", l->terms);
	for (size_t i = 0; l->to.n > 1 && i < l->to.n; i++) {
		const struct payment_party *p1 = &l->to.v[i];
		struct str address = { 0 }, amount = { 0 };
		struct str whole = { 0 };
		if (p1->known)
			entry_address(p1->pub, &whole);
		/* A name has its proof and the ends of the address beside it; an amount never beside one written right to left. */
		if (p1->known && *p1->name && !clean_is_rtl(slice_of(p1->name))) {
			str_addf(&address, "%s%s ", p1->name, p1->proven ? _(" ✓ proven") : p1->contact ? _(" (your label)") : _(" (says so itself)"));
			words_short(&address, str_c(&whole), 8, 6);
		} else {
			str_adds(&address, p1->known ? str_c(&whole) : p1->typed);
		}
		str_free(&whole);
		money_g1(&amount, p1->amount_c, false);
		str_addf(out, "%zu. %s  %s Ğ1%s%s\n", i + 1, str_c(&address), str_c(&amount), p1->error ? "  ✗ " : "",
		         p1->error ? err_message(p1->error) : "");
		str_free(&address);
		str_free(&amount);
	}
	*warnings_from = out->n;
	/* What is wrong with a field that is not there has no place but here. */
	for (int i = 0; (l->is_list || l->claim) && i < PAYMENT_FIELDS; i++)
		if (l->fault[i].code && !l->asking) {
			bool sentence = *l->fault[i].where && (!l->to.n || strcmp(l->fault[i].where, l->to.v[0].typed));
			str_addf(out, "%s\n", sentence ? l->fault[i].where : err_message(l->fault[i].code));
		}
	for (int w = 0; w < PAYMENT_WARNINGS; w++)
		if (l->warnings & 1u << w) {
			payment_warning_text(p->payment, (enum payment_warning)w, out);
			str_addc(out, '\n');
		}
}

static int wrapped(struct slice text, int w)
{
	struct slice line;
	int n = 0;
	while (text.n && text_wrap(&text, w, &line))
		n++;
	return n;
}

static int rows_of(const struct pay_priv *p)
{
	return payment_look(p->payment)->claim ? 2 : FORM_ROWS;
}

int pay_form_height(struct view *v, int w)
{
	struct str s = { 0 };
	size_t from;
	below(v->priv, &s, &from);
	int n = rows_of(v->priv) + wrapped(slice_str(&s), w - 4) + 2;
	str_free(&s);
	return n;
}

/* Not by what was drawn last: several keys may come before the next frame. */
int pay_form_unread(const struct view *v)
{
	const struct pay_priv *p = v->priv;
	struct str s = { 0 };
	size_t from;
	below(p, &s, &from);
	int text = wrapped(slice_str(&s), p->max_w - 4), h = rows_of(p) + text + 2;
	str_free(&s);
	if (!p->max_h)
		return 0;
	int hidden = text - p->top - ((h < p->max_h ? h : p->max_h) - 1);
	return hidden > 0 ? hidden : 0;
}

/* The line where y counts; it says so, and what is missing while it does not. */
static void draw_confirm(struct view *v, struct grid *g, int y, struct rect r)
{
	const struct pay_priv *p = v->priv;
	const struct payment_look *l = payment_look(p->payment);
	const char *text = p->busy ? _("Working...") : pay_form_unread(v) ? _("y reads on: there is more to read")
	                   : l->ready && !l->signable ? _("This account is not in the vault: o takes it to the machine that signs")
	                   : l->ready ? _("y signs and sends it   Esc leaves")
	                   : l->asking ? _("Wait: the chain is being asked.") : _("Something is missing or wrong above.");
	enum role role = l->ready && !p->busy ? ROLE_STRONG : ROLE_DIM;
	if (p->confirming) {
		grid_glyph(g, y, r.x, ROLE_MARK, GLYPH_GUTTER);
		grid_text(g, y, r.x + 1, r.w - 1, role, slice_of(text));
		g->cursor_y = y;
		g->cursor_x = r.x;
	} else {
		grid_text(g, y, r.x + 1, r.w - 1, ROLE_DIM, slice_of(_("Enter leads here, then y signs")));
	}
}

void pay_form_draw(struct view *v, struct grid *g, struct rect r)
{
	struct pay_priv *p = v->priv;
	struct str s = { 0 };
	struct slice rest, line;
	size_t warnings;
	below(p, &s, &warnings);
	int text = wrapped(slice_str(&s), r.w - 4);
	/* On the confirmation line the text matters more than the fields. */
	int most = p->confirming ? r.h - 1 : r.h - 1 - 6, room = text < most ? text : most > 0 ? most : 0;
	int used = form_draw(&p->form, g, (struct rect){ r.y, r.x + 1, r.h - 1 - room, r.w - 2 }, !p->confirming);
	int y = r.y + used, end = r.y + r.h - 1;
	if (end - y > room)
		y++;
	rest = slice_str(&s);
	if (p->top > text - room)
		p->top = text - room > 0 ? text - room : 0;
	for (int skip = 0; skip < p->top; skip++)
		text_wrap(&rest, r.w - 4, &line);
	while (y < end && rest.n && text_wrap(&rest, r.w - 4, &line)) {
		bool warning = line.n && (size_t)(line.p - s.p) >= warnings;
		if (warning && (line.p == s.p || line.p[-1] == '\n'))
			grid_text(g, y, r.x + 1, 1, ROLE_WARN, SLICE("!"));
		grid_text(g, y++, r.x + 3, r.w - 4, warning ? ROLE_WARN : ROLE_TEXT, line);
	}
	draw_confirm(v, g, end, r);
	str_free(&s);
}

void pay_form_say(struct view *v, struct str *out)
{
	struct pay_priv *p = v->priv;
	size_t from;
	form_say(&p->form, out);
	below(p, out, &from);
	if (p->confirming && !payment_look(p->payment)->asking)
		str_addf(out, "%s\n", payment_look(p->payment)->ready ? _("y signs and sends it   Esc leaves")
		                                                   : _("Something is missing or wrong above."));
}
