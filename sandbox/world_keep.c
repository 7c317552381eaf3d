/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The village as a file, so that a large one need not be made again. It is a copy of memory for this very program: another
 * build or machine finds another head and makes the village anew from its seed. */
#include "sandbox/world_inside.h"

#include "base/paths.h"

#include <stdio.h>
#include <unistd.h>

enum { FORMAT = 1 };

struct head {
	char magic[8];
	uint32_t format, sizes[8];
	uint64_t seed;
	int64_t start_ms;
	struct options opt;
};

static struct head head_of(const struct options *opt, int64_t start_ms)
{
	struct head h;

	memset(&h, 0, sizeof h);
	memcpy(h.magic, "vigie-w", 8);
	h.format = FORMAT;
	h.sizes[0] = sizeof(struct person);
	h.sizes[1] = sizeof(struct account);
	h.sizes[2] = sizeof(struct cert);
	h.sizes[3] = sizeof(struct transfer);
	h.sizes[4] = sizeof(struct claim);
	h.sizes[5] = sizeof(struct happening);
	h.sizes[6] = sizeof(struct dividend);
	h.sizes[7] = sizeof(struct world);
	h.seed = opt->seed;
	h.start_ms = start_ms;
	h.opt.members = opt->members;
	h.opt.wallets = opt->wallets;
	h.opt.transfers = opt->transfers;
	h.opt.busy = opt->busy;
	return h;
}

static bool put(FILE *f, const void *p, size_t n, size_t size)
{
	return fwrite(&n, sizeof n, 1, f) == 1 && (!n || fwrite(p, size, n, f) == n);
}

/* Every list in one order, for both ways. */
#define LISTS(DO) DO(people) DO(accounts) DO(certs) DO(old_certs) DO(transfers) DO(claims) DO(happenings) DO(dividends)

enum err world_write(const struct world *w, const struct options *opt, const char *path, struct fault *f)
{
	struct head h = head_of(opt, w->start_ms);
	struct str temp = { 0 };
	FILE *out;
	bool ok;

	str_addf(&temp, "%s.new", path);
	out = fopen(str_c(&temp), "wb");
	ok = out && fwrite(&h, sizeof h, 1, out) == 1 && fwrite(w, sizeof *w, 1, out) == 1;
#define DO(list) ok = ok && put(out, w->list.v, w->list.n, sizeof *w->list.v);
	LISTS(DO)
#undef DO
	ok = !(out && fclose(out)) && ok && !rename(str_c(&temp), path);
	if (!ok)
		unlink(str_c(&temp));
	str_free(&temp);
	return ok ? E_OK : fault_set(f, E_IO, "%s", path);
}

static bool get(FILE *f, void **p, size_t *n, size_t size)
{
	if (fread(n, sizeof *n, 1, f) != 1 || *n > ((size_t)1 << 32) / size)
		return false;
	*p = mem_array(*n, size);
	return fread(*p, size, *n, f) == *n;
}

struct world *world_read(const struct options *opt, int64_t start_ms, const char *path)
{
	struct head want = head_of(opt, start_ms), h;
	struct world *w = mem_new(sizeof *w);
	FILE *in = fopen(path, "rb");
	bool ok = in && fread(&h, sizeof h, 1, in) == 1 && !memcmp(&h, &want, sizeof h) && fread(w, sizeof *w, 1, in) == 1;

#define DO(list) w->list.v = NULL, w->list.cap = 0;
	LISTS(DO)
#undef DO
#define DO(list) ok = ok && get(in, (void **)&w->list.v, &w->list.n, sizeof *w->list.v), w->list.cap = w->list.n;
	LISTS(DO)
#undef DO
	if (in)
		fclose(in);
	if (ok)
		return w;
	world_free(w);
	return NULL;
}
