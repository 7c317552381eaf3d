/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The home folder of the station here, on the disk: what a co-administrator's program finds there. A temporary one is
 * removed when the sandbox ends and made again under the same name when it restarts. */
#include "sandbox/station/home.h"
#include "sandbox/station/inside.h"
#include "sandbox/station/words.h"

#include "base/mem.h"
#include "codec/nip19.h"
#include "codec/hex.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { KEPT_MS = 12 * 3600000 };

static char *root;       /* outlives the service: the JSON line was printed once */
static bool temporary;
static const struct sandbox *owner;

const char *home_path(void)
{
	return root;
}

static void make_folders(char *path, size_t from)
{
	for (size_t i = from; path[i]; i++)
		if (path[i] == '/' && i) {
			path[i] = 0;
			mkdir(path, 0755);
			path[i] = '/';
		}
}

/* In one piece: a reader sees the old file or the new one. */
static bool write_file(const struct tree_file *f)
{
	struct str path = { 0 }, part = { 0 };
	bool ok = false;
	int fd;

	str_addf(&path, "%s/%s", root, f->path);
	str_addf(&part, "%s.new", str_c(&path));
	fd = open(str_c(&part), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, f->mode);
	if (fd < 0 && errno == ENOENT) {
		make_folders(path.p, strlen(root) + 1);
		fd = open(str_c(&part), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, f->mode);
	}
	if (fd >= 0) {
		ok = write(fd, str_c(&f->bytes), f->bytes.n) == (ssize_t)f->bytes.n;
		fchmod(fd, f->mode);
		close(fd);
		ok = ok && !rename(str_c(&part), str_c(&path));
	}
	str_free(&path);
	str_free(&part);
	return ok;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return remove(path);
}

static void remove_below(const char *path)
{
	struct str full = { 0 };

	str_addf(&full, "%s%s%s", root, *path ? "/" : "", path);
	nftw(str_c(&full), remove_one, 16, FTW_DEPTH | FTW_PHYS);
	str_free(&full);
}

static bool make_temporary(void)
{
	root = sandbox_folder("sandbox-home");
	temporary = true;
	return root != NULL;
}

bool home_open(struct stations *s, struct fault *f)
{
	const char *state = s->sb->opt.state;
	struct str name = { 0 };
	char *full;

	/* A restart may have given it a folder for its state: the home stays where it was told to be. */
	if (root && temporary && owner == s->sb)
		return !mkdir(root, 0700) || errno == EEXIST || fault_set(f, err_from_errno(errno), "%s", root) == E_OK;
	free(root);
	root = NULL;
	temporary = false;
	owner = s->sb;
	if (!state)
		return make_temporary() || fault_set(f, err_from_errno(errno), "home folder") == E_OK;
	mkdir(state, 0700);
	str_addf(&name, "%s/home", state);
	if (mkdir(str_c(&name), 0700) && errno != EEXIST)
		fault_set(f, err_from_errno(errno), "%s", str_c(&name));
	full = realpath(str_c(&name), NULL);
	root = full;
	str_free(&name);
	return root != NULL;
}

/* A restart of the services comes back to the same place; the end of the program does not, but then nobody asks. */
void home_close(struct stations *s)
{
	(void)s;
	if (root && temporary)
		remove_below("");
}

