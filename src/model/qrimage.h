/* SPDX-License-Identifier: GPL-3.0-or-later */
/* QR codes in image files, read by zbarimg where it is installed. What a code holds is a stranger's text: it comes clean, on one
 * line. Nothing blocks. */
#ifndef MODEL_QRIMAGE_H
#define MODEL_QRIMAGE_H

#include "base/err.h"
#include "base/str.h"

struct loop;
struct qrimage;

/* By the ending of its name. */
bool qrimage_is(struct slice path);
/* fn once, from the loop, unless forgotten: the text of the first code. E_UNSUPPORTED: no zbarimg; E_NOT_FOUND: no file, or no
 * code in it. NULL when it could not even begin (f). */
struct qrimage *qrimage_read(struct loop *l, const char *path, void (*fn)(void *arg, enum err e, const char *text, const struct fault *f),
                             void *arg, struct fault *f);
void qrimage_forget(struct qrimage *q);   /* NULL is fine; not after fn */

#endif
