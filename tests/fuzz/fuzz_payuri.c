/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes out of a QR code or the clipboard, and small texts: amounts, places, cells. */
#include "codec/cell.h"
#include "codec/decimal.h"
#include "codec/geohash.h"
#include "codec/payuri.h"
#include "base/text.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = { (const char *)data, size };
	struct payuri u, again;
	struct amount a, b;
	struct geohash_box box;
	struct cell cell, same;
	struct str s = { 0 };
	double v;
	if (payuri_read(text, &u) == E_OK) {
		must(text_valid(slice_of(u.comment)) && !strpbrk(u.comment, "\n\r\t\033"));
		if (u.has_address && (!u.has_amount || u.amount.unit == AMOUNT_G1)) {
			payuri_write(u.to.pub, u.has_amount ? &u.amount.n : NULL, u.comment, &s);
			must(payuri_read(slice_str(&s), &again) == E_OK);
			must(!memcmp(again.to.pub, u.to.pub, 32) && again.amount.n == u.amount.n && !strcmp(again.comment, u.comment));
		}
	}
	if (amount_read(text, &a) == E_OK && a.unit == AMOUNT_G1) {
		must(a.n >= 0);
		str_cut(&s, 0);
		amount_add(&s, a.n);
		must(amount_read(slice_str(&s), &b) == E_OK && a.n == b.n);
	}
	decimal_read(text, &v);
	if (geohash_tag(text, &box)) {
		must(box.lat >= -90 && box.lat <= 90 && box.lon >= -180 && box.lon <= 180);
		cell_of(box.lat, box.lon, &cell);
	}
	if (cell_read(text, &cell)) {
		str_cut(&s, 0);
		cell_name(&cell, '_', &s);
		must(cell_read(slice_str(&s), &same) && same.level == cell.level && !strcmp(same.lat, cell.lat));
	}
	str_free(&s);
	return 0;
}
