/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The village as a file, because a large one takes seconds to make. It is a copy of the arrays of this very program on this
 * very machine: whatever differs in layout, options or sum makes it worthless, and the village is made again. */
#include "sandbox/keep.h"

#include "base/mem.h"
#include "base/paths.h"
#include "sandbox/world.h"

#include <stdlib.h>
#include <unistd.h>
#include <xxhash.h>

enum { ARRAYS = 8, MAX_FILE = 1 << 30 };

struct head {
	char magic[8];
	uint64_t layout[ARRAYS];    /* sizes of the items */
	uint64_t count[ARRAYS];
	uint64_t seed;
	int64_t members, wallets, transfers;
	int64_t start_ms, next_ud_ms, next_reeval_ms;
	uint64_t genesis_mass, mass;
	uint64_t ud_index, ud, next_index;
	uint64_t sum;               /* of what follows */
};
static const char magic[8] = "VILLAGE1";

/* The arrays of a world by number. */
struct array {
	void **v;
	size_t *n, *cap, size;
};

static void arrays_of(struct world *w, struct array out[ARRAYS])
{
#define ARRAY(i, name) out[i] = (struct array){ (void **)(void *)&w->name.v, &w->name.n, &w->name.cap, sizeof *w->name.v }
	ARRAY(0, people);
	ARRAY(1, accounts);
	ARRAY(2, certs);
	ARRAY(3, old_certs);
	ARRAY(4, transfers);
	ARRAY(5, claims);
	ARRAY(6, happenings);
	ARRAY(7, dividends);
#undef ARRAY
}

static struct head head_of(struct world *w, const struct options *o)
{
	struct head h = { .seed = o->seed, .members = o->members, .wallets = o->wallets, .transfers = o->transfers, .start_ms = w->start_ms,
			  .next_ud_ms = w->next_ud_ms, .next_reeval_ms = w->next_reeval_ms, .genesis_mass = w->genesis_mass, .mass = w->mass,
			  .ud_index = w->ud_index, .ud = w->ud, .next_index = w->next_index };
	struct array a[ARRAYS];

	memcpy(h.magic, magic, sizeof magic);
	arrays_of(w, a);
	for (int i = 0; i < ARRAYS; i++) {
		h.layout[i] = a[i].size;
		h.count[i] = *a[i].n;
	}
	return h;
}

static struct str file_of(const struct sandbox *sb)
{
	struct str s = { 0 };

	str_addf(&s, "%s/village", sb->opt.state);
	return s;
}

static bool fits(const struct head *h, const struct head *want, size_t size)
{
	uint64_t bytes = sizeof *h;

	for (int i = 0; i < ARRAYS; i++) {
		if (h->layout[i] != want->layout[i] || h->count[i] > MAX_FILE)
			return false;
		bytes += h->layout[i] * h->count[i];
	}
	return !memcmp(h->magic, magic, sizeof magic) && bytes == size && h->seed == want->seed && h->members == want->members &&
	       h->wallets == want->wallets && h->transfers == want->transfers && h->start_ms == want->start_ms;
}

static struct world *load(const struct sandbox *sb, int64_t start_ms)
{
	struct world *w = mem_new(sizeof *w);
	struct str path = file_of(sb), bytes = { 0 };
	struct head h, want;
	struct array a[ARRAYS];
	const char *p;

	w->start_ms = start_ms;
	want = head_of(w, &sb->opt);
	arrays_of(w, a);
	if (access(str_c(&path), F_OK) || paths_read(str_c(&path), MAX_FILE, &bytes, NULL) || bytes.n < sizeof h) {
		free(w);
		w = NULL;
	} else {
		memcpy(&h, bytes.p, sizeof h);
		p = bytes.p + sizeof h;
		if (!fits(&h, &want, bytes.n) || h.sum != XXH3_64bits(p, bytes.n - sizeof h)) {
			free(w);
			w = NULL;
		}
	}
	for (int i = 0; w && i < ARRAYS; i++) {
		*a[i].n = *a[i].cap = h.count[i];
		*a[i].v = h.count[i] ? mem_dup(p, h.count[i] * a[i].size) : NULL;
		p += h.count[i] * a[i].size;
	}
	if (w) {
		w->seed = h.seed;
		w->next_ud_ms = h.next_ud_ms;
		w->next_reeval_ms = h.next_reeval_ms;
		w->genesis_mass = h.genesis_mass;
		w->mass = h.mass;
		w->ud_index = (uint16_t)h.ud_index;
		w->ud = (uint32_t)h.ud;
		w->next_index = (uint32_t)h.next_index;
	}
	str_free(&path);
	str_free(&bytes);
	return w;
}

enum err keep_save_world(struct sandbox *sb, struct fault *f)
{
	struct str path = file_of(sb), bytes = { 0 };
	struct head h = head_of(sb->world, &sb->opt);
	struct array a[ARRAYS];
	enum err e = E_OK;

	if (sb->disk_full)
		e = fault_set(f, E_NO_SPACE, "%s", str_c(&path));
	if (!e && access(str_c(&path), F_OK)) {
		arrays_of(sb->world, a);
		str_addn(&bytes, 0, sizeof h);
		for (int i = 0; i < ARRAYS; i++)
			str_add(&bytes, (struct slice){ *a[i].v ? *a[i].v : "", *a[i].n * a[i].size });
		h.sum = XXH3_64bits(bytes.p + sizeof h, bytes.n - sizeof h);
		memcpy(bytes.p, &h, sizeof h);
		e = paths_write(str_c(&path), slice_str(&bytes), f);
	}
	str_free(&path);
	str_free(&bytes);
	return e;
}

struct world *keep_world(struct sandbox *sb, int64_t start_ms)
{
	struct world *w = sb->opt.state && start_ms && !sb->opt.forget ? load(sb, start_ms) : NULL;
	struct str path;

	if (w)
		return w;
	if (sb->opt.state) {
		path = file_of(sb);
		unlink(str_c(&path));
		str_free(&path);
	}
	return world_new(&sb->opt, start_ms ? start_ms : sandbox_now_ms(sb));
}
