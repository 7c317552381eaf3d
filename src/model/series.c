/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/series.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/tick.h"
#include "io/lock.h"
#include "model/app.h"
#include "model/series_in.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { REREAD_MS = 60000 };

const struct series_level series_levels[SERIES_LEVELS] = { { 30, 720 }, { 300, 864 }, { 3600, 768 } };

/* FNV-1a with a second round over its own result: enough to tell a torn record from a whole one. */
static uint32_t check_of(const struct series_record *r)
{
	const unsigned char *p = (const unsigned char *)&r->at;
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < sizeof *r - offsetof(struct series_record, at); i++)
		h = (h ^ p[i]) * 16777619u;
	return h ? h : 1;
}

static size_t place(int level, int64_t at)
{
	size_t before = 0;
	for (int i = 0; i < level; i++)
		before += series_levels[i].slots;
	return before + (size_t)(at / series_levels[level].step % (int64_t)series_levels[level].slots);
}

static off_t offset(size_t slot)
{
	return (off_t)(SERIES_HEAD + slot * sizeof(struct series_record));
}

const struct series_record *series_slot(const struct series *s, int level, int64_t at)
{
	const struct series_record *r = &s->records[place(level, at)];
	return r->check && r->at == at ? r : NULL;
}

/* A record counts when it is whole and stands where its time belongs. */
static void load_slots(struct series *s)
{
	size_t slot = 0;
	for (int level = 0; level < SERIES_LEVELS; level++)
		for (unsigned i = 0; i < series_levels[level].slots; i++, slot++) {
			struct series_record r;
			if (pread(s->fd, &r, sizeof r, offset(slot)) != (ssize_t)sizeof r)
				continue;
			bool good = r.check == check_of(&r) && r.at > 0 && r.at % series_levels[level].step == 0 && place(level, r.at) == slot;
			if (good && r.at >= s->records[slot].at)
				s->records[slot] = r;
		}
}

static void write_slot(struct series *s, size_t slot)
{
	if (s->fd < 0 || !s->pen)
		return;
	if (pwrite(s->fd, &s->records[slot], sizeof s->records[slot], offset(slot)) != (ssize_t)sizeof s->records[slot]) {
		log_add(LOG_WARN, "series", "%s", err_message(err_from_errno(errno)));
		close(s->fd);
		s->fd = -1; /* goes on in memory */
	}
}

/* The head tells the form: another form, or a newer one, is left untouched. */
static bool take_head(struct series *s, const char *path)
{
	char head[SERIES_HEAD] = { 0 }, want[SERIES_HEAD] = { 0 };
	snprintf(want, sizeof want, "vigie series %d\nmetrics %d record %zu\n", SERIES_VERSION, SERIES_ROOM, sizeof(struct series_record));
	ssize_t n = pread(s->fd, head, sizeof head, 0);
	if (n == 0 && s->pen)
		return pwrite(s->fd, want, sizeof want, 0) == (ssize_t)sizeof want;
	if (n == (ssize_t)sizeof head && !memcmp(head, want, sizeof head))
		return true;
	log_add(LOG_WARN, "series", "%s: %s", path, err_message(n >= 13 && !memcmp(head, "vigie series ", 13) ? E_NEWER : E_CORRUPT));
	return false;
}

