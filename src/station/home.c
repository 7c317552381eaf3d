/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "station/home.h"
#include "base/mem.h"
#include "base/paths.h"
#include "codec/peerid.h"
#include "station/read.h"
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STATIONS_MOST = 4000, PLAYERS_MOST = 500 };

static bool is_peer(const char *name)
{
	unsigned char pub[32];
	return !strncmp(name, "12D3KooW", 8) && strlen(name) < 64 && peerid_read(slice_of(name), pub) == E_OK;
}

static int64_t mtime_of(const char *path)
{
	struct stat st;
	return stat(path, &st) ? 0 : (int64_t)st.st_mtime;
}

bool home_peer(const char *home, char peer[64])
{
	struct str path = { 0 };
	struct dirent *d;
	int64_t best = 0;
	bool found = false;
	str_addf(&path, "%s/tmp", home);
	DIR *at = opendir(path.p);
	while (at && (d = readdir(at))) {
		if (!is_peer(d->d_name))
			continue;
		/* more than one after a change of keys: the one written last */
		str_cut(&path, 0);
		str_addf(&path, "%s/tmp/%s", home, d->d_name);
		int64_t m = mtime_of(path.p);
		if (!found || m > best) {
			snprintf(peer, 64, "%.63s", d->d_name);
			best = m;
			found = true;
		}
	}
	if (at)
		closedir(at);
	str_free(&path);
	return found;
}

int64_t home_coins(const char *home, const char *pub)
{
	struct str path = { 0 }, text = { 0 };
	int64_t v = FIG_NONE;
	if (!*pub || strchr(pub, '/') || *pub == '.')
		return v;
	str_addf(&path, "%s/tmp/coucou/%s.COINS", home, pub);
	if (!paths_read(path.p, 256, &text, NULL) && !read_hundredths(slice_trim(slice_str(&text)), &v))
		v = FIG_NONE;
	str_free(&path);
	str_free(&text);
	return v;
}

int64_t home_zen(int64_t g1_c)
{
	return g1_c == FIG_NONE ? FIG_NONE : (g1_c - 100) * 10;
}

static void mend(int64_t *zc, const char *home, const char *pub)
{
	int64_t v = home_zen(home_coins(home, pub));
	if (*zc == FIG_NONE && v != FIG_NONE)
		*zc = v;
}

/* Balances that the station could not read are recomputed from the cache of wallets, which holds them with decimals. */
void home_mend(const char *home, struct beacon *b)
{
	mend(&b->captain_zc, home, b->captain_g1);
	mend(&b->node_zc, home, b->node_g1);
	mend(&b->source_zc, home, b->wallets[WALLET_G1]);
	mend(&b->root_zc, home, b->wallets[WALLET_ROOT]);
	mend(&b->economy.treasury_zc, home, b->wallets[WALLET_TREASURY]);
}

/* "_MySwarm.moats" tells when the beacon was published: the file 12345.json of a beacon may be older than its last word. */
static int64_t moats(const char *folder)
{
	struct str path = { 0 }, text = { 0 };
	int64_t v = 0;
	str_addf(&path, "%s/_MySwarm.moats", folder);
	if (!paths_read(path.p, 64, &text, NULL))
		v = read_moats(slice_str(&text));
	str_free(&path);
	str_free(&text);
	return v;
}

static bool folder_heartbox(const char *folder, struct beacon *b)
{
	struct str path = { 0 }, text = { 0 };
	str_addf(&path, "%s/heartbox_analysis.json", folder);
	bool good = !paths_read(path.p, BEACON_MAX, &text, NULL) && !beacon_heartbox(b, slice_str(&text), NULL);
	str_free(&path);
	str_free(&text);
	return good;
}

bool home_heartbox(const char *home, const char *peer, struct beacon *b)
{
	struct str folder = { 0 };
	str_addf(&folder, "%s/tmp/%s", home, peer);
	bool good = folder_heartbox(folder.p, b);
	str_free(&folder);
	return good;
}

static enum err folder_beacon(const char *folder, struct beacon *b, int64_t *at, bool *heartbox, struct fault *f)
{
	struct str path = { 0 }, text = { 0 };
	str_addf(&path, "%s/12345.json", folder);
	enum err e = paths_read(path.p, BEACON_MAX, &text, f);
	*at = moats(folder);
	if (!e)
		e = beacon_read(b, slice_str(&text), f);
	if (!*at)
		*at = b->created ? b->created : mtime_of(path.p);
	*heartbox = folder_heartbox(folder, b);
	str_free(&path);
	str_free(&text);
	return e;
}

enum err home_beacon(const char *home, const char *peer, struct beacon *b, int64_t *at, bool *heartbox, struct fault *f)
{
	struct str folder = { 0 };
	str_addf(&folder, "%s/tmp/%s", home, peer);
	enum err e = folder_beacon(folder.p, b, at, heartbox, f);
	if (!e)
		home_mend(home, b);
	str_free(&folder);
	return e;
}

