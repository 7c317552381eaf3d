/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same few words and signs in every view that shows money: addresses cut short, degrees of proof, amounts in the unit of
 * the settings, days. All append to out; nothing is kept. */
#ifndef VIEW_WORDS_H
#define VIEW_WORDS_H

#include "model/app.h"
#include "model/money.h"
#include "model/wallet.h"
#include "ui/draw/grid.h"

/* "g1KhCe…agZp4c": enough to recognise, never enough to pay to. */
void words_short(struct str *out, const char *address, size_t head, size_t tail);
/* "member, valid until 12 Mar 2027 (112 days)"; brief leaves the date out, for narrow screens. */
void words_member(struct str *out, const struct account *a, bool brief);
const char *words_degree(enum degree d, enum glyph *sign, enum role *role);
/* "✓ proven by g1.example, 6 s ago" without the sign. */
void words_source(struct str *out, const struct source *s);

enum unit words_unit(const struct app *a);
struct money words_rates(const struct app *a);
/* In the unit of the settings, with its name or (bare) without, for columns. */
void words_amount(const struct app *a, struct str *out, int64_t centimes, bool sign);
void words_amount_bare(const struct app *a, struct str *out, int64_t centimes, bool sign);
/* "today 10:38", "Thu   22:32", "12 Mar", "12 Mar 2027". */
void words_day(struct str *out, int64_t when);
/* The label of an account, else its identity, else its address cut short. */
void words_account(struct str *out, const struct account *a);

#endif
