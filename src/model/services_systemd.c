/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/services_in.h"
#include <stdio.h>

/* Which of our names a unit of systemd is. */
static const struct {
	const char *unit, *name;
} names[] = {
	{ "ipfs.service", "ipfs" }, { "strfry.service", "relay" }, { "rnostr.service", "relay" }, { "upassport.service", "upassport" },
	{ "astroport.service", "astroport" }, { "g1billet.service", "g1billet" }, { "ollama.service", "ollama" },
	{ "comfyui.service", "comfyui" }, { "duniter.service", "g1" }, { "duniter-mirror.service", "g1" }, { "duniter-smith.service", "g1" },
	{ "docker.service", "docker" }, { "ssh.service", "ssh" }, { "powerjoular.service", "powerjoular" }, { "wg-quick@wg0.service", "wireguard" },
};

const char *const services_systemd_argv[] = { "systemctl", "show", "--no-pager",
	"--property=Id,LoadState,ActiveState,SubState,ActiveEnterTimestampMonotonic,InactiveEnterTimestampMonotonic", "ipfs.service",
	"strfry.service", "rnostr.service", "upassport.service", "astroport.service", "g1billet.service", "ollama.service",
	"comfyui.service", "duniter.service", "duniter-mirror.service", "duniter-smith.service", "docker.service", "ssh.service",
	"powerjoular.service", "wg-quick@wg0.service", NULL };

struct block {
	char id[64], load[16], active[16];
	int64_t up_us, down_us;
};

static enum daemon_state state_of(const char *active)
{
	if (!strcmp(active, "active") || !strcmp(active, "reloading"))
		return DAEMON_UP;
	if (!strcmp(active, "activating"))
		return DAEMON_STARTING;
	return !strcmp(active, "inactive") || !strcmp(active, "failed") || !strcmp(active, "deactivating") ? DAEMON_DOWN : DAEMON_UNKNOWN;
}

static void take(struct systemd_units *out, const struct block *b, int64_t booted)
{
	if (strcmp(b->load, "loaded"))
		return;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct systemd_unit u = { .state = state_of(b->active) };
		if (strcmp(names[i].unit, b->id))
			continue;
		int64_t us = u.state == DAEMON_DOWN ? b->down_us : b->up_us;
		u.since = us > 0 && booted > 0 ? booted + us / 1000000 : 0;
		snprintf(u.name, sizeof u.name, "%s", names[i].name);
		vec_push(out, u);
	}
}

static void put(char *out, size_t cap, struct slice v)
{
	snprintf(out, cap, "%.*s", (int)(v.n < cap ? v.n : cap - 1), v.p);
}

void services_systemd_read(struct systemd_units *out, struct slice text, int64_t booted)
{
	struct block b = { .up_us = 0 };
	struct slice line;
	out->n = 0;
	while (text.n) {
		slice_split(&text, '\n', &line);
		const char *eq = memchr(line.p, '=', line.n);
		struct slice key = slice_to(line, eq ? (size_t)(eq - line.p) : 0), v = slice_from(line, eq ? key.n + 1 : 0);
		if (slice_is(key, "Id"))
			put(b.id, sizeof b.id, v);
		else if (slice_is(key, "LoadState"))
			put(b.load, sizeof b.load, v);
		else if (slice_is(key, "ActiveState"))
			put(b.active, sizeof b.active, v);
		else if (slice_is(key, "ActiveEnterTimestampMonotonic"))
			slice_i64(v, &b.up_us);
		else if (slice_is(key, "InactiveEnterTimestampMonotonic"))
			slice_i64(v, &b.down_us);
		if (!line.n || !text.n) {
			take(out, &b, booted);
			b = (struct block){ .up_us = 0 };
		}
	}
}

/* A unit that runs but does not listen yet is starting; two units of one name (two relays): the one that runs counts. */
void services_systemd_merge(struct daemons *u, const struct systemd_units *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct systemd_unit *x = &s->v[i];
		struct daemon *d = daemon_of(u, x->name);
		if (!d)
			continue;
		if (x->state == DAEMON_UP && d->state == DAEMON_DOWN && d->port)
			d->state = DAEMON_STARTING;
		else if (d->state == DAEMON_UNKNOWN || (d->state == DAEMON_DOWN && x->state == DAEMON_STARTING))
			d->state = x->state;
		if ((x->state == d->state || d->state == DAEMON_STARTING) && x->since)
			d->since = x->since;
	}
}
