/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page of an indexer's answer as rows. Everything in it is a stranger's: numbers are checked, texts are cleaned, a node
 * that does not fit spoils the page, because a hole in a history would pass for the truth. */
#include "base/clean.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/tick.h"
#include "codec/hex.h"
#include "codec/ss58.h"
#include "g1/history.h"
#include "g1/ledger_inside.h"
#include "io/jread.h"
#include <stdio.h>
#include <stdlib.h>

enum { COMMENT_MOST = 1024, NAME_MOST = 64, EVENT_MOST = 80, EVENTS_IN_BLOCK = 1 << 20 };

void history_rows_take(struct history_rows *to, struct ledger_row *r)
{
	vec_push(&to->v, *r);
	to->made = to->v.n;
	r->name = r->comment = r->event = "";
}

static void free_text(const char *text)
{
	if (*text)
		free((char *)(uintptr_t)text);
}

static void free_texts(const struct ledger_row *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free_text(r[i].name);
		free_text(r[i].comment);
		free_text(r[i].event);
	}
}

void history_rows_drop(struct history_rows *r, size_t n)
{
	if (!n)
		return;
	free_texts(r->v.v, n);
	memmove(r->v.v, r->v.v + n, (r->v.n - n) * sizeof *r->v.v);
	r->v.n -= n;
	r->made -= n;
}

void history_rows_free(struct history_rows *r)
{
	free_texts(r->v.v, r->made);
	vec_free(&r->v);
	*r = (struct history_rows){ 0 };
}

/* "0010510500-951aa-000002": block, piece of its hash, event. The last number places the row inside its block. */
static bool place_of(const char *id, uint32_t block, int64_t *out)
{
	const char *dash = strrchr(id, '-');
	uint64_t n = 0;
	if (!dash || !slice_u64(slice_of(dash + 1), &n) || n >= EVENTS_IN_BLOCK)
		return false;
	*out = LEDGER_PLACE(block, n);
	return true;
}

static const char *clean_own(const char *text, size_t most)
{
	struct str s = { 0 };
	clean_line(&s, slice_of(text), most);
	return s.n ? str_take(&s) : (str_free(&s), "");
}

/* Comments that are not UTF-8 come as bytes: UTF-8 after all, else Latin-1. */
static const char *comment_of(const json_t *v)
{
	const char *remark = jread_text(v, "remark", ""), *hex = jread_text(v, "remarkBytes", "");
	struct str bytes = { 0 }, text = { 0 };
	bool broken = strstr(remark, "\xef\xbf\xbd") != NULL || !*remark;
	if (!strncmp(hex, "\\x", 2) || !strncmp(hex, "0x", 2))
		hex += 2;
	if (!broken || hex_append(slice_of(hex), &bytes) || !bytes.n) {
		str_free(&bytes);
		return clean_own(remark, COMMENT_MOST);
	}
	if (text_valid(slice_str(&bytes)))
		str_add(&text, slice_str(&bytes));
	else
		for (size_t i = 0; i < bytes.n; i++) {
			unsigned char c = (unsigned char)bytes.p[i];
			if (c >= 0x80)
				str_addc(&text, (char)(0xc0 | c >> 6));
			str_addc(&text, (char)(c >= 0x80 ? 0x80 | (c & 0x3f) : c));
		}
	const char *clean = clean_own(str_c(&text), COMMENT_MOST);
	str_free(&bytes);
	str_free(&text);
	return clean;
}

static bool account_of(const json_t *v, const char *key, unsigned char out[32])
{
	unsigned prefix;
	return ss58_decode(slice_of(jread_text(v, key, "")), &prefix, out) == E_OK;
}

static bool common(const json_t *v, const char *block_path, const char *time_path, struct ledger_row *r)
{
	int64_t block = jread_int(v, block_path, -1);
	const char *id = jread_text(v, "id", "");
	if (block < 0 || block > UINT32_MAX || strlen(id) > EVENT_MOST || !tick_parse(slice_of(jread_text(v, time_path, "")), &r->time))
		return false;
	r->block = (uint32_t)block;
	r->name = r->comment = r->event = "";
	if (!place_of(id, r->block, &r->id))
		return false;
	r->event = clean_own(id, EVENT_MOST);
	return true;
}

static bool transfer(const json_t *v, const unsigned char pub[32], struct ledger_row *r)
{
	unsigned char from[32], to[32];
	r->amount_c = jread_int(v, "amount", -1);
	if (!common(v, "blockNumber", "timestamp", r) || r->amount_c < 0 || !account_of(v, "fromId", from) || !account_of(v, "toId", to))
		return false;
	bool out = !memcmp(from, pub, 32), in = !memcmp(to, pub, 32);
	if (!in && !out)
		return false; /* somebody else's */
	r->kind = out ? LEDGER_OUT : LEDGER_IN;
	memcpy(r->party, out ? to : from, 32);
	const json_t *party = jread_at(v, out ? "to.identity" : "from.identity");
	int64_t index = jread_int(party, "index", 0);
	r->identity = index > 0 && index <= UINT32_MAX ? (uint32_t)index : 0;
	r->name = clean_own(jread_text(party, "name", ""), NAME_MOST);
	r->comment = comment_of(json_object_get(v, "comment"));
	return true;
}

static bool claim(const json_t *v, const unsigned char pub[32], struct ledger_row *r)
{
	unsigned char who[32];
	const char *text = jread_text(v, "args.who", "");
	unsigned prefix;
	bool is_hex = !hex_exact(slice_of(text), who, 32);
	r->kind = LEDGER_CLAIM;
	r->amount_c = jread_int(v, "args.total", -1);
	int64_t days = jread_int(v, "args.count", 0);
	r->days = days > 0 && days < 65536 ? (uint32_t)days : 0;
	if (!common(v, "block.height", "block.timestamp", r) || r->amount_c < 0)
		return false;
	return (is_hex || !ss58_decode(slice_of(text), &prefix, who)) && !memcmp(who, pub, 32);
}

enum err history_parse(const json_t *data, const unsigned char pub[32], struct history_rows *out, struct fault *f)
{
	const json_t *page = json_object_get(data, "transfers"), *nodes;
	bool transfers = json_is_object(page);
	json_t *v;
	size_t i, had = out->v.n;
	if (!transfers)
		page = json_object_get(data, "events");
	nodes = json_object_get(page, "nodes");
	if (!json_is_array(nodes))
		return fault_set(f, E_PROTOCOL, _("the indexer's rows"));
	json_array_foreach(nodes, i, v) {
		struct ledger_row r = { .name = "", .comment = "", .event = "" };
		bool good = transfers ? transfer(v, pub, &r) : claim(v, pub, &r);
		/* Newest first, each place once: what comes twice or out of order would be counted wrongly. */
		good = good && (!out->v.n || r.id < out->v.v[out->v.n - 1].id);
		vec_push(&out->v, r);
		out->made = out->v.n;
		if (!good) {
			free_texts(out->v.v + had, out->v.n - had);
			out->v.n = out->made = had;
			return fault_set(f, E_PROTOCOL, _("row %zu of the indexer's answer"), i + 1);
		}
	}
	out->more = jread_bool(page, "pageInfo.hasNextPage", false);
	snprintf(out->cursor, sizeof out->cursor, "%s", jread_text(page, "pageInfo.endCursor", ""));
	return E_OK;
}
