/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Configuration: "key = value" lines under [section] headings. A value comes, strongest first, from a flag, the environment,
 * the person's file, /etc/vigie/config, the default; conf_origin says which. The file is hostile input: long lines, bad
 * UTF-8 and unknown keys give a warning with line and suggestion, never a failure. Writing keeps comments and order. */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include "base/err.h"
#include "base/str.h"

/* One key the program knows; the full list is settings.def (name, type, default, environment variable, help). */
enum conf_type { CONF_TEXT, CONF_BOOL, CONF_INT, CONF_CHOICE };

struct conf_key {
	const char *name;        /* "ui.theme": section and key */
	enum conf_type type;
	const char *fallback;
	const char *env;         /* environment variable, or NULL */
	const char *choices;     /* "a|b|c" for CONF_CHOICE; "min..max" for CONF_INT; else NULL */
	const char *help;        /* N_() text */
};

struct conf;
struct conf *conf_new(const struct conf_key *keys, size_t n); /* keys must outlive it */
void conf_free(struct conf *c);

/* Reads one file; a missing one is no error. Warnings are appended to warnings, one line each. */
enum err conf_load(struct conf *c, const char *path, struct str *warnings, struct fault *f);
/* The same from bytes; origin names them in warnings and conf_origin. The fuzz target's door. */
void conf_parse(struct conf *c, struct slice bytes, const char *origin, struct str *warnings);
/* A flag or a change in the settings view; E_INVALID leaves the old value. */
enum err conf_set(struct conf *c, const char *name, const char *value, const char *origin);
/* Writes changed values into the person's file by rename, comments and unknown lines kept. */
enum err conf_save(struct conf *c, const char *path, struct fault *f);

const char *conf_text(const struct conf *c, const char *name);  /* never NULL; borrowed until the next set */
bool conf_bool(const struct conf *c, const char *name);
long conf_int(const struct conf *c, const char *name);
const char *conf_origin(const struct conf *c, const char *name); /* "default", "flag", "env VIGIE_X", "path:12" */

/* For --print-config and the settings view. */
size_t conf_count(const struct conf *c);
const struct conf_key *conf_key_at(const struct conf *c, size_t i);

#endif
