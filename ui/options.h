/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line of vigie: options before the command, the command and its words after. */
#ifndef UI_OPTIONS_H
#define UI_OPTIONS_H

#include "base/conf.h"
#include "base/vec.h"

struct options {
	bool sandbox, plain, readonly, print_config, version, help;
	bool dump_roles;
	const char *sandbox_dir;      /* NULL: the usual folder; "": all in memory */
	const char *dump;             /* view */
	const char *keys, *fixture, *profile;
	int h, w;                     /* --size; 0 not given */
	int64_t clock;                /* --clock; -1 not given */
	int passphrase_fd;            /* -1 not given */
	VEC(, char *) settings;       /* "key=value" from flags, in order */
	int argc;                     /* the command and its words */
	char **argv;
};

/* Fills o; on E_USAGE f says which word was not understood. Strings borrow argv. */
enum err options_parse(struct options *o, int argc, char **argv, struct fault *f);
void options_free(struct options *o);
/* Gives the settings from flags to c; names are those of the settings ("--g1-rpc URL" is g1.rpc). */
enum err options_apply(const struct options *o, struct conf *c, struct fault *f);

#endif
