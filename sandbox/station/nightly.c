/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nightly run, at 20:12 by the sun: when it begins, how long it lasts, and what its log says. One night in eleven it is
 * cut off in the middle; a run under way shows as far as it came. */
#include "sandbox/station/home.h"
#include "sandbox/station/inside.h"
#include "sandbox/station/words.h"

#include <math.h>
#include <time.h>

enum { NIGHTS = 10, DAY_MS = 86400000 };

/* A phase takes its part of the whole; what it writes can hold one number. */
static const struct phase {
	int weight;
	const char *text;        /* with one %d, or none */
	const char *trouble;     /* instead of it, in a bad night; NULL: never fails */
} phases[];

static double equation_of_time(int64_t day)
{
	double year = fmod((double)day, 365.25), b = 2 * M_PI / 365 * (year + 1 - 81);

	return 9.87 * sin(2 * b) - 7.53 * cos(b) - 1.5 * sin(b);
}

int64_t nightly_start(const struct station *st, int64_t day)
{
	double minutes = 20 * 60 + 12 - 4 * (st->gps ? st->lon : 0) - equation_of_time(day);

	return day * DAY_MS + (int64_t)minutes * 60000;
}

struct night {
	struct rng rng;
	int64_t start, length;    /* ms */
	bool cut, bad;
};

static struct night night_of(const struct stations *s, const struct station *st, int64_t day)
{
	struct night n = { .start = nightly_start(st, day), .cut = (day + st->index) % 11 == 3, .bad = (day + st->index) % 5 == 2 };

	rng_init(&n.rng, s->swarm->world->seed, "nightly", (uint64_t)(day * 1000 + st->index));
	n.length = rng_between(&n.rng, 14 * 60, 52 * 60) * 1000;
	return n;
}

static void add_end(const struct stations *s, const struct station *st, const struct night *n, struct str *out)
{
	int sec = (int)(n->length / 1000);
	char when[48], root[64];

	c_date(n->start + n->length, when);
	wallet_address(s->swarm->world, s->swarm->coop[COOP_ROOT], root);
	str_addf(out,
		 "\n#######################################################################\n20H12 EXECUTION TERMINÉE - %s\n"
		 "#######################################################################\nDURÉE: %dh %dm %ds (%d secondes)\nHOSTNAME: %s\n"
		 "IPFS NODE: %s\nUPLANET: %s\nSTATUS: SUCCESS\n"
		 "#######################################################################\n",
		 when, sec / 3600, sec / 60 % 60, sec % 60, sec, st->host, st->peer, root);
	str_addf(out, "TOTAL DURATION %d hours %d minutes %d seconds\n20H12 (♥‿‿♥) Execution time was %d seconds.\n", sec / 3600,
		 sec / 60 % 60, sec % 60, sec);
}

void nightly_text(struct stations *s, const struct station *st, int64_t day, struct str *out)
{
	struct night n = night_of(s, st, day);
	int64_t now = sandbox_now_ms(s->sb), total = 0, done = 0;
	struct str email = { 0 };
	char when[48];

	for (const struct phase *p = phases; p->text; p++)
		total += p->weight;
	c_date(n.start, when);
	person_email(s->swarm->world, st->captain, &email);
	str_addf(out, "20H12 (♥‿‿♥) 🌐 /ipns/%s 🤓 %s %s %s\n", st->peer, str_c(&email), st->host, when);
	str_free(&email);
	for (const struct phase *p = phases; p->text; p++) {
		bool fails = p->trouble && n.bad && rng_chance(&n.rng, 400);
		if (n.start + n.length * done / total > now || (n.cut && done * 3 > total * 2))
			return;
		/* The texts are the table's below, with at most one number. */
		const char *number = strstr(fails ? p->trouble : p->text, "%d");
		const char *text = fails ? p->trouble : p->text;
		if (number)
			str_addf(out, "%.*s%d%s\n", (int)(number - text), text, (int)rng_between(&n.rng, 1, 30), number + 2);
		else
			str_addf(out, "%s\n", text);
		done += p->weight;
	}
	if (n.start + n.length <= now)
		add_end(s, st, &n, out);
}

