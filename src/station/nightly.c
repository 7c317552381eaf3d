/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "station/nightly.h"
#include "base/paths.h"
#include "station/read.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>

/* Words of the scripts that begin a phase, in the order of a night. Found anywhere in a line, whatever signs stand before. */
struct mark {
	const char *text, *name;
};

static const struct mark marks[];
static const char *const end_marks[], *const error_words[], *const no_error_words[];

static bool holds(struct slice line, const char *word)
{
	size_t n = strlen(word);
	for (size_t i = 0; i + n <= line.n; i++)
		if (!strncasecmp(line.p + i, word, n))
			return true;
	return false;
}

static bool holds_any(struct slice line, const char *const *words)
{
	for (; *words; words++)
		if (holds(line, *words))
			return true;
	return false;
}

static int two(const char *p)
{
	return p[0] >= '0' && p[0] <= '9' && p[1] >= '0' && p[1] <= '9' ? (p[0] - '0') * 10 + p[1] - '0' : -1;
}

static int month_of(const char *p)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	for (int i = 0; i < 12; i++)
		if (!strncmp(p, names + 3 * i, 3))
			return i;
	return -1;
}

/* The date that stands before the clock: "2026-05-27 20:12:03", or as date writes it "Wed May 27 20:12:03 UTC 2026". *utc: it
 * says that it is. */
static bool date_before(struct slice line, size_t i, struct tm *t, bool *utc)
{
	const char *p = line.p + i;
	*utc = false;
	if (i >= 11 && (p[-1] == ' ' || p[-1] == 'T') && p[-4] == '-' && p[-7] == '-' && two(p - 11) == 20 && two(p - 9) >= 0) {
		t->tm_year = two(p - 9) + 100;
		t->tm_mon = two(p - 6) - 1;
		t->tm_mday = two(p - 3);
		*utc = i + 8 < line.n && p[8] == 'Z';
		return t->tm_mon >= 0 && t->tm_mon < 12 && t->tm_mday > 0;
	}
	if (i < 7 || p[-1] != ' ' || p[-4] != ' ' || (t->tm_mon = month_of(p - 7)) < 0)
		return false;
	t->tm_mday = p[-3] == ' ' ? p[-2] - '0' : two(p - 3);
	for (size_t k = 9; i + k + 4 <= line.n && k < 24; k++)
		if (two(p + k) == 20 && two(p + k + 2) >= 0 && p[k - 1] == ' ') {
			t->tm_year = two(p + k + 2) + 100;
			*utc = k >= 13 && !strncmp(p + 9, "UTC", 3);
			return t->tm_mday > 0 && t->tm_mday < 32;
		}
	return false;
}

/* A clock in a line, with its date or on the day of the run (or on the next one, past midnight). 0: none. */
static int64_t clock_of(struct slice line, const struct nightly *n)
{
	for (size_t i = 0; i + 8 <= line.n; i++) {
		const char *p = line.p + i;
		int h = two(p), m = p[2] == ':' ? two(p + 3) : -1, s = p[2] == ':' && p[5] == ':' ? two(p + 6) : -1;
		if (h < 0 || m < 0 || s < 0 || h > 23 || m > 59 || s > 60 || (i && p[-1] >= '0' && p[-1] <= '9'))
			continue;
		struct tm t = { .tm_isdst = -1 };
		bool utc = false, dated = date_before(line, i, &t, &utc);
		if (!dated && !n->day)
			return 0;
		if (!dated) {
			time_t day = (time_t)n->day;
			gmtime_r(&day, &t);
			t.tm_isdst = -1;
		}
		t.tm_hour = h;
		t.tm_min = m;
		t.tm_sec = s;
		int64_t at = (int64_t)(utc ? timegm(&t) : mktime(&t));
		return !dated && n->began && at < n->began - 3600 ? at + 86400 : at;
	}
	return 0;
}

/* "... Execution time was 1384 seconds." tells the length of a run whose lines carry no clock. */
static int64_t length_of(struct slice line)
{
	static const char words[] = "Execution time was ";
	for (size_t i = 0; i + sizeof words <= line.n; i++)
		if (!strncmp(line.p + i, words, sizeof words - 1)) {
			int64_t v = 0;
			for (i += sizeof words - 1; i < line.n && line.p[i] >= '0' && line.p[i] <= '9' && v < 1000000; i++)
				v = v * 10 + (line.p[i] - '0');
			return v;
		}
	return 0;
}

/* "+00:03:12" or "duration 212s" are not read: phases last until the next one begins. */
static void phase(struct nightly *n, const char *name, int64_t at)
{
	if (n->n_phases && !strcmp(n->phases[n->n_phases - 1].name, name))
		return;
	if (n->n_phases == NIGHTLY_PHASES)
		return;
	struct nightly_phase *p = &n->phases[n->n_phases++];
	*p = (struct nightly_phase){ .at = at, .seconds = -1 };
	snprintf(p->name, sizeof p->name, "%s", name);
}

