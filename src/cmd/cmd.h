/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands: one line of commands.def each, dispatched from a key, the palette, the line mode, the shell or one-shot. */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include "base/err.h"
#include "base/str.h"
#include "cmd/front.h"
#include <jansson.h>

/* LOOK changes nothing (allowed with --readonly); ASK wants y; TYPE wants the name typed. SELF changes only this program. */
enum danger { LOOK, SELF, ASK, TYPE };

/* Where a command is offered: bits, one for each kind of focus; a view names its own bit in its table. */
enum context {
	IN_ALL = 1 << 0,      /* everywhere, below the view's own keys */
	IN_LIST = 1 << 1,     /* a list, table or pager has the focus */
	IN_HOME = 1 << 2, IN_WALLET = 1 << 3, IN_PAY = 1 << 4, IN_PEOPLE = 1 << 5, IN_PERSON = 1 << 6, IN_MAP = 1 << 7,
	IN_MAIL = 1 << 8, IN_STATION = 1 << 9, IN_SWARM = 1 << 10, IN_MARKET = 1 << 11, IN_NET = 1 << 12,
	IN_FILES = 1 << 13, IN_SETTINGS = 1 << 14, IN_LOG = 1 << 15, IN_TASKS = 1 << 16, IN_HELP = 1 << 17,
	IN_FORM = 1 << 18, IN_QR = 1 << 19, IN_SETUP = 1 << 20, IN_JOURNAL = 1 << 21, IN_CONTACTS = 1 << 22,
	IN_PEERS = 1 << 23, IN_STORAGE = 1 << 24, IN_SERVICES = 1 << 25, IN_SKYWIRE = 1 << 26, IN_CAPACITY = 1 << 27,
	IN_KEYS = 1 << 28, IN_ACCOUNT = 1 << 29, IN_IMPORT = 1 << 30,
	IN_FIGURES = INT32_MIN /* the last bit */
};

enum cmd_flag {
	CMD_ONE_SHOT = 1,  /* makes sense without a screen: vigie NAME ... */
	CMD_UNLISTED = 2,  /* moves the cursor and the like: in the help and keymap, not in palette, man page or completion */
	CMD_ITEM = 4       /* acts on the focused item: shown in the key bar first */
};

enum cmd_id {
#define CMD(id, name, keys, contexts, args, danger, flags, fn, help) C_##id,
#include "cmd/commands.def"
#undef CMD
	CMD_COUNT
};

struct app;
struct cmd_run;

struct cmd {
	const char *name;      /* "pay": stable */
	const char *keys;      /* written keys, blank-separated, "" for none; "1=home": with this argument */
	uint32_t contexts;
	const char *args;      /* "TO AMOUNT [--from NAME] [--comment TEXT]", "" for none */
	enum danger danger;
	unsigned flags;
	/* E_OK: finished by cmd_finish, or it waits and will be. Any other code ends the run with it. NULL: only the screen does
	 * it (the view with the focus, the view stack or the front), and cmd_start refuses it. */
	enum err (*fn)(struct cmd_run *r);
	const char *help;      /* N_(): one short line, verb first */
};

/* One execution. It lives until cmd_finish; a handler that waits keeps r and finishes later. */
struct cmd_run {
	const struct cmd *cmd;
	struct app *app;
	struct front *front;
	int argc;
	char **argv;                 /* without the name; flags in place */
	bool json, yes;              /* --json, --yes given */
	void (*done)(struct cmd_run *r, enum err e, json_t *result, const char *text, void *arg);
	void *arg;
	void (*cancel)(struct cmd_run *r); /* set by a handler that waits; called when the person gives up */
	void *data;                        /* the handler's own */
	void (*drop)(struct cmd_run *r, enum err e); /* called once, however the run ends: frees data; may be NULL */
	struct fault fault;
};

const struct cmd *cmd_at(enum cmd_id id);
const struct cmd *cmd_by_name(struct slice name);   /* exact; NULL */

/* Starts a command. argv is copied, "--flag=value" is cut in two, --json and --yes are taken out. done (may be NULL: then a toast
 * tells errors and text) is called exactly once, perhaps before this returns; r->fault says why it failed. Refuses what is not
 * allowed with --readonly (E_READONLY: ASK and TYPE), unknown flags and missing arguments (E_USAGE) before the handler. */
enum err cmd_start(struct app *app, struct front *front, const struct cmd *cmd, int argc, char *const *argv,
                   void (*done)(struct cmd_run *, enum err, json_t *, const char *, void *), void *arg);
/* Ends a run: result (owned by the run from here, may be NULL) for --json, text for people (may be NULL). */
void cmd_finish(struct cmd_run *r, enum err e, json_t *result, const char *text);
/* Asks before something is done, then calls go, or ends the run with E_CANCELLED. --yes answers for the person. */
void cmd_confirm(struct cmd_run *r, const struct question *q, void (*go)(struct cmd_run *r));
/* Gives up the newest waiting run of this front (all: every one, for a front that closes). False when none could be. */
bool cmd_cancel(struct front *front, bool all);

/* The value after a flag ("--from"), or NULL; the i-th argument that is no flag, or NULL. "" for a flag that has no value. Borrowed from r->argv. */
const char *cmd_flag(const struct cmd_run *r, const char *flag);
const char *cmd_arg(const struct cmd_run *r, int i);

#endif
