/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A payment of the journal in a few words and signs, for the wallet, the journal and its detail. */
#ifndef VIEW_ENTRY_WORDS_H
#define VIEW_ENTRY_WORDS_H

#include "model/journal.h"
#include "ui/draw/grid.h"

struct app;

enum glyph entry_sign(const struct journal_entry *e);
enum role entry_role(const struct journal_entry *e);
/* "in block, final in about 15 s": the state in words. */
void entry_state(const struct app *a, struct str *out, const struct journal_entry *e);
/* To whom, or what: "claire", "g1Q8vN…kPz7Ra", "3 recipients", "dividends", the words of another act. */
void entry_party(struct str *out, const struct journal_entry *e);
/* The whole in one line. */
void entry_say(const struct app *a, struct str *out, const struct journal_entry *e);
void entry_address(const unsigned char pub[32], struct str *out);

#endif
