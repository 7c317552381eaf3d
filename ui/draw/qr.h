/* SPDX-License-Identifier: GPL-3.0-or-later */
/* QR codes in cells. Modules are always painted with explicit black on white (the roles qr-light and qr-dark), never with the
 * theme's colours, inside a quiet zone. The half-block form takes one column and half a row per module; the double form two
 * columns of coloured blanks and one row, and needs no glyph at all: it serves the VT and ASCII sets. */
#ifndef DRAW_QR_H
#define DRAW_QR_H

#include "base/err.h"
#include "ui/draw/grid.h"

enum qr_level { QR_L, QR_M, QR_Q, QR_H };   /* corrects 7, 15, 25, 30 % */
enum qr_form { QR_HALF, QR_DOUBLE };
enum { QR_QUIET = 4, QR_QUIET_LEAST = 2 };

struct qr {
	int size;                 /* modules on a side */
	unsigned char *dark;      /* size * size, 1 or 0 */
};

/* NULL with E_TOO_BIG when no QR code holds so much, E_INVALID when empty. */
struct qr *qr_new(struct slice text, enum qr_level level, struct fault *f);
void qr_free(struct qr *q);

enum qr_form qr_form_for(enum glyph_set set);
/* Cells needed, to be told when the screen is too small. */
void qr_need(const struct qr *q, enum qr_form form, int quiet, int *h, int *w);
/* The widest quiet zone from 4 down to 2 with which it fits r, or -1. */
int qr_fit(const struct qr *q, enum qr_form form, struct rect r);
/* Invert for terminals that turn colours round. The grid cells outside are not touched: leave them plain. */
void qr_draw(const struct qr *q, struct grid *g, int y, int x, enum qr_form form, int quiet, bool invert);

#endif
