/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings: the table of settings.def, and how one changes while the program runs. Main thread; writes one small file. */
#ifndef CMD_SETTINGS_H
#define CMD_SETTINGS_H

#include "base/conf.h"
#include "cmd/front.h"

struct app;
struct candidates;

extern const struct conf_key settings_keys[];
extern const size_t settings_count;

const struct conf_key *settings_find(const char *name);   /* NULL when there is none */
/* A name close to a mistyped one, or NULL. */
const char *settings_nearest(const char *name);

/* Puts the values in force that the core itself obeys (language, width of letters, log): one, or all when key is NULL. */
void settings_apply(struct app *app, const char *key);
/* Changes one: checked, put in force, told to the front, written to the person's file (not with --readonly), and undo knows the
 * old value. value NULL: back to the default. front may be NULL. */
enum err settings_change(struct app *app, struct front *front, const char *name, const char *value, struct fault *f);
/* The choice after the present one, for keys that go round; borrowed from out. */
const char *settings_next(struct app *app, const char *name, struct str *out);

/* Completers of the arguments KEY, VALUE, THEME, LANGUAGE, GLYPHS, UNIT. */
void settings_complete_key(struct app *app, int argc, char *const *argv, struct candidates *out);
void settings_complete_value(struct app *app, int argc, char *const *argv, struct candidates *out);
void settings_complete_theme(struct app *app, int argc, char *const *argv, struct candidates *out);
void settings_complete_language(struct app *app, int argc, char *const *argv, struct candidates *out);
void settings_complete_glyphs(struct app *app, int argc, char *const *argv, struct candidates *out);
void settings_complete_unit(struct app *app, int argc, char *const *argv, struct candidates *out);

#endif
