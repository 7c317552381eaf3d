/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "station/daemon.h"
#include "base/str.h"
#include <stdio.h>

enum { DAEMONS_MAX = 64 };

/* In the order of importance; needs are other names, a comma between. */
struct usual {
	const char *name;
	int port;
	const char *needs;
};

static const struct usual usuals[];

static int rank(const char *name)
{
	int i = 0;
	while (usuals[i].name && strcmp(usuals[i].name, name))
		i++;
	return i;
}

const struct daemon *daemon_find(const struct daemons *u, const char *name)
{
	for (size_t i = 0; i < u->n; i++)
		if (!strcmp(u->v[i].name, name))
			return &u->v[i];
	return NULL;
}

struct daemon *daemon_of(struct daemons *u, const char *name)
{
	size_t at = 0;
	for (; at < u->n; at++)
		if (!strcmp(u->v[at].name, name))
			return &u->v[at];
	if (u->n >= DAEMONS_MAX)
		return NULL;
	for (at = 0; at < u->n && rank(u->v[at].name) <= rank(name);)
		at++;
	struct daemon d = { .state = DAEMON_UNKNOWN };
	snprintf(d.name, sizeof d.name, "%s", name);
	daemon_usual(&d);
	vec_insert(u, at, d);
	return &u->v[at];
}

void daemon_usual(struct daemon *u)
{
	const struct usual *s = &usuals[rank(u->name)];
	if (!s->name)
		return;
	if (!u->port)
		u->port = s->port;
	if (!*u->needs)
		snprintf(u->needs, sizeof u->needs, "%s", s->needs);
}

const char *daemon_lacks(const struct daemons *all, const struct daemon *u)
{
	struct slice rest = slice_of(u->needs), part;
	while (rest.n && slice_split(&rest, ',', &part))
		for (size_t i = 0; i < all->n; i++)
			if (slice_is(part, all->v[i].name) && all->v[i].state == DAEMON_DOWN)
				return all->v[i].name;
	return NULL;
}

struct daemon_tally daemon_tally(const struct daemons *u)
{
	struct daemon_tally t = { 0 };
	for (size_t i = 0; i < u->n; i++)
		switch (u->v[i].state) {
		case DAEMON_UP: daemon_lacks(u, &u->v[i]) ? t.partly++ : t.up++; break;
		case DAEMON_STARTING: case DAEMON_ASLEEP: t.partly++; break;
		case DAEMON_DOWN: t.down++; break;
		default: t.unknown++; break;
		}
	return t;
}

const char *const daemon_words[] = { "unknown", "up", "starting", "asleep", "down", "denied", NULL };

static const struct usual usuals[] = {
	{ "ipfs", 5001, "" }, { "relay", 7777, "" }, { "upassport", 54321, "ipfs,relay" }, { "astroport", 12345, "ipfs" },
	{ "g1", 9944, "" }, { "npm", 81, "docker" }, { "cloud", 8001, "docker" }, { "docker", 0, "" }, { "ssh", 22, "" },
	{ "g1billet", 33101, "" }, { "ollama", 11434, "" }, { "open_webui", 8000, "ollama" }, { "comfyui", 8188, "" },
	{ "qdrant", 6333, "" }, { "dify", 8010, "docker" }, { "orpheus", 5005, "" }, { "vane", 3002, "ollama" },
	{ "mirofish", 5050, "" }, { "webtop", 3000, "docker" }, { "icecast", 8111, "" }, { "node_exporter", 9100, "" },
	{ "prometheus", 9090, "node_exporter" }, { "wireguard", 0, "" }, { "powerjoular", 0, "" }, { NULL, 0, "" },
};
