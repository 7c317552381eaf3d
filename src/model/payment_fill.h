/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed into the fields of a payment, or comes into them from a link, a file or an older payment. */
#ifndef MODEL_PAYMENT_FILL_H
#define MODEL_PAYMENT_FILL_H

#include "base/err.h"

struct payment;

void payment_from(struct payment *p, size_t account);
/* An address in any form, a payment URI (sets amount and comment, too), the label of a contact, or a proven name. */
void payment_to(struct payment *p, size_t i, const char *typed);  /* i == count adds one; "" takes it away */
void payment_amount(struct payment *p, size_t i, const char *typed);
void payment_comment(struct payment *p, const char *text);
void payment_all(struct payment *p, bool all, bool close);
void payment_claim(struct payment *p, bool claim);
void payment_rest(struct payment *p, const char *typed);      /* "" for none */
/* Fills it with a row that came to nothing, to be confirmed anew; E_BUSY while that may still happen. */
enum err payment_again(struct payment *p, int64_t entry, struct fault *f);
/* Lines "address;amount;words": replaces the recipients. E_INVALID with the line in f; nothing changed then. */
enum err payment_file(struct payment *p, const char *path, struct fault *f);

#endif
