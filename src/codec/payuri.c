/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/payuri.h"
#include "base/clean.h"
#include "codec/hex.h"
#include <strings.h>

static const char *const schemes[];

/* Takes a known scheme and its slashes off; false when there is none. A "key:chk" has a colon but no scheme. */
static bool take_scheme(struct slice *s)
{
	for (int i = 0; schemes[i]; i++) {
		size_t n = strlen(schemes[i]);
		if (s->n > n && !strncasecmp(s->p, schemes[i], n) && s->p[n] == ':') {
			*s = slice_from(*s, n + 1);
			if (slice_starts(*s, "//"))
				*s = slice_from(*s, 2);
			return true;
		}
	}
	return false;
}

static enum err percent_decode(struct slice in, struct str *out)
{
	for (size_t i = 0; i < in.n; i++) {
		unsigned char b;
		if (in.p[i] == '%') {
			if (in.n - i < 3 || hex_exact((struct slice){ in.p + i + 1, 2 }, &b, 1))
				return E_INVALID;
			str_addc(out, (char)b);
			i += 2;
		} else {
			str_addc(out, in.p[i] == '+' ? ' ' : in.p[i]);
		}
	}
	return E_OK;
}

/* Decoded, cleaned to one line and kept; a text too long is refused, not cut. */
static enum err keep_text(struct slice in, char *out, size_t cap)
{
	struct str raw = { 0 }, clean = { 0 };
	enum err e = percent_decode(in, &raw);
	if (!e && memchr(str_c(&raw), 0, raw.n))
		e = E_INVALID;
	if (!e) {
		clean_line(&clean, slice_str(&raw), PAYURI_MAX);
		if (clean.n >= cap)
			e = E_TOO_BIG;
		else
			memcpy(out, str_c(&clean), clean.n + 1);
	}
	str_free(&raw);
	str_free(&clean);
	return e;
}

static enum err take_amount(struct slice in, enum amount_unit unit, struct payuri *out)
{
	struct str raw = { 0 };
	enum err e = out->has_amount ? E_AMBIGUOUS : percent_decode(in, &raw);
	if (!e)
		e = amount_read(slice_str(&raw), &out->amount);
	str_free(&raw);
	if (!e && unit == AMOUNT_UD && out->amount.unit == AMOUNT_G1) {
		out->amount.unit = AMOUNT_UD; /* centimes of a dividend until here */
		if (out->amount.n > INT64_MAX / 10)
			return E_AMOUNT;
		out->amount.n *= 10;
	}
	out->has_amount = !e;
	return e;
}

static enum err take_member(struct slice name, struct slice value, struct payuri *out)
{
	uint64_t time;
	if (slice_is(name, "amount"))
		return take_amount(value, AMOUNT_G1, out);
	if (slice_is(name, "udAmount"))
		return take_amount(value, AMOUNT_UD, out);
	if (slice_is(name, "comment"))
		return *out->comment ? E_AMBIGUOUS : keep_text(value, out->comment, sizeof out->comment);
	if (slice_is(name, "t") && slice_u64(value, &time) && time <= INT64_MAX)
		out->time = (int64_t)time;
	return E_OK;
}

static enum err take_address(struct slice text, struct payuri *out)
{
	enum err e = address_read(text, &out->to);
	out->has_address = !e;
	return e;
}

/* g1://pay:100:to:ADDRESS:ref:TEXT, in this order. */
static enum err read_colons(struct slice s, struct payuri *out)
{
	struct slice verb, amount, to, address, ref;
	enum err e;
	slice_split(&s, ':', &verb);
	if (slice_is(verb, "balance") || slice_is(verb, "isMember"))
		return E_UNSUPPORTED;
	if (!slice_is(verb, "pay"))
		return E_INVALID;
	if (!slice_split(&s, ':', &amount) || !slice_split(&s, ':', &to) || !slice_is(to, "to") || !slice_split(&s, ':', &address))
		return E_INVALID;
	e = take_amount(amount, AMOUNT_G1, out);
	if (!e)
		e = take_address(address, out);
	if (!e && slice_split(&s, ':', &ref))
		e = slice_is(ref, "ref") && s.p ? keep_text(s, out->comment, sizeof out->comment) : E_INVALID;
	return e;
}

static enum err read_target(struct slice s, struct payuri *out)
{
	static const char *const before[] = { "wallet/", "pubkey/", "key/" };
	for (size_t i = 0; i < sizeof before / sizeof *before; i++)
		if (slice_starts(s, before[i]))
			s = slice_from(s, strlen(before[i]));
	if (s.n && s.p[s.n - 1] == '/')
		s.n--;
	if (slice_starts(s, "block/"))
		return E_UNSUPPORTED;
	if (slice_starts(s, "@"))
		return s.n > 1 ? keep_text(slice_from(s, 1), out->uid, sizeof out->uid) : E_INVALID;
	return take_address(s, out);
}

static enum err read_uri(struct slice text, struct payuri *out)
{
	struct slice query = text, target, member, name;
	slice_split(&query, '?', &target);
	enum err e = read_target(target, out);
	/* "pay:..." and its likes have no address in front. */
	if (e == E_INVALID && memchr(target.p, ':', target.n))
		return read_colons(text, out);
	while (!e && slice_split(&query, '&', &member)) {
		slice_split(&member, '=', &name);
		if (member.p)
			e = take_member(name, member, out);
	}
	return e;
}

enum err payuri_read(struct slice text, struct payuri *out)
{
	*out = (struct payuri){ 0 };
	text = slice_trim(text);
	if (text.n > PAYURI_MAX)
		return E_TOO_BIG;
	enum err e = take_scheme(&text) ? read_uri(text, out) : take_address(text, out);
	if (e)
		out->has_address = out->has_amount = false;
	return e;
}

static void percent_encode(struct str *out, const char *text)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || strchr("-._~", c))
			str_addc(out, (char)c);
		else
			str_addf(out, "%%%02X", c);
	}
}

void payuri_write(const unsigned char pub[32], const int64_t *centimes, const char *comment, struct str *out)
{
	char address[SS58_MAX];
	ss58_encode(SS58_G1, pub, address);
	str_addf(out, "g1://%s", address);
	if (centimes) {
		str_adds(out, "?amount=");
		amount_add(out, *centimes);
	}
	if (comment && *comment) {
		str_adds(out, centimes ? "&comment=" : "?comment=");
		percent_encode(out, comment);
	}
}

static const char *const schemes[] = { "g1", "june", "web+june", "web+g1", "duniter", NULL };
