/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/undo.h"
#include "base/tick.h"
#include "base/vec.h"

enum { KEPT = 20 };

struct step {
	struct undo_step step;
	char *label, *command, **argv;
	int64_t until;               /* tick_ms; 0: no end */
};

struct undo {
	struct subject subject;
	VEC(, struct step) steps;    /* newest last */
};

struct undo *undo_new(void)
{
	struct undo *u = mem_new(sizeof *u);
	subject_init(&u->subject, "undo");
	return u;
}

static void drop(struct step *s)
{
	for (int i = 0; i < s->step.argc; i++)
		free(s->argv[i]);
	free(s->argv);
	free(s->label);
	free(s->command);
}

void undo_free(struct undo *u)
{
	if (!u)
		return;
	for (size_t i = 0; i < u->steps.n; i++)
		drop(&u->steps.v[i]);
	vec_free(&u->steps);
	subject_done(&u->subject);
	free(u);
}

void undo_push(struct undo *u, const char *label, const char *command, int argc, char *const *argv, int64_t seconds)
{
	struct step s = { .label = mem_strdup(label), .command = mem_strdup(command) };
	s.argv = mem_array((size_t)argc + 1, sizeof *s.argv);
	for (int i = 0; i < argc; i++)
		s.argv[i] = mem_strdup(argv[i]);
	s.step = (struct undo_step){ s.label, s.command, argc, s.argv };
	s.until = seconds ? tick_ms() + seconds * 1000 : 0;
	if (u->steps.n == KEPT) {
		drop(&u->steps.v[0]);
		vec_remove(&u->steps, 0);
	}
	vec_push(&u->steps, s);
	subject_touch(&u->subject);
}

const struct undo_step *undo_top(struct undo *u)
{
	while (u->steps.n) {
		struct step *s = &u->steps.v[u->steps.n - 1];
		if (!s->until || s->until > tick_ms())
			return &s->step;
		undo_pop(u);
	}
	return NULL;
}

void undo_pop(struct undo *u)
{
	if (!u->steps.n)
		return;
	drop(&u->steps.v[--u->steps.n]);
	subject_touch(&u->subject);
}

struct subject *undo_subject(struct undo *u)
{
	return &u->subject;
}
