/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "codec/payuri.h"
#include "model/vcard.h"
#include <strings.h>

enum { MOST_BYTES = 8 << 20, MOST_CARDS = 20000, MOST_LINE = 16384 };

/* A card while it is read. The texts are the card's own. */
struct card {
	struct contact c;
	bool keyed;
};

VEC(cards, struct contact);

static void add_escaped(struct str *out, const char *text)
{
	for (; *text; text++)
		if (*text == '\n')
			str_adds(out, "\\n");
		else if (strchr("\\,;", *text))
			str_addf(out, "\\%c", *text);
		else
			str_addc(out, *text);
}

/* Lines are folded at 75 bytes, between letters. */
static void add_line(struct str *out, const char *name, const char *text)
{
	struct str line = { 0 };
	size_t room = 75;

	if (!*text)
		return;
	str_addf(&line, "%s:", name);
	add_escaped(&line, text);
	for (size_t i = 0; i < line.n;) {
		size_t n = line.n - i < room ? line.n - i : room;

		while (i + n < line.n && n > 1 && ((unsigned char)line.p[i + n] & 0xc0) == 0x80)
			n--;
		str_adds(out, i ? "\r\n " : "");
		str_add(out, (struct slice){ line.p + i, n });
		i += n;
		room = 74;
	}
	str_adds(out, "\r\n");
	str_free(&line);
}

void vcard_write(const struct contacts *c, struct str *out)
{
	for (size_t i = 0; i < contacts_count(c); i++) {
		const struct contact *o = contacts_at(c, i);
		struct str uri = { 0 };
		char address[SS58_MAX];

		ss58_encode(SS58_G1, o->pub, address);
		payuri_write(o->pub, NULL, NULL, &uri);
		str_adds(out, "BEGIN:VCARD\r\nVERSION:4.0\r\n");
		add_line(out, "FN", o->name);
		add_line(out, "X-G1", address);
		add_line(out, "IMPP", str_c(&uri));
		add_line(out, "X-NOSTR", o->npub);
		add_line(out, "EMAIL", o->mail);
		add_line(out, "CATEGORIES", o->group);
		add_line(out, "NOTE", o->note);
		str_adds(out, "END:VCARD\r\n");
		str_free(&uri);
	}
}

static char *unescape(struct slice in)
{
	struct str s = { 0 };

	for (size_t i = 0; i < in.n; i++) {
		char c = in.p[i];

		if (c == '\\' && i + 1 < in.n) {
			c = in.p[++i];
			c = c == 'n' || c == 'N' ? '\n' : c;
		}
		str_addc(&s, c);
	}
	return str_take(&s);
}

/* The next line with what is folded under it joined to it. False at the end. */
static bool next_line(struct slice *rest, struct str *line)
{
	struct slice part;

	str_cut(line, 0);
	while (slice_split(rest, '\n', &part)) {
		if (part.n && part.p[part.n - 1] == '\r')
			part.n--;
		if (line->n + part.n < MOST_LINE)
			str_add(line, part);
		if (!rest->n || (rest->p[0] != ' ' && rest->p[0] != '\t'))
			return true;
		*rest = slice_from(*rest, 1);
	}
	return line->n > 0;
}

static void set(char **field, struct slice value)
{
	if (!*field)
		*field = unescape(value);
}

static bool is(struct slice name, const char *word)
{
	return name.n == strlen(word) && !strncasecmp(name.p, word, name.n);
}

/* "group.NAME;PARAMETER=...:value": group and parameters are left aside. */
static void take_line(struct card *card, struct slice line)
{
	size_t colon = 0, from = 0, end;
	bool quoted = false;
	struct slice name, value;
	struct payuri uri;

	while (colon < line.n && (quoted || line.p[colon] != ':'))
		quoted ^= line.p[colon++] == '"';
	for (end = 0; end < colon && line.p[end] != ';'; end++)
		if (line.p[end] == '.')
			from = end + 1;
	name = (struct slice){ line.p + from, end - from };
	value = slice_trim(slice_from(line, colon + 1));
	if (is(name, "FN"))
		set(&card->c.name, value);
	else if (is(name, "NOTE"))
		set(&card->c.note, value);
	else if (is(name, "CATEGORIES"))
		set(&card->c.group, value);
	else if (is(name, "EMAIL"))
		set(&card->c.mail, value);
	else if (is(name, "X-NOSTR"))
		set(&card->c.npub, value);
	else if (!card->keyed && (is(name, "X-G1") || is(name, "IMPP") || is(name, "URL")) && !payuri_read(value, &uri) &&
	         uri.has_address && uri.to.form != ADDRESS_FOREIGN) {
		card->keyed = true;
		memcpy(card->c.pub, uri.to.pub, 32);
	}
}

static void forget(struct contact *c)
{
	free(c->name);
	free(c->note);
	free(c->group);
	free(c->npub);
	free(c->mail);
	*c = (struct contact){ 0 };
}

enum err vcard_read(struct contacts *c, struct slice text, size_t *n, size_t *left, struct fault *f)
{
	struct cards all = { 0 };
	struct card card = { 0 };
	struct str line = { 0 };
	bool inside = false;
	enum err e = text.n > MOST_BYTES ? fault_set(f, E_TOO_BIG, "vCard") : E_OK;

	*n = *left = 0;
	while (!e && all.n < MOST_CARDS && next_line(&text, &line)) {
		struct slice l = slice_trim(slice_str(&line));

		if (is(l, "BEGIN:VCARD")) {
			forget(&card.c);
			card.keyed = false;
			inside = true;
		} else if (inside && is(l, "END:VCARD")) {
			inside = false;
			if (card.keyed && card.c.name) {
				vec_push(&all, card.c);
				card.c = (struct contact){ 0 };
			} else {
				++*left;
			}
		} else if (inside) {
			take_line(&card, l);
		}
	}
	forget(&card.c);
	if (!e && !all.n)
		e = fault_set(f, E_INVALID, "%s", _("no contact with a Ğ1 address was found"));
	if (!e)
		e = contacts_add(c, all.v, all.n, n, f);
	*left += all.n - *n;
	for (size_t i = 0; i < all.n; i++)
		forget(&all.v[i]);
	vec_free(&all);
	str_free(&line);
	return e;
}
