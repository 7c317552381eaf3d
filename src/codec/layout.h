/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A quick reader for many values of one type: the wanted fields are named once ("data.free"), the way to them is worked out
 * from the metadata, and each value is then read by a short list of steps, without allocation. For values built of
 * integers, compacts, byte arrays, Options and plain enums; the part behind the last wanted field may be anything. */
#ifndef CODEC_LAYOUT_H
#define CODEC_LAYOUT_H

#include "codec/meta.h"

enum { LAYOUT_FIELDS = 16 };

struct layout_field {
	bool present;             /* false inside an Option that is None */
	uint64_t u;               /* integers, bool, the index of a plain enum's variant */
	const unsigned char *p;   /* byte arrays and accounts: borrowed from the input */
	size_t n;
};

struct layout;

/* E_NOT_FOUND for a path that is not there, E_UNSUPPORTED for what cannot be read this way. */
struct layout *layout_new(const struct meta *m, uint32_t type, const char *const *paths, size_t n, struct fault *f);
void layout_free(struct layout *l);
/* Fills one field per path. False when the bytes do not fit, too few or of another form. */
bool layout_read(const struct layout *l, const void *p, size_t n, struct layout_field *out);

#endif