static void add_player(struct stations *s, struct tree *t, int person, bool player)
{
	const struct world *w = s->swarm->world;
	const struct person *p = &w->people.v[person];
	struct str email = { 0 }, base = { 0 }, path = { 0 };
	char address[64];

	person_email(w, person, &email);
	wallet_address(w, p->account, address);
	str_addf(&base, ".zen/game/%s/%s/", player ? "players" : "nostr", str_c(&email));
#define ADD(name, ...) (str_cut(&path, 0), str_addf(&path, "%s" name, str_c(&base)), tree_addf(t, str_c(&path), __VA_ARGS__))
	if (player) {
		ADD(".player", "%s\n", str_c(&email));
		ADD(".pseudo", "%s\n", p->shown);
		ADD(".g1pub", "%s\n", address);
		ADD("GPS.json", "{\"lat\":\"%.2f\",\"lon\":\"%.2f\"}\n", p->lat, p->lon);
	} else {
		unsigned char key[32];
		char hex[65], npub[72] = "";
		person_hex(w, person, hex);
		hex_exact(slice_of(hex), key, sizeof key);
		nip19_write32("npub", key, npub);
		ADD("HEX", "%s\n", hex);
		ADD("NPUB", "%s\n", npub);
		ADD("G1PUBNOSTR", "%s\n", address);
		ADD("GPS", "LAT=%.2f; LON=%.2f;\n", p->lat, p->lon);
		ADD("ZUMAP", "_%.2f_%.2f\n", p->lat, p->lon);
		ADD("LANG", "%s\n", p->lang);
		ADD("home.station", "%s:%s\n", s->swarm->stations.v[HERE].peer, s->swarm->stations.v[HERE].node_hex);
	}
#undef ADD
	str_free(&email);
	str_free(&base);
	str_free(&path);
}

static void add_coins(struct stations *s, struct tree *t, int32_t account)
{
	int64_t c = wallet_balance(s->sb, account);
	char address[64], path[128];

	if (c < 0)
		return;
	wallet_address(s->swarm->world, account, address);
	snprintf(path, sizeof path, ".zen/tmp/coucou/%s.COINS", address);
	tree_addf(t, path, "%lld.%02lld\n", (long long)c / 100, (long long)c % 100);
}

static void add_key(struct stations *s, struct tree *t)
{
	struct str text = { 0 };
	json_t *c = kubo_config(s->kubo);
	char *json = json_dumps(c, JSON_INDENT(2));

	str_addf(&text, "%s\n", json);
	tree_add(t, ".ipfs/config", 0600, slice_str(&text));
	str_cut(&text, 0);
	str_addf(&text, "/key/swarm/psk/1.0.0/\n/base16/\n%s\n", s->swarm->psk_hex);
	if (!s->swarm->open)
		tree_add(t, ".ipfs/swarm.key", 0600, slice_str(&text));
	tree_addf(t, ".ipfs/version", "18\n");
	tree_addf(t, ".ipfs/api", "/ip4/127.0.0.1/tcp/%d", kubo_port(s->kubo, false));
	tree_addf(t, ".ipfs/gateway", "http://127.0.0.1:%d", kubo_port(s->kubo, true));
	str_free(&text);
	free(json);
	json_decref(c);
}

static void add_settings(struct stations *s, struct tree *t)
{
	const struct station *here = &s->swarm->stations.v[HERE];
	time_t now = (time_t)(sandbox_now_ms(s->sb) / 1000);
	struct tm tm;
	char week[16];

	tree_addf(t, ".zen/GPS", "LAT=%.2f; LON=%.2f;\n", here->lat, here->lon);
	tree_addf(t, ".zen/IPCity", "%s,France\n", here->city);
	tree_addf(t, ".zen/Astroport.ONE/.env", "export PAF=%ld\nNCARD=%ld\nZCARD=%ld\nMACHINE_VALUE_ZEN=%ld\nDRAGON_PRIVATE_SERVICES=\"npm\"\n",
		  here->paf, here->ncard, here->zcard, here->machine_value);
	gmtime_r(&now, &tm);
	strftime(week, sizeof week, "%G-W%V", &tm);
	tree_addf(t, ".zen/game/.weekly_payment.done", "%s:RESILIENCE1:NODE1:CPT1\n", week);
	tree_json(t, ".zen/game/love_ledger.json",
		  json_pack("{s:f,s:i,s:s,s:[{s:s,s:f},{s:s,s:f}]}", "total_donated_zen", 42.0, "weeks_on_volunteer", 3, "motto",
			    "G1=Liberte Zen=Egalite Love=Fraternite 1xLove=1DU TrocZen", "history", "date", "2026-03-17", "amount_zen", 14.0,
			    "date", "2026-03-24", "amount_zen", 28.0));
	tree_json(t, ".zen/game/power_history.json",
		  json_pack("{s:s,s:f,s:f,s:f,s:i,s:i}", "since", "2026-02-20", "today_kwh", 0.11, "month_kwh", 4.3, "total_kwh", 18.2,
			    "avg_w_recent", here->machine->power_w, "days_recorded", 96));
	tree_addf(t, ".zen/game/firewall_candidates.txt", "198.51.100.200\n198.51.100.201\n");
	tree_addf(t, ".zen/tmp/swarm_intruders.log", "%s 12D3KooWnot-a-station /ip4/198.51.100.200/tcp/4001\n", week);
}

