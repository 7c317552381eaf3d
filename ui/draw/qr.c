/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/qr.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/secret.h"
#include <errno.h>
#include <qrencode.h>
#include <stdlib.h>

/* Byte mode always: the alphanumeric mode of QR would turn lower case into upper case. */
struct qr *qr_new(struct slice text, enum qr_level level, struct fault *f)
{
	static const QRecLevel levels[] = { QR_ECLEVEL_L, QR_ECLEVEL_M, QR_ECLEVEL_Q, QR_ECLEVEL_H };
	struct qr *q;
	QRcode *code;
	int i, n;

	if (!text.n || text.n > 4000) {
		fault_set(f, text.n ? E_TOO_BIG : E_INVALID, "%s", _("QR code"));
		return NULL;
	}
	code = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, levels[level]);
	if (!code) {
		fault_set(f, errno == ERANGE ? E_TOO_BIG : E_FAILED, "%s", _("QR code"));
		return NULL;
	}
	q = mem_new(sizeof *q);
	q->size = code->width;
	n = q->size * q->size;
	q->dark = mem_array((size_t)n, 1);
	for (i = 0; i < n; i++)
		q->dark[i] = code->data[i] & 1;
	QRcode_free(code);
	return q;
}

void qr_free(struct qr *q)
{
	if (!q)
		return;
	secret_wipe(q->dark, (size_t)q->size * (size_t)q->size);  /* it may be the code of a key */
	free(q->dark);
	free(q);
}

enum qr_form qr_form_for(enum glyph_set set)
{
	return set == GLYPHS_FULL ? QR_HALF : QR_DOUBLE;
}

void qr_need(const struct qr *q, enum qr_form form, int quiet, int *h, int *w)
{
	int side = q->size + 2 * quiet;

	*h = form == QR_HALF ? (side + 1) / 2 : side;
	*w = form == QR_HALF ? side : 2 * side;
}

int qr_fit(const struct qr *q, enum qr_form form, struct rect r)
{
	int quiet, h, w;

	for (quiet = QR_QUIET; quiet >= QR_QUIET_LEAST; quiet--) {
		qr_need(q, form, quiet, &h, &w);
		if (h <= r.h && w <= r.w)
			return quiet;
	}
	return -1;
}

/* The module at a place of the code with its quiet zone; what lies outside is light. */
static bool dark_at(const struct qr *q, int quiet, int y, int x, bool invert)
{
	bool dark = false;

	y -= quiet;
	x -= quiet;
	if (y >= 0 && x >= 0 && y < q->size && x < q->size)
		dark = q->dark[y * q->size + x];
	return dark != invert;
}

/* All cells have the role qr-light, black on white, so that a row needs one change of colour only. */
static void draw_half(const struct qr *q, struct grid *g, int y, int x, int quiet, bool invert)
{
	static const char *const forms[4] = { " ", "▀", "▄", "█" };
	int side = q->size + 2 * quiet, i, j;

	for (i = 0; i < side; i += 2)
		for (j = 0; j < side; j++) {
			int form = (dark_at(q, quiet, i, j, invert) ? 1 : 0) | (dark_at(q, quiet, i + 1, j, invert) ? 2 : 0);

			grid_text(g, y + i / 2, x + j, 1, ROLE_QR_LIGHT, slice_of(forms[form]));
		}
}

static void draw_double(const struct qr *q, struct grid *g, int y, int x, int quiet, bool invert)
{
	int side = q->size + 2 * quiet, i, j;

	for (i = 0; i < side; i++)
		for (j = 0; j < side; j++)
			grid_fill(g, (struct rect){ y + i, x + 2 * j, 1, 2 },
			          dark_at(q, quiet, i, j, invert) ? ROLE_QR_DARK : ROLE_QR_LIGHT);
}

void qr_draw(const struct qr *q, struct grid *g, int y, int x, enum qr_form form, int quiet, bool invert)
{
	if (form == QR_HALF)
		draw_half(q, g, y, x, quiet, invert);
	else
		draw_double(q, g, y, x, quiet, invert);
}
