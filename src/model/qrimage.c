/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/qrimage.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "io/run.h"
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

enum { TEXT_MOST = 4096, NO_CODE = 4, DEADLINE_MS = 15000 };

struct qrimage {
	struct run *run;
	char *path;
	void (*fn)(void *arg, enum err e, const char *text, const struct fault *f);
	void *arg;
};

static const char *const endings[];

bool qrimage_is(struct slice path)
{
	for (const char *const *e = endings; *e; e++) {
		size_t n = strlen(*e), same = 0;

		while (path.n > n && same < n && (path.p[path.n - n + same] | 0x20) == (*e)[same])
			same++;
		if (path.n > n && same == n)
			return true;
	}
	return false;
}

static void drop(struct qrimage *q)
{
	free(q->path);
	free(q);
}

static void ended(void *arg, const struct run_result *r)
{
	struct qrimage *q = arg;
	struct str text = { 0 };
	struct slice rest = r->out, line = { 0 };
	struct fault f = { 0 };

	if (r->fault.code == E_NOT_FOUND)
		fault_set(&f, E_UNSUPPORTED, "%s", _("zbarimg is not installed here (package zbar-tools)"));
	else if (r->status == NO_CODE || (!r->fault.code && !slice_split(&rest, '\n', &line)))
		fault_set(&f, E_NOT_FOUND, _("no QR code in %s"), q->path);
	else if (r->fault.code)
		fault_set(&f, r->fault.code, "zbarimg: %.200s", q->path);
	clean_line(&text, slice_trim(line), TEXT_MOST);
	q->run = NULL;
	q->fn(q->arg, f.code, str_c(&text), &f);
	str_free(&text);
	drop(q);
}

struct qrimage *qrimage_read(struct loop *l, const char *path, void (*fn)(void *arg, enum err e, const char *text, const struct fault *f),
                             void *arg, struct fault *f)
{
	/* The whole path: what looks like "https:..." or like an option would mean something else to zbarimg. */
	char whole[PATH_MAX];
	const char *const argv[] = { "zbarimg", "--quiet", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", whole, NULL };
	struct run_spec s = { .argv = argv, .max_output = 1 << 16, .deadline_ms = DEADLINE_MS, .done = ended };
	struct qrimage *q;

	if (!realpath(path, whole)) {
		fault_set(f, E_NOT_FOUND, "%s", path);
		return NULL;
	}
	q = mem_new(sizeof *q);
	*q = (struct qrimage){ .path = mem_strdup(path), .fn = fn, .arg = arg };
	s.arg = q;
	q->run = run_start(l, &s, f);
	if (!q->run) {
		if (f->code == E_NOT_FOUND)
			fault_set(f, E_UNSUPPORTED, "%s", _("zbarimg is not installed here (package zbar-tools)"));
		drop(q);
		return NULL;
	}
	return q;
}

void qrimage_forget(struct qrimage *q)
{
	if (!q)
		return;
	run_forget(q->run);
	drop(q);
}

static const char *const endings[] = { ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".pbm", ".pgm", ".ppm", ".pnm", NULL };