/* What changes with every round of the station: its own folder, the purses. */
static void add_own(struct stations *s, struct tree *t)
{
	const struct station *here = &s->swarm->stations.v[HERE];
	int64_t at = station_written(s, here);
	char prefix[PEERID_MAX + 16];

	snprintf(prefix, sizeof prefix, ".zen/tmp/%s/", here->peer);
	station_beacon(s, here, at, prefix, false, t);
	tree_json(t, ".zen/tmp/12345.last.json", station_card(s, here, at, (struct moods){ 0 }));
	tree_json(t, ".zen/tmp/station_boots.json", station_boots(here, at));
	tree_addf(t, ".zen/tmp/12345.lastrun", "%lld\n", (long long)station_published(s, here) / 1000);
	for (int i = 0; i < COOPS; i++)
		add_coins(s, t, s->swarm->coop[i]);
	add_coins(s, t, here->account);
	add_coins(s, t, s->swarm->world->people.v[here->captain].account);
	for (size_t i = 0; i < here->members.n; i++)
		add_coins(s, t, s->swarm->world->people.v[here->members.v[i]].account);
}

/* The cache of the swarm. The eleventh station's folder is hostile when the port's switch says so. */
static void add_swarm(struct stations *s, struct tree *t)
{
	bool hostile = mischief_on(port_mischief(s->ports[HERE]), "hostile");
	int64_t now = sandbox_now_ms(s->sb);

	for (size_t i = 1; i < s->swarm->stations.n; i++) {
		const struct station *st = &s->swarm->stations.v[i];
		int64_t at = station_published(s, st);
		char prefix[PEERID_MAX + 24];
		snprintf(prefix, sizeof prefix, ".zen/tmp/swarm/%s", st->peer);
		if (now - at > KEPT_MS) {
			remove_below(prefix);
			continue;
		}
		strcat(prefix, "/");
		station_beacon(s, st, at, prefix, hostile && i == 10, t);
	}
}

static void add_all(struct stations *s, struct tree *t)
{
	const struct station *here = &s->swarm->stations.v[HERE];

	add_key(s, t);
	add_settings(s, t);
	ssh_files(s, t);
	add_player(s, t, here->captain, true);
	add_player(s, t, here->captain, false);
	for (size_t i = 0; i < here->members.n; i++) {
		add_player(s, t, here->members.v[i], false);
		if ((int)i < here->zencards)
			add_player(s, t, here->members.v[i], true);
	}
	add_swarm(s, t);
}

static void link_captain(struct stations *s)
{
	struct str to = { 0 }, path = { 0 };

	person_email(s->swarm->world, s->swarm->stations.v[HERE].captain, &to);
	str_addf(&path, "%s/.zen/game/players/.current", root);
	unlink(str_c(&path));
	if (symlink(str_c(&to), str_c(&path)))
		str_cut(&path, 0);
	str_free(&to);
	str_free(&path);
}

bool home_write(struct stations *s, bool all)
{
	struct tree t = { 0 };
	bool ok = !s->sb->disk_full;

	if (ok) {
		add_own(s, &t);
		nightly_logs(s, &t);
		if (all)
			add_all(s, &t);
	}
	for (size_t i = 0; i < t.files.n && ok; i++)
		ok = write_file(&t.files.v[i]);
	if (ok && all)
		link_captain(s);
	tree_free(&t);
	return ok;
}

void home_key(void *stations)
{
	struct stations *s = stations;

	if (s->swarm->open)
		remove_below(".ipfs/swarm.key");
	home_write(s, true);
}