struct home_walk {
	struct str dir;
	size_t base;
	DIR *at;
	int n;
};

struct home_walk *home_walk_new(const char *home)
{
	struct home_walk *w = mem_new(sizeof *w);
	str_addf(&w->dir, "%s/tmp/swarm", home);
	w->base = w->dir.n;
	w->at = opendir(w->dir.p);
	return w;
}

void home_walk_free(struct home_walk *w)
{
	if (!w)
		return;
	if (w->at)
		closedir(w->at);
	str_free(&w->dir);
	free(w);
}

bool home_walk_next(struct home_walk *w, int most, void (*fn)(void *arg, const struct beacon *b, const char *peer, int64_t at), void *arg)
{
	struct dirent *d;
	while (most > 0 && w->at && w->n < STATIONS_MOST && (d = readdir(w->at))) {
		struct beacon b;
		int64_t spoke = 0;
		bool heart;
		if (!is_peer(d->d_name))
			continue;
		str_cut(&w->dir, w->base);
		str_addf(&w->dir, "/%s", d->d_name);
		beacon_init(&b);
		/* a folder without a good beacon is a station all the same: it is heard of */
		if (folder_beacon(w->dir.p, &b, &spoke, &heart, NULL))
			b.kind = BEACON_NONE;
		fn(arg, &b, d->d_name, spoke);
		beacon_free(&b);
		w->n++;
		most--;
	}
	return !most;
}

static void learn_players(const char *home, struct ssh_known_list *known)
{
	struct str path = { 0 };
	struct dirent *d;
	int n = 0;
	str_addf(&path, "%s/game/players", home);
	size_t base = path.n;
	DIR *at = opendir(path.p);
	while (at && (d = readdir(at)) && n++ < PLAYERS_MOST) {
		char owner[96];
		if (d->d_name[0] == '.')
			continue;
		str_cut(&path, base);
		str_addf(&path, "/%s/ssh.pub", d->d_name);
		read_clean(owner, sizeof owner, slice_of(d->d_name));
		ssh_learn_file(known, path.p, SSH_PLAYER, owner);
	}
	if (at)
		closedir(at);
	str_free(&path);
}

void home_learn_station(void *list, const struct beacon *b, const char *peer, int64_t at)
{
	struct ssh_known_list *known = list;
	struct ssh_known e = { .origin = SSH_SWARM };
	(void)at;
	ssh_learn_line(known, slice_of(b->ssh), SSH_SWARM, b->host, peer);
	/* also without a published key: its PeerID is one that a key may match */
	snprintf(e.peer, sizeof e.peer, "%s", peer);
	snprintf(e.owner, sizeof e.owner, "%s", b->host);
	vec_push(known, e);
}

void home_learn(const char *home, struct ssh_known_list *known)
{
	static const char *const lists[] = { "Astroport.ONE/A_boostrap_ssh.txt", "game/My_boostrap_ssh.txt" };
	struct str path = { 0 };
	for (size_t i = 0; i < 2; i++) {
		str_cut(&path, 0);
		str_addf(&path, "%s/%s", home, lists[i]);
		ssh_learn_file(known, path.p, SSH_BOOTSTRAP, NULL);
	}
	learn_players(home, known);
	str_free(&path);
}

void home_env(const char *home, const char *name, char *out, size_t cap)
{
	struct str path = { 0 }, text = { 0 };
	struct slice rest, line;
	size_t n = strlen(name);
	*out = 0;
	str_addf(&path, "%s/Astroport.ONE/.env", home);
	if (!paths_read(path.p, 1 << 20, &text, NULL)) {
		rest = slice_str(&text);
		while (rest.n && slice_split(&rest, '\n', &line)) {
			line = slice_trim(line);
			if (slice_starts(line, "export "))
				line = slice_trim(slice_from(line, 7));
			if (!slice_starts(line, name) || line.n <= n || line.p[n] != '=')
				continue;
			struct slice v = slice_trim(slice_from(line, n + 1));
			if (v.n >= 2 && (*v.p == '"' || *v.p == '\'') && v.p[v.n - 1] == *v.p)
				v = (struct slice){ v.p + 1, v.n - 2 };
			read_clean(out, cap, v);
		}
	}
	str_free(&path);
	str_free(&text);
}

char home_level(const char *home, const char *peer)
{
	struct str path = { 0 };
	char level = 0;
	for (const char *p = "xyz"; *p && !level; p++) {
		str_cut(&path, 0);
		str_addf(&path, "%s/tmp/%s/%c_ssh.pub", home, peer, *p);
		if (!access(path.p, F_OK))
			level = (char)(*p - 32);
	}
	str_free(&path);
	return level;
}