static void open_file(struct series *s, const char *path)
{
	struct str lock = { 0 };
	struct lock_holder me = { .who = "vigie", .pid = getpid(), .since = tick_now() };
	bool look_only = s->app && (s->app->readonly || s->app->dump);
	str_addf(&lock, "%s.lock", path);
	s->pen = !look_only && lock_take(lock.p, &me, false, &s->lock, NULL, NULL) == E_OK;
	s->fd = open(path, (s->pen ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC | O_NOCTTY, 0600);
	if (s->fd >= 0 && !take_head(s, path)) {
		close(s->fd);
		s->fd = -1;
	}
	if (s->fd >= 0)
		load_slots(s);
	str_free(&lock);
}

struct series *series_new(struct app *a, const char *path)
{
	struct series *s = mem_new(sizeof *s);
	size_t slots = 0;
	subject_init(&s->subject, "series");
	for (int i = 0; i < SERIES_LEVELS; i++)
		slots += series_levels[i].slots;
	s->records = mem_array(slots, sizeof *s->records);
	s->app = a;
	s->fd = -1;
	s->path = mem_strdup(path);
	return s;
}

/* The file is opened when it is first needed: the world it belongs to is not known before. */
static void need_file(struct series *s)
{
	struct str path = { 0 };
	if (s->opened)
		return;
	s->opened = true;
	s->read_ms = tick_ms();
	if (s->path)
		str_adds(&path, s->path);
	else if (!s->app || paths_world(PATH_STATE, "series", &path))
		str_cut(&path, 0);
	if (path.n)
		open_file(s, path.p);
	str_free(&path);
}

void series_free(struct series *s)
{
	if (!s)
		return;
	series_flush(s);
	if (s->fd >= 0)
		close(s->fd);
	lock_give(s->lock);
	subject_done(&s->subject);
	free(s->records);
	free(s->path);
	free(s);
}

struct subject *series_subject(struct series *s)
{
	return &s->subject;
}

const struct metric_about *series_about(enum metric m)
{
	return &series_metrics[m];
}

static void pour(struct series_cell *c, int64_t mean, int64_t most, uint32_t weight, bool counter)
{
	if (!c->weight) {
		c->mean = mean;
		c->most = most;
	} else if (counter) {
		c->mean = mean; /* of a counter the last reading counts */
		c->most = most;
	} else {
		c->mean += (mean - c->mean) * (int64_t)weight / (int64_t)(c->weight + weight);
		c->most = most > c->most ? most : c->most;
	}
	if (c->weight < UINT32_MAX - weight)
		c->weight += weight;
}

/* The record of a level that is being filled; when its time is over it goes to the file. */
static struct series_record *current(struct series *s, int level, int64_t now)
{
	int64_t at = now - now % series_levels[level].step;
	size_t slot = place(level, at);
	struct series_record *r = &s->records[slot];
	if (s->dirty[level] && s->dirty_slot[level] != slot) {
		write_slot(s, s->dirty_slot[level]);
		s->dirty[level] = false;
		/* the coarsest record is on the disk every five minutes, not only when its hour is over */
		if (level == 1 && s->dirty[2])
			write_slot(s, s->dirty_slot[2]);
	}
	if (r->at != at) {
		memset(r, 0, sizeof *r);
		r->at = at;
	}
	s->dirty[level] = true;
	s->dirty_slot[level] = slot;
	return r;
}

void series_put(struct series *s, enum metric m, int64_t value)
{
	int64_t now = tick_now();
	/* a clock that nothing confirmed may be years off: what is drawn by time would lie */
	if (value == SERIES_NONE || now < 1600000000 || tick_fixed())
		return;
	if (value > INT64_MAX / 4 || value < -INT64_MAX / 4)
		return;
	need_file(s);
	for (int level = 0; level < SERIES_LEVELS; level++) {
		struct series_record *r = current(s, level, now);
		pour(&r->cells[m], value, value, 1, series_metrics[m].counter);
		r->check = check_of(r);
	}
	subject_touch(&s->subject);
}

void series_flush(struct series *s)
{
	for (int level = 0; level < SERIES_LEVELS; level++)
		if (s->dirty[level]) {
			write_slot(s, s->dirty_slot[level]);
			s->dirty[level] = false;
		}
}

/* Another instance holds the pen: what it wrote is read again now and then. */
void series_fresh(struct series *s)
{
	need_file(s);
	if (!s->pen && s->fd >= 0 && tick_ms() - s->read_ms > REREAD_MS) {
		s->read_ms = tick_ms();
		load_slots(s);
	}
}
