/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/geohash.h"
#include "codec/decimal.h"

static const char alphabet[33];

static bool on_globe(double lat, double lon)
{
	return lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180;
}

bool geohash_write(double lat, double lon, size_t length, char out[GEOHASH_MAX + 1])
{
	double low[2] = { -180, -90 }, high[2] = { 180, 90 }, v[2] = { lon, lat };
	if (!on_globe(lat, lon) || !length || length > GEOHASH_MAX)
		return false;
	for (size_t i = 0; i < length; i++) {
		unsigned digit = 0;
		for (size_t bit = 0; bit < 5; bit++) {
			size_t axis = (i * 5 + bit) % 2;
			double middle = (low[axis] + high[axis]) / 2;
			bool upper = v[axis] >= middle;
			digit = digit << 1 | upper;
			*(upper ? &low[axis] : &high[axis]) = middle;
		}
		out[i] = alphabet[digit];
	}
	out[length] = 0;
	return true;
}

bool geohash_read(struct slice text, struct geohash_box *out)
{
	double low[2] = { -180, -90 }, high[2] = { 180, 90 };
	if (!text.n || text.n > GEOHASH_MAX)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i] >= 'A' && text.p[i] <= 'Z' ? (char)(text.p[i] | 0x20) : text.p[i];
		const char *at = c ? strchr(alphabet, c) : NULL;
		if (!at)
			return false;
		for (size_t bit = 0; bit < 5; bit++) {
			size_t axis = (i * 5 + bit) % 2;
			double middle = (low[axis] + high[axis]) / 2;
			*((at - alphabet) >> (4 - bit) & 1 ? &low[axis] : &high[axis]) = middle;
		}
	}
	*out = (struct geohash_box){ (low[1] + high[1]) / 2, (low[0] + high[0]) / 2, (high[1] - low[1]) / 2, (high[0] - low[0]) / 2 };
	return true;
}

bool geohash_tag(struct slice text, struct geohash_box *out)
{
	struct slice lat;
	text = slice_trim(text);
	if (!text.n || !memchr(text.p, ',', text.n))
		return geohash_read(text, out);
	slice_split(&text, ',', &lat);
	*out = (struct geohash_box){ 0 };
	return decimal_read(slice_trim(lat), &out->lat) && decimal_read(slice_trim(text), &out->lon) && on_globe(out->lat, out->lon);
}

static const char alphabet[33] = "0123456789bcdefghjkmnpqrstuvwxyz";
