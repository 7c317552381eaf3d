/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/log.h"
#include "base/clean.h"
#include "base/mem.h"
#include "base/tick.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINES = 1000, LONGEST = 1000, TURN_OVER = 1 << 20, LOOK_EVERY = 64 };

/* The ring: first is the oldest of n lines. The file may be shared by several instances: each line is one write, and every
 * LOOK_EVERY lines the file is looked at, since another one may have turned it over. */
static struct {
	struct log_line ring[LINES];
	char *text[LINES];
	size_t first, n;
	unsigned version, since_look;
	enum log_level least;
	struct str path;
	int fd;
} state = { .fd = -1 };

static void open_file(void)
{
	state.fd = open(str_c(&state.path), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	struct stat st;
	if (state.fd >= 0 && (fstat(state.fd, &st) || !S_ISREG(st.st_mode))) {
		close(state.fd);
		state.fd = -1;
	}
}

void log_open(const char *path, enum log_level least)
{
	log_close();
	state.least = least;
	if (!path)
		return;
	str_adds(&state.path, path);
	open_file();
}

void log_least(enum log_level least)
{
	state.least = least;
}

void log_close(void)
{
	if (state.fd >= 0)
		close(state.fd);
	state.fd = -1;
	str_free(&state.path);
	for (size_t i = 0; i < LINES; i++) {
		free(state.text[i]);
		state.text[i] = NULL;
	}
	state.first = state.n = 0;
	state.since_look = 0;
}

const char *log_path(void)
{
	return state.fd >= 0 ? str_c(&state.path) : "";
}

static void reopen(void)
{
	close(state.fd);
	open_file();
}

/* One generation is kept as "<path>.1". Only who holds the lock and still sees the same file renames it. */
static void turn_over(void)
{
	struct stat mine, named;
	struct str old = { 0 };
	if (flock(state.fd, LOCK_EX | LOCK_NB))
		return;
	if (!fstat(state.fd, &mine) && !stat(str_c(&state.path), &named) && mine.st_ino == named.st_ino &&
	    mine.st_dev == named.st_dev && named.st_size >= TURN_OVER) {
		str_addf(&old, "%s.1", str_c(&state.path));
		rename(str_c(&state.path), str_c(&old));
		str_free(&old);
	}
	flock(state.fd, LOCK_UN);
	reopen();
}

static void look(void)
{
	struct stat mine, named;
	state.since_look = 0;
	if (fstat(state.fd, &mine))
		return;
	if (stat(str_c(&state.path), &named) || mine.st_ino != named.st_ino || mine.st_dev != named.st_dev)
		reopen();
	else if (mine.st_size >= TURN_OVER)
		turn_over();
}

static void write_line(const struct log_line *l)
{
	static const char letters[] = "DIWE";
	struct str s = { 0 };
	if (state.fd < 0)
		return;
	if (state.since_look++ % LOOK_EVERY == 0)
		look();
	tick_rfc3339(&s, l->when / 1000);
	str_cut(&s, s.n - 1);
	str_addf(&s, ".%03dZ %c %s: %s\n", (int)(l->when % 1000), letters[l->level], l->room, l->text);
	if (state.fd >= 0 && write(state.fd, str_c(&s), s.n) < 0)
		state.since_look = 0; /* a full disk must not stop the program; the ring has the line */
	str_free(&s);
}

void log_add(enum log_level level, const char *room, const char *fmt, ...)
{
	struct str raw = { 0 }, text = { 0 };
	va_list ap;
	if (level < state.least)
		return;
	va_start(ap, fmt);
	str_addv(&raw, fmt, ap);
	va_end(ap);
	clean_line(&text, slice_str(&raw), LONGEST);
	str_free(&raw);
	size_t at = (state.first + state.n) % LINES;
	if (state.n == LINES)
		state.first = (state.first + 1) % LINES;
	else
		state.n++;
	free(state.text[at]);
	state.text[at] = str_take(&text);
	state.ring[at] = (struct log_line){ tick_now_ms(), level, room, state.text[at] };
	state.version++;
	write_line(&state.ring[at]);
}

void log_fault(enum log_level level, const char *room, const struct fault *f)
{
	if (f->where[0])
		log_add(level, room, "%s: %s (%s)", f->where, err_message(f->code), err_name(f->code));
	else
		log_add(level, room, "%s (%s)", err_message(f->code), err_name(f->code));
}

size_t log_count(void)
{
	return state.n;
}

struct log_line log_at(size_t i)
{
	static const struct log_line none = { 0, LOG_DEBUG, "", "" };
	return i < state.n ? state.ring[(state.first + i) % LINES] : none;
}

unsigned log_version(void)
{
	return state.version;
}
