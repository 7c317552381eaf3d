/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operating system commands, as bytes to send. A multiplexer passes them on only when wrapped. */
#ifndef TERM_OSC_H
#define TERM_OSC_H

#include "base/err.h"
#include "base/str.h"

enum mux { MUX_NONE, MUX_TMUX, MUX_SCREEN };

enum { OSC_COPY_MAX = 54 * 1024 };   /* what common terminals still take */

/* The clipboard by OSC 52; nobody confirms it. E_TOO_BIG. */
enum err osc_copy(struct str *out, struct slice text, enum mux mux);
/* The window's title: cleaned, at most 80 bytes. Never a secret. */
void osc_title(struct str *out, const char *title);

/* A message for the desktop: OSC 9, or 777 with a title. Cleaned, at most 200 bytes. Never a secret. */
void osc_notify(struct str *out, const char *text, bool titled, enum mux mux);

#endif