static void one_line(struct nightly *n, struct slice line, int64_t *last)
{
	int64_t at = clock_of(line, n);
	if (at) {
		if (!n->began)
			n->began = at;
		*last = at;
	}
	for (const struct mark *m = marks; m->text; m++)
		if (holds(line, m->text)) {
			/* most lines carry no clock: then it is not known when a phase began */
			phase(n, m->name, at ? at : n->n_phases ? 0 : n->began);
			break;
		}
	if (holds_any(line, end_marks)) {
		n->finished = true;
		n->ended = *last;
	}
	int64_t length = length_of(line);
	if (n->finished && length > 0 && length < 86400 && n->began)
		n->ended = n->began + length;
	/* "=== ... ERRORS ===" heads a list that may be empty */
	if (!slice_starts(line, "===") && holds_any(line, error_words) && !holds_any(line, no_error_words)) {
		n->errors++;
		if (n->n_errors < NIGHTLY_ERRORS)
			read_clean(n->error[n->n_errors++], sizeof n->error[0], line);
	}
}

void nightly_read(struct nightly *n, struct slice log, int64_t mtime)
{
	int64_t day = n->day, last = 0;
	struct slice rest = log, line;
	*n = (struct nightly){ .day = day };
	while (rest.n && slice_split(&rest, '\n', &line))
		one_line(n, slice_trim(line), &last);
	/* the file's own date ends a run whose lines carry no clock, and one that was written to after its last clock */
	if (n->finished && n->ended <= n->began && mtime >= n->began)
		n->ended = mtime;
	for (size_t i = 0; i < n->n_phases; i++) {
		int64_t next = i + 1 < n->n_phases ? n->phases[i + 1].at : n->ended;
		if (n->phases[i].at && next && next >= n->phases[i].at)
			n->phases[i].seconds = next - n->phases[i].at;
	}
}

/* "20h12_20260527.log" -> 20260527, 0 for other names. */
static uint64_t log_day(const char *name)
{
	uint64_t v;
	if (strlen(name) != 18 || strncmp(name, "20h12_", 6) || strcmp(name + 14, ".log") ||
	    !slice_u64((struct slice){ name + 6, 8 }, &v))
		return 0;
	return v;
}

enum err nightly_load(struct nightly *n, const char *home, struct fault *f)
{
	struct str dir = { 0 }, text = { 0 };
	struct dirent *d;
	struct stat st = { 0 };
	uint64_t best = 0;
	*n = (struct nightly){ 0 };
	str_addf(&dir, "%s/log", home);
	DIR *at = opendir(dir.p);
	while (at && (d = readdir(at)))
		if (log_day(d->d_name) > best)
			best = log_day(d->d_name);
	if (at)
		closedir(at);
	if (!best) {
		fault_set(f, E_NOT_FOUND, "%s", dir.p);
		str_free(&dir);
		return E_NOT_FOUND;
	}
	struct tm t = { .tm_year = (int)(best / 10000) - 1900, .tm_mon = (int)(best / 100 % 100) - 1, .tm_mday = (int)(best % 100) };
	n->day = (int64_t)timegm(&t);
	str_addf(&dir, "/20h12_%08llu.log", (unsigned long long)best);
	enum err e = paths_read(dir.p, NIGHTLY_LOG_MAX, &text, f);
	if (!e) {
		stat(dir.p, &st);
		nightly_read(n, slice_str(&text), (int64_t)st.st_mtime);
	}
	str_free(&dir);
	str_free(&text);
	return e;
}

static const struct mark marks[] = {
	{ "Recalibration heure solaire", "solar time" }, { "PING BOOTSTRAP", "bootstrap" }, { "SWARM COMMUNICATION BROKEN", "swarm check" },
	{ "ipfs check", "ipfs check" }, { "OK, 0 broken", "links" }, { "SWARM INTRUDERS", "intruders" }, { "OBSERVABILITY DIGEST", "digest" },
	{ "tmp cleanup", "cleanup" }, { "git pull", "updates" }, { "already up to date", "updates" }, { "Error pulling", "updates" },
	{ "NOSTRCARD.refresh", "MULTIPASS" }, { "respawn_NOSTRCARD", "respawn" }, { "PLAYER.refresh", "ZEN Cards" },
	{ "UPLANET.refresh", "UPlanet" }, { "ZEN.ECONOMY", "economy" }, { "NOSTR.UMAP", "zones" }, { "ORACLE", "oracle" },
	{ "DRAGONS SHIELD OFF", "tunnels off" }, { "DRAGON off", "tunnels off" }, { "RESTARTING IPFS", "ipfs restart" },
	{ "ipfs restart", "ipfs restart" }, { "DRAGONS SHIELD ON", "tunnels on" }, { "DRAGON on", "tunnels on" },
	{ "processes systemd restart", "restart" }, { "restart astroport", "restart" }, { "NODE.refresh", "node" },
	{ "analyse de la", "heartbox" }, { "heartbox", "heartbox" }, { "boots cache", "boots" }, { "power report", "power" },
	{ "WATCHDOG TUNNELS", "tunnel watchdog" }, { "tunnel watchdog", "tunnel watchdog" }, { "codebase index", "index" },
	{ "BRO sweep", "robot" }, { "N2_Economics", "economy N2" }, { "mail to captain", "mail" }, { NULL, NULL },
};
static const char *const end_marks[] = { "EXECUTION TERMIN", "20H12 DONE", NULL };
static const char *const error_words[] = { "error", "erreur", "failed", "fatal", "échec", "❌", "cannot ", "No such file", "traceback",
	"BROKEN /", NULL };
static const char *const no_error_words[] = { "0 error", "no error", "0 erreur", "aucune erreur", "sans erreur", "error=0", "errors: 0",
	"0 failed", "--ignore-errors", NULL };
