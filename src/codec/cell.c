/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/cell.h"
#include "codec/decimal.h"
#include <stdio.h>

static bool round_axis(double v, unsigned most, char out[8])
{
	bool minus;
	uint32_t hundredths;
	if (!decimal_hundredths(v, &minus, &hundredths) || hundredths > most * 100)
		return false;
	snprintf(out, 8, "%s%u.%02u", minus ? "-" : "", (unsigned)hundredths / 100 % 1000, (unsigned)hundredths % 100);
	return hundredths || minus;
}

bool cell_of(double lat, double lon, struct cell *umap)
{
	umap->level = CELL_UMAP;
	return round_axis(lat, 90, umap->lat) && round_axis(lon, 180, umap->lon);
}

static void cut(char *text, enum cell_level from, enum cell_level to)
{
	size_t n = strlen(text);
	if (from == CELL_UMAP && to >= CELL_SECTOR)
		n--;
	if (from <= CELL_SECTOR && to == CELL_REGION)
		n -= 2;
	text[n] = 0;
}

struct cell cell_up(const struct cell *c, enum cell_level level)
{
	struct cell up = *c;
	if (level > c->level) {
		up.level = level;
		cut(up.lat, c->level, level);
		cut(up.lon, c->level, level);
	}
	return up;
}

/* The canonical text of one axis; *places gets its digits behind the point. */
static bool read_axis(struct slice s, double most, char out[8], unsigned *places)
{
	struct slice digits = slice_starts(s, "-") ? slice_from(s, 1) : s, whole = digits, fraction;
	double v;
	if (s.n >= 8 || !decimal_read(s, &v) || v > most || v < -most)
		return false;
	fraction = whole;
	slice_split(&fraction, '.', &whole);
	*places = fraction.p ? (unsigned)fraction.n : 0;
	if (!whole.n || (whole.n > 1 && whole.p[0] == '0') || *places > 2 || slice_is(s, "0.00"))
		return false;
	memcpy(out, s.p, s.n);
	out[s.n] = 0;
	return true;
}

bool cell_read(struct slice text, struct cell *out)
{
	unsigned a, b;
	struct slice lat;
	char joint = ',';
	text = slice_trim(text);
	if (!memchr(text.p, ',', text.n)) {
		joint = '_';
		if (slice_starts(text, "_"))
			text = slice_from(text, 1);
	}
	slice_split(&text, joint, &lat);
	if (!text.p || !read_axis(lat, 90, out->lat, &a) || !read_axis(text, 180, out->lon, &b) || a != b)
		return false;
	out->level = (enum cell_level)(2 - a);
	return true;
}

void cell_name(const struct cell *c, char joint, struct str *out)
{
	if (joint == '_')
		str_addc(out, '_');
	str_addf(out, "%s%c%s", c->lat, joint, c->lon);
}

void cell_path(const struct cell *umap, struct str *out)
{
	str_adds(out, "__");
	for (int level = CELL_REGION; level >= CELL_UMAP; level--) {
		struct cell c = cell_up(umap, (enum cell_level)level);
		str_addc(out, '/');
		cell_name(&c, '_', out);
	}
}
