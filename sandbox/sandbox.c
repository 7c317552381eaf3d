/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/sandbox.h"

#include "base/mem.h"
#include "base/tick.h"
#include "base/vec.h"
#include "sandbox/chain/chain.h"
#include "sandbox/keep.h"
#include "sandbox/world.h"

#include <sodium.h>
#include <stdlib.h>
#include <ftw.h>
#include <stdio.h>
#include <unistd.h>

enum { GAP_MS = 600000 };

struct command {
	char *name, *usage;
	ctl_fn *fn;
	void *arg;
};

/* What outlives a restart of the services: the ports that were given out, and the clock. */
struct sandbox_inside {
	VEC(, struct command) commands;
	VEC(, int) ports;
	size_t ports_used, running;
	int64_t started_ms;
	char *temp;
	bool wipe;
};

static ctl_fn cmd_help, cmd_advance, cmd_skew, cmd_restart, cmd_quit;

int64_t sandbox_now_ms(const struct sandbox *sb)
{
	int64_t now = sb->opt.clock ? sb->opt.clock * 1000 + tick_ms() - sb->in->started_ms : tick_now_ms();

	return now + sb->skew_ms;
}

void sandbox_command(struct sandbox *sb, const char *name, const char *usage, ctl_fn *fn, void *arg)
{
	vec_push(&sb->in->commands, (struct command){ mem_strdup(name), mem_strdup(usage), fn, arg });
}

json_t *sandbox_order(struct sandbox *sb, const char *line, struct str *why)
{
	const char *words[16];
	char *copy = mem_strdup(line), *save = NULL;
	json_t *out = NULL;
	size_t n = 0;

	for (char *w = strtok_r(copy, " \t\r\n", &save); w && n < 16; w = strtok_r(NULL, " \t\r\n", &save))
		words[n++] = w;
	for (size_t i = 0; n && i < sb->in->commands.n; i++) {
		const struct command *c = &sb->in->commands.v[i];

		if (strcmp(c->name, words[0]))
			continue;
		out = c->fn(sb, c->arg, n, words, why);
		if (!out && !why->n)
			str_addf(why, "usage: %s %s", c->name, c->usage);
		free(copy);
		return out;
	}
	str_addf(why, "no such order: %s (try: help)", n ? words[0] : "");
	free(copy);
	return NULL;
}

static void drop_commands(struct sandbox *sb)
{
	for (size_t i = 0; i < sb->in->commands.n; i++) {
		free(sb->in->commands.v[i].name);
		free(sb->in->commands.v[i].usage);
	}
	vec_free(&sb->in->commands);
}

struct port *sandbox_listen(struct sandbox *sb, const struct port_handlers *h, struct fault *f)
{
	struct sandbox_inside *in = sb->in;
	int wanted = in->ports_used < in->ports.n ? in->ports.v[in->ports_used] : sb->next_port;
	struct port *p = server_listen(sb->server, h, wanted, f);

	if (!p)
		return NULL;
	if (in->ports_used == in->ports.n) {
		vec_push(&in->ports, port_number(p));
		if (sb->next_port)
			sb->next_port++;
	}
	in->ports_used++;
	return p;
}

/* Who comes back to a kept world after hours finds the blocks and dividends of that time made, not one more with each new
 * block. */
static void catch_up(struct sandbox *sb)
{
	struct str why = { 0 };

	if (sb->opt.state && sb->opt.sealing == SEAL_TIMED && sandbox_now_ms(sb) - (int64_t)chain_best(sb->chain)->time_ms > GAP_MS)
		for (size_t i = 0; i < sb->in->running; i++)
			if (services[i]->advanced)
				services[i]->advanced(sb, &why);
	str_free(&why);
}

static enum err start_services(struct sandbox *sb, struct fault *f)
{
	int64_t start_ms = 0;
	enum err e = E_OK;
	bool kept;

	json_object_clear(sb->line);
	if (sb->opt.state && (e = sb->opt.forget ? keep_read(sb, &(int64_t){ 0 }, f) : keep_read(sb, &start_ms, f)))
		return e;
	kept = start_ms != 0;
	sb->server = server_new(sb->loop, sb->opt.seed);
	sandbox_command(sb, "help", "", cmd_help, NULL);
	sandbox_command(sb, "advance", "DAYS | SECONDSs", cmd_advance, NULL);
	sandbox_command(sb, "skew", "SECONDS", cmd_skew, NULL);
	sandbox_command(sb, "restart", "keep | wipe", cmd_restart, NULL);
	sandbox_command(sb, "quit", "", cmd_quit, NULL);
	sb->in->ports_used = 0;
	if (!start_ms)
		start_ms = sandbox_now_ms(sb);
	if (!sb->birth_ms)
		sb->birth_ms = start_ms;
	sb->world = sb->opt.state ? keep_world(sb, start_ms) : world_new(&sb->opt, start_ms);
	for (sb->in->running = 0; services[sb->in->running] && !e; sb->in->running++)
		e = services[sb->in->running]->start(sb, sb->line, f);
	if (!e && !kept)
		e = sandbox_save(sb, f);
	else if (!e)
		catch_up(sb);
	if (!e && sb->opt.started)
		sb->opt.started(sb->opt.arg, sb);
	return e;
}

static void stop_services(struct sandbox *sb)
{
	while (sb->in->running)
		if (services[--sb->in->running]->stop)
			services[sb->in->running]->stop(sb);
	server_free(sb->server);
	sb->server = NULL;
	world_free(sb->world);
	sb->world = NULL;
	drop_commands(sb);
}

