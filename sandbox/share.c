/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/share.h"

#include "base/mem.h"
#include "base/paths.h"
#include "base/tick.h"
#include "io/lock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOOK_MS = 50, LINE_MOST = 65536 };

struct share {
	struct str lock_path, line_path;
	struct lock *lock;
	/* while another has it */
	struct loop *loop;
	struct loop_timer *look;
	json_t *other;
	enum err e;
	struct fault fault;
};

static enum err try_it(struct share *s)
{
	struct lock_holder me = { .who = "vigie-sandbox", .since = tick_now(), .pid = getpid() };
	enum err e = lock_take(str_c(&s->lock_path), &me, false, &s->lock, NULL, &s->fault);

	/* What a killed one left behind leads nowhere. */
	if (!e)
		unlink(str_c(&s->line_path));
	return e;
}

/* Once: the line of the one who has it, as it printed it itself. */
static void tell_others_line(struct share *s)
{
	struct str text = { 0 };

	if (!s->other && !paths_read(str_c(&s->line_path), LINE_MOST, &text, NULL)) {
		s->other = json_loadb(text.p, text.n, 0, NULL);
		char *line = json_dumps(json_object_get(s->other, "line"), JSON_COMPACT);
		if (line) {
			puts(line);
			fflush(stdout);
		}
		free(line);
	}
	str_free(&text);
}

static void look(void *arg)
{
	struct share *s = arg;

	s->look = NULL;
	s->e = try_it(s);
	if (s->e == E_BUSY) {
		tell_others_line(s);
		s->look = loop_timer_add(s->loop, LOOK_MS, look, s);
	} else {
		loop_quit(s->loop);
	}
}

enum err share_take(struct loop *l, const char *state, struct share **out, json_t **heir, struct fault *f)
{
	struct share *s = mem_new(sizeof *s);
	enum err e = E_OK;

	*out = NULL;
	*heir = NULL;
	s->loop = l;
	str_addf(&s->lock_path, "%s/lock", state);
	str_addf(&s->line_path, "%s/line", state);
	if (mkdir(state, 0700) && errno != EEXIST) {
		e = fault_set(f, err_from_errno(errno), "%s", state);
	} else if ((e = try_it(s)) == E_BUSY) {
		s->e = E_CANCELLED;
		s->look = loop_timer_add(l, 0, look, s);
		loop_run(l);
		e = s->look ? E_CANCELLED : s->e;
		loop_timer_del(s->look);
	}
	if (e) {
		if (s->fault.code)
			*f = s->fault;
		share_give(s);
		return e;
	}
	*heir = json_incref(s->other);
	*out = s;
	return E_OK;
}

void share_tell(struct share *s, const struct sandbox *sb)
{
	json_t *o = json_pack("{s:O,s:o}", "line", sb->line, "ports", sandbox_ports(sb));
	char *text = json_dumps(o, JSON_COMPACT);

	/* A full disk only means that nobody can come in. */
	paths_write(str_c(&s->line_path), slice_of(text), NULL);
	free(text);
	json_decref(o);
}

void share_hush(struct share *s)
{
	unlink(str_c(&s->line_path));
}

void share_give(struct share *s)
{
	if (!s)
		return;
	lock_give(s->lock);
	json_decref(s->other);
	str_free(&s->lock_path);
	str_free(&s->line_path);
	free(s);
}
