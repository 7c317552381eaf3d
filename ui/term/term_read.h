/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal as a descriptor of the loop: keys come in, waiting bytes go out. Nothing blocks. */
#ifndef TERM_TERM_READ_H
#define TERM_TERM_READ_H

#include "ui/term/term.h"

int term_fd(const struct term *t);                   /* poll for input */
/* Decodes what has come. False when nothing (more) is complete; *wait_ms then says when a lone Esc becomes a key, or -1.
 * After true it is 0: more may be decoded already, which no poll would tell, so come again.
 * A key of code KEY_NONE says that term_light knows better now. */
bool term_read(struct term *t, struct keystroke *out, int *wait_ms);
bool term_wants_write(const struct term *t);         /* bytes wait: poll for POLLOUT, then term_flush */
void term_flush(struct term *t);

#endif