/* Who was there before leaves its ports and its token, so that those who know them notice a pause and no more. */
static void inherit(struct sandbox *sb, const json_t *from)
{
	const char *token = json_string_value(json_object_get(json_object_get(from, "line"), "token"));
	size_t i;
	json_t *port;

	if (token && strlen(token) < sizeof sb->token)
		strcpy(sb->token, token);
	json_array_foreach(json_object_get(from, "ports"), i, port)
		vec_push(&sb->in->ports, (int)json_integer_value(port));
}

char *sandbox_folder(const char *what)
{
	const char *tmp = getenv("TMPDIR");
	struct str name = { 0 };

	str_addf(&name, "%s/vigie-%s-XXXXXX", tmp && *tmp == '/' ? tmp : "/tmp", what);
	if (mkdtemp(name.p))
		return str_take(&name);
	str_free(&name);
	return NULL;
}

json_t *sandbox_ports(const struct sandbox *sb)
{
	json_t *out = json_array();

	for (size_t i = 0; i < sb->in->ports_used; i++)
		json_array_append_new(out, json_integer(sb->in->ports.v[i]));
	return out;
}

enum err sandbox_start(struct sandbox *sb, struct loop *l, const struct options *opt, struct fault *f)
{
	unsigned char token[16];
	enum err e;

	*sb = (struct sandbox){ .opt = *opt, .loop = l, .next_port = (int)opt->port };
	sb->in = mem_new(sizeof *sb->in);
	sb->in->started_ms = tick_ms();
	randombytes_buf(token, sizeof token);
	sodium_bin2hex(sb->token, sizeof sb->token, token, sizeof token);
	inherit(sb, opt->inherit);
	sb->line = json_object();
	e = start_services(sb, f);
	if (e)
		sandbox_stop(sb);
	return e;
}

/* The chain comes last: who follows it can go back to it after a crash, but not find what it has dropped. */
enum err sandbox_save(struct sandbox *sb, struct fault *f)
{
	enum err e = sb->opt.state ? keep_write(sb, f) : E_OK;

	for (size_t i = sb->in->running; i-- > 0 && sb->opt.state && !e;)
		if (services[i]->save)
			e = services[i]->save(sb, f);
	return e;
}

static int drop_file(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st, (void)flag, (void)ftw;
	return remove(path);
}

void sandbox_stop(struct sandbox *sb)
{
	if (!sb->in)
		return;
	sandbox_save(sb, NULL);
	stop_services(sb);
	if (sb->in->temp)
		nftw(sb->in->temp, drop_file, 8, FTW_DEPTH | FTW_PHYS);
	free(sb->in->temp);
	json_decref(sb->line);
	vec_free(&sb->in->ports);
	free(sb->in);
	sb->in = NULL;
}

static json_t *cmd_help(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why)
{
	json_t *out = json_array();

	(void)arg, (void)n, (void)words, (void)why;
	for (size_t i = 0; i < sb->in->commands.n; i++)
		json_array_append_new(out, json_sprintf("%s %s", sb->in->commands.v[i].name, sb->in->commands.v[i].usage));
	return out;
}

static json_t *told_time(struct sandbox *sb)
{
	return json_pack("{s:I}", "now", (json_int_t)(sandbox_now_ms(sb) / 1000));
}

static json_t *cmd_advance(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why)
{
	char *end;
	double v = n == 2 ? strtod(words[1], &end) : 0;

	(void)arg;
	if (n != 2 || end == words[1] || (*end && strcmp(end, "s")) || v < 0 || v > 36525)
		return NULL;
	sb->skew_ms += (int64_t)(v * (*end ? 1000 : 86400000));
	for (size_t i = 0; i < sb->in->running; i++)
		if (services[i]->advanced && services[i]->advanced(sb, why))
			return NULL;
	return told_time(sb);
}

static json_t *cmd_skew(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why)
{
	int64_t v;

	(void)arg, (void)why;
	if (n != 2 || !slice_i64(slice_of(words[1]), &v) || v < -86400 || v > 86400)
		return NULL;
	sb->skew_ms += v * 1000;
	return told_time(sb);
}

static void restart_now(void *arg)
{
	struct sandbox *sb = arg;
	struct fault f = { 0 };

	if (!sb->in->wipe && !sb->opt.state)
		sb->opt.state = sb->in->temp = sandbox_folder("sandbox");
	if (!sb->in->wipe)
		sandbox_save(sb, NULL);
	stop_services(sb);
	sb->opt.forget = sb->in->wipe;
	if (start_services(sb, &f))
		loop_quit(sb->loop);
	sb->opt.forget = false;
}

/* Half a second of silence on all ports, then the same ports answer again. */
static json_t *cmd_restart(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why)
{
	(void)arg, (void)why;
	if (n != 2 || (strcmp(words[1], "keep") && strcmp(words[1], "wipe")))
		return NULL;
	sb->in->wipe = !strcmp(words[1], "wipe");
	loop_timer_add(sb->loop, 50, restart_now, sb);
	return json_pack("{s:b}", "restarting", 1);
}

static void quit_now(void *arg)
{
	loop_quit(arg);
}

static json_t *cmd_quit(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why)
{
	(void)arg, (void)n, (void)words, (void)why;
	loop_timer_add(sb->loop, 50, quit_now, sb->loop);
	return json_pack("{s:b}", "quitting", 1);
}
