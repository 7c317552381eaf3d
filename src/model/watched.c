/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/watched.h"
#include "base/paths.h"
#include "base/versioned.h"
#include "codec/address.h"
#include "model/snap.h"
#include <stdio.h>

enum { FORMAT = 1, MOST = 1000, BYTES = 1 << 20 };

static const char kind[] = "watched";

static enum err name(struct str *path, struct fault *f)
{
	return paths_world(PATH_DATA, kind, path) ? fault_set(f, E_IO, "%s", kind) : E_OK;
}

enum err watched_load(struct watched *w, struct fault *f)
{
	struct str path = { 0 }, text = { 0 };
	enum err e = name(&path, f);
	json_t *list = NULL, *o;
	json_error_t je;
	size_t i;

	watched_free(w);
	if (!e)
		e = versioned_read(str_c(&path), kind, FORMAT, BYTES, &text, NULL, f);
	if (!e && !(list = json_loadb(str_c(&text), text.n, 0, &je)))
		e = fault_set(f, E_CORRUPT, "%s", str_c(&path));
	json_array_foreach(list, i, o) {
		struct watched_one one = { 0 };
		struct address a;
		char *label = snap_text(o, "label", sizeof one.label - 1);

		snprintf(one.label, sizeof one.label, "%s", label);
		free(label);
		if (w->v.n < MOST && !address_read(slice_of(json_string_value(json_object_get(o, "address"))), &a)) {
			memcpy(one.pub, a.pub, 32);
			vec_push(&w->v, one);
		}
	}
	json_decref(list);
	str_free(&path);
	str_free(&text);
	return e == E_NOT_FOUND ? E_OK : e;
}

enum err watched_save(const struct watched *w, struct fault *f)
{
	struct str path = { 0 };
	json_t *list = json_array();
	enum err e = name(&path, f);
	char *text;

	for (size_t i = 0; i < w->v.n; i++) {
		char address[SS58_MAX];

		ss58_encode(SS58_G1, w->v.v[i].pub, address);
		json_array_append_new(list, json_pack("{s:s, s:s}", "address", address, "label", w->v.v[i].label));
	}
	text = json_dumps(list, JSON_INDENT(1));
	json_decref(list);
	if (!e)
		e = versioned_write(str_c(&path), kind, FORMAT, slice_of(text), f);
	free(text);
	str_free(&path);
	return e;
}

void watched_free(struct watched *w)
{
	vec_free(&w->v);
}
