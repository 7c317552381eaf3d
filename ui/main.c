/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/conf.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/secret.h"
#include "base/tick.h"
#include "cmd/cli.h"
#include "cmd/gen.h"
#include "cmd/handlers.h"
#include "cmd/keymap.h"
#include "cmd/settings.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/journal.h"
#include "model/world.h"
#include "ui/dumping.h"
#include "ui/fullscreen.h"
#include "ui/looks.h"
#include "ui/options.h"
#include "ui/plainly.h"
#include "ui/shell.h"
#include "ui/term/crash.h"
#include "ui/widget/view.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* What main makes in this order and takes down in the reverse one. */
struct house {
	struct options o;
	struct loop *loop;
	struct conf *conf;
	struct app *app;
};

/* Configuration: the machine's, the person's, then the flags. What is wrong in a file is noted, never fatal. */
static enum err configure(struct house *h, struct fault *f)
{
	struct str path = { 0 }, warnings = { 0 }, log = { 0 };
	h->conf = conf_new(settings_keys, settings_count);
	conf_load(h->conf, "/etc/vigie/config", &warnings, f);
	if (!paths_in(PATH_CONFIG, "config", &path))
		conf_load(h->conf, path.p, &warnings, f);
	*f = (struct fault){ 0 };
	enum err e = options_apply(&h->o, h->conf, f);
	bool keep = !h->o.readonly && !h->o.dump && !paths_in(PATH_STATE, "log", &log);
	log_open(keep ? log.p : NULL, LOG_INFO);
	struct slice rest = slice_str(&warnings), line;
	while (warnings.n && slice_split(&rest, '\n', &line))
		if (line.n)
			log_add(LOG_WARN, "conf", "%.*s", (int)line.n, line.p);
	str_free(&path);
	str_free(&warnings);
	str_free(&log);
	return e;
}

static void load_keymap(struct app *a)
{
	struct str warnings = { 0 };
	struct fault f = { 0 };
	struct slice rest, line;
	a->keymap = keymap_new();
	keymap_load(a->keymap, &warnings, &f);
	rest = slice_str(&warnings);
	while (warnings.n && slice_split(&rest, '\n', &line))
		if (line.n)
			log_add(LOG_WARN, "keys", "%.*s", (int)line.n, line.p);
	str_free(&warnings);
}

struct arrival {
	bool over;
	struct fault fault;
};

static void sandbox_ready(void *arg, enum err e, const struct fault *f)
{
	struct arrival *a = arg;
	(void)e;
	a->over = true;
	if (f)
		a->fault = *f;
}

/* The sandbox answers within a second; nothing can be shown of a world that is not there yet. It keeps its world, for the
 * journal and the vault are kept too: a payment that was final yesterday must not be unknown to the chain today. */
static enum err enter_world(struct house *h, struct fault *f)
{
	struct arrival a = { 0 };
	if (!h->o.sandbox) {
		const char *genesis = world_genesis(h->app->world);
		char name[24] = "g1";
		if (strcmp(genesis, settings_find("g1.genesis")->fallback))
			snprintf(name, sizeof name, "chain-%.8s", strlen(genesis) > 10 ? genesis + 2 : "unknown");
		paths_set_world(name);
		return E_OK;
	}
	struct str village = { 0 };
	if (h->o.sandbox_dir)
		str_adds(&village, h->o.sandbox_dir);
	else if (paths_in(PATH_STATE, "sandbox", &village))
		str_cut(&village, 0);
	enum err e = world_start_sandbox(h->app->world, str_c(&village), sandbox_ready, &a, f);
	str_free(&village);
	while (!e && !a.over)
		loop_turn(h->loop, -1);
	if (!e && a.fault.code)
		*f = a.fault;
	return e ? e : a.fault.code;
}

static enum err load(struct house *h, struct fault *f)
{
	h->app->still = h->o.fixture != NULL;
	if (h->o.fixture)
		return app_load_file(h->app, h->o.fixture, f);
	app_load_cache(h->app);
	return E_OK;
}

static int run_front(struct house *h)
{
	struct fault f = { 0 };
	if (h->o.dump)
		return dumping_run(h->app, &h->o, looks_glyphs(h->conf));
	/* a word may name both a view and a command: the command line means the command where it works without a screen */
	const struct cmd *c = h->o.argc ? cmd_by_name(slice_of(h->o.argv[0])) : NULL;
	if (h->o.argc && (!view_by_name(h->o.argv[0]) || (c && c->flags & CMD_ONE_SHOT))) {
		const struct cli_options cli = { .passphrase_fd = h->o.passphrase_fd, .shell = shell_run };
		return cli_run(h->app, h->o.argc, h->o.argv, &cli);
	}
	if (h->o.plain)
		return plainly_run(h->app, &h->o);
	int code = fullscreen_run(h->app, &h->o, &f);
	if (code >= 0)
		return code;
	fprintf(stderr, "vigie: %s: %s\n", f.where, err_message(f.code));
	fprintf(stderr, "%s\n", _("The line mode is used instead (vigie --plain)."));
	return plainly_run(h->app, &h->o);
}

static int run(struct house *h)
{
	struct fault f = { 0 };
	h->loop = loop_new();
	h->app = app_new(h->loop, h->conf);
	h->app->readonly = h->o.readonly;
	load_keymap(h->app);
	cmd_wallet_register();
	journal_for_backup();
	settings_apply(h->app, NULL);
	int code;
	if (enter_world(h, &f) || load(h, &f)) {
		code = cli_fault(&f, false);
	} else {
		code = run_front(h);
		if (!h->o.fixture && !h->o.dump)
			app_save_cache(h->app);
	}
	keymap_free(h->app->keymap);
	app_free(h->app);
	loop_free(h->loop);
	return code;
}

static int print(void (*fn)(struct str *out))
{
	struct str out = { 0 };
	fn(&out);
	fwrite(str_c(&out), 1, out.n, stdout);
	str_free(&out);
	return fflush(stdout) ? 1 : 0;
}

static void version(struct str *out)
{
	str_addf(out, "vigie %s\n", PACKAGE_VERSION);
}

/* --print-config is the command of that name. */
static char *print_config[] = { (char[]){ "print-config" }, NULL };

/* Whoever closes our standard files must not get what we print into a file that we open: the number would be taken again. */
static void fill_standard_files(void)
{
	int fd;
	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

int main(int argc, char **argv)
{
	struct house h = { 0 };
	struct fault f = { 0 };
	int code;
	mem_thrifty();
	fill_standard_files();
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error code like a full disk */
	crash_install("vigie " PACKAGE_VERSION);
	mem_on_exhausted(crash_restore);
	if (secret_init())
		return 1;
	i18n_init(paths_exe_dir());
	i18n_pseudo(getenv("VIGIE_PSEUDO") != NULL); /* for tests: every message 40 % longer */
	if (options_parse(&h.o, argc, argv, &f)) {
		code = cli_fault(&f, false);
	} else if (h.o.version) {
		code = print(version);
	} else if (h.o.help) {
		code = print(gen_help);
	} else if (paths_init(h.o.profile, &f)) {
		code = cli_fault(&f, false);
	} else {
		if (h.o.clock >= 0)
			tick_fix(h.o.clock);
		if (h.o.print_config) {
			h.o.argc = 1;
			h.o.argv = print_config;
		}
		code = configure(&h, &f) ? cli_fault(&f, false) : run(&h);
		conf_free(h.conf);
		log_close();
	}
	options_free(&h.o);
	return code;
}
