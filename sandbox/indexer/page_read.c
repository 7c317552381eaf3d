/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages, counts and cursors out of a plan. */
#include "sandbox/indexer/page.h"

#include <sodium.h>
#include <stdlib.h>

/* Backwards pages are read in the reverse order and turned round. */
bool page_read(struct run *r, struct page_plan *p, int64_t parent, struct page *out)
{
	sqlite3_stmt *s;

	out->parent = parent;
	if (r->st->lies.empty)
		return true;
	s = answer_take(r, p->group, str_c(&p->keys));
	if (!s)
		return false;
	store_bind(s, &p->p, parent);
	while (answer_step(r, p->group, s))
		vec_push(&out->keys, sqlite3_column_int64(s, 0));
	sqlite3_reset(s);
	if (p->limit >= 0 && out->keys.n > (size_t)p->limit) {
		out->keys.n = (size_t)p->limit;
		out->more = true;
	}
	for (size_t i = 0, k = out->keys.n; p->flip && i + 1 < k; i++) {
		int64_t t = out->keys.v[i];

		out->keys.v[i] = out->keys.v[--k];
		out->keys.v[k] = t;
	}
	return !r->dead;
}

bool page_count(struct run *r, struct page_plan *p, int64_t parent, int64_t *out)
{
	sqlite3_stmt *s;

	*out = 0;
	if (r->st->lies.empty)
		return true;
	s = answer_take(r, p->group, str_c(&p->count));
	if (!s)
		return false;
	store_bind(s, &p->p, parent);
	if (answer_step(r, p->group, s))
		*out = sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return !r->dead;
}

/* Whether rows lie on the other side of where the page began. */
bool page_beyond(struct run *r, struct page_plan *p, int64_t parent)
{
	sqlite3_stmt *s;
	bool yes;

	if (r->st->lies.empty)
		return false;
	if (!p->beyond.n || !(s = answer_take(r, p->group, str_c(&p->beyond))))
		return p->offset;
	store_bind(s, &p->p, parent);
	yes = answer_step(r, p->group, s);
	sqlite3_reset(s);
	return yes;
}

/* ["block_number_desc",[12345,"0000012345-abcde-000002"]] */
void page_cursor(struct run *r, struct page_plan *p, int64_t k, struct str *out)
{
	struct str sql = { 0 }, json = { 0 }, *answer = r->out;
	sqlite3_stmt *s;
	size_t n = 0;

	str_adds(&sql, "SELECT 1");
	for (size_t i = 0; i < p->terms.n; i++)
		if (!p->terms.v[i].flag)
			str_addf(&sql, ", %s", p->terms.v[i].sql);
	answer_from(p->e, &sql);
	s = answer_take(r, p->group, str_c(&sql));
	str_free(&sql);
	if (!s)
		return;
	sqlite3_bind_int64(s, 1, k);
	r->out = &json;
	str_addc(&json, '[');
	for (size_t i = 0; i < p->aliases.n; i++)
		str_addf(&json, "\"%s\",", p->aliases.v[i]);
	str_addc(&json, '[');
	if (answer_step(r, p->group, s))
		for (size_t i = 0; i < p->terms.n; i++) {
			if (p->terms.v[i].flag)
				continue;
			str_adds(&json, n++ ? "," : "");
			answer_value_of(r, p->terms.v[i].column, s, (int)n);
		}
	sqlite3_reset(s);
	str_adds(&json, "]]");
	r->out = answer;
	str_reserve(out, sodium_base64_encoded_len(json.n, sodium_base64_VARIANT_ORIGINAL));
	sodium_bin2base64(out->p + out->n, out->cap - out->n, (const unsigned char *)json.p, json.n, sodium_base64_VARIANT_ORIGINAL);
	out->n += strlen(out->p + out->n);
	str_free(&json);
}