void nightly_logs(struct stations *s, struct tree *out)
{
	const struct station *here = &s->swarm->stations.v[HERE];
	int64_t now = sandbox_now_ms(s->sb), today = now / DAY_MS;

	for (int64_t day = today - NIGHTS; day <= today; day++) {
		struct str text = { 0 };
		time_t at = (time_t)(nightly_start(here, day) / 1000);
		struct tm tm;
		char path[64];
		if (nightly_start(here, day) > now)
			continue;
		gmtime_r(&at, &tm);
		snprintf(path, sizeof path, ".zen/log/20h12_%04d%02d%02d.log", 1900 + tm.tm_year, tm.tm_mon + 1, tm.tm_mday);
		nightly_text(s, here, day, &text);
		tree_add(out, path, 0644, slice_str(&text));
		str_free(&text);
	}
}

static const struct phase phases[] = {
	{ 1, "🔄 Recalibration heure solaire 20H12...", NULL },
	{ 2, "PATH=/home/pi/.local/bin:/usr/local/bin:/usr/bin:/bin", "---- SWARM COMMUNICATION BROKEN / RESTARTING IPFS DAEMON ----" },
	{ 2, "  TOTAL: %d OK, 0 broken (0 auto-réparés)", NULL },
	{ 1, "=== 22242 LOGIN/ROAMING ======================================", NULL },
	{ 1, "=== SWARM INTRUDERS ==========================================", NULL },
	{ 1, "=== NODE OBSERVABILITY DIGEST (24H) ==========================", NULL },
	{ 1, "=== NOSTR / CONSTELLATION ERRORS =============================", NULL },
	{ 6, "UPlanet already up to date", "❌ Error pulling UPlanet updates" },
	{ 4, "📱 zelkova : pas de release GitHub disponible — skip", "⚠️  zelkova : échec téléchargement" },
	{ 30, "NOSTRCARD.refresh : %d MULTIPASS", "⚠️  NOSTRCARD.refresh : %d MULTIPASS en retard" },
	{ 6, "🔍 [20h12] Vérification format MULTIPASS (respawn_NOSTRCARD.sh --scan-all)", NULL },
	{ 1, "✅ [20h12] Aucun compte MULTIPASS legacy détecté", "⚠️  Réparation incomplète (non bloquant, voir logs ci-dessus)" },
	{ 10, "PLAYER.refresh : %d ZEN Card", NULL },
	{ 40, "UPLANET.refresh : %d UMAP", "❌ UPLANET.refresh : IPNS publish timeout" },
	{ 1, "IPFS DAEMON LEVEL", NULL },
	{ 1, "DRAGONS SHIELD OFF - fermeture tunnels P2P avant restart IPFS", NULL },
	{ 3, "RESTARTING IPFS", "ERROR. IPFS daemon not restarting" },
	{ 6, "DRAGONS SHIELD ON - propagation authorized keys + réouverture tunnels P2P", NULL },
	{ 1, "SSH authorized_keys updated", NULL },
	{ 1, "UPassport & Astroport processes systemd restart", NULL },
	{ 2, "Waiting for _12345.sh to start...", NULL },
	{ 1, "_12345.sh is running", NULL },
	{ 2, "Publication trigger sent", NULL },
	{ 12, "NODE.refresh", NULL },
	{ 3, "📊 Mise à jour de l'analyse de la ♥️BOX", "❌ Erreur: Impossible d'obtenir les données d'analyse JSON de heartbox_analysis.sh." },
	{ 1, "🔍 WATCHDOG TUNNELS : vérification des tunnels persistants...", NULL },
	{ 2, "  ✅ Tunnel ollama : actif", "  ⚡ Tunnel ollama : tombé — relance..." },
	{ 0, NULL, NULL },
};
