/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From settings to looks: theme, glyphs, colours, and which view comes first. Shared by the fronts. */
#ifndef UI_LOOKS_H
#define UI_LOOKS_H

#include "model/app.h"
#include "ui/draw/theme.h"
#include "ui/options.h"
#include "ui/term/term_tell.h"

/* The theme the settings name. Where they name none, the one that fits: vt on the Linux console, light on a light ground
 * (light 1; 0 dark; -1 unknown). What is wrong with a file of the person's goes to the log. */
struct theme *looks_theme(const struct conf *c, int light);
void looks_options(const struct conf *c, const struct theme *theme, struct term_options *out);
/* The glyph set for output that is no terminal: the setting, else what the locale can show. */
enum glyph_set looks_glyphs(const struct conf *c);
/* How the terminal draws attention; what is no news (an error the person sees) is worth a bell at most. */
enum alert looks_alert(const struct conf *c, bool news);
const char *looks_first_view(const struct app *app, const struct options *o);

#endif
