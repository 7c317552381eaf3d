/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form: fields as const data, one editor each, validation as you type with a message under the field. Tab and arrows go
 * from field to field; Enter goes on, and on the last field gives FORM_DONE. The form owns what was typed. */
#ifndef WIDGET_FORM_H
#define WIDGET_FORM_H

#include "ui/widget/edit.h"

struct form;
struct stack;

enum field_kind { FIELD_TEXT, FIELD_AMOUNT, FIELD_CHOICE, FIELD_SWITCH, FIELD_SECRET, FIELD_NOTE };

struct field {
	const char *name;                /* stable: "amount" */
	const char *label;               /* N_() */
	enum field_kind kind;
	const char *hint;                /* N_(): under the field while it has the focus and is not wrong; may be NULL */
	const char *const *choices;      /* FIELD_CHOICE: N_() texts, NULL-terminated; or see choice */
	int width;                       /* columns of the field; 0: what is left */
	/* Says what is wrong with the value now (translated, appended to why); false when wrong. NULL: always right. An empty
	 * why with false means "not yet": shown only when the person tries to go on. */
	bool (*check)(struct form *f, size_t i, struct str *why);
	/* Text at the right of the field: "= 1.74 UD". NULL: none. FIELD_NOTE shows it as its value. */
	void (*note)(struct form *f, size_t i, struct str *out);
	/* Choices that are not known at build time: the k-th text (borrowed), NULL after the last. */
	const char *(*choice)(struct form *f, size_t i, size_t k);
	bool (*shown)(struct form *f, size_t i);   /* false: not there now; NULL: always there */
};

struct form_value {
	struct edit edit;
	size_t number;                   /* choice index; switch 0 or 1 */
	bool touched;                    /* its message may be shown */
	struct rect area;                /* where it was drawn last */
};

struct form {
	const struct field *fields;
	size_t n, at, top;
	struct form_value *values;
	void *arg;                       /* the caller's */
	struct stack *stack;             /* for the choice menu; NULL: Left, Right and Space choose */
	bool tried;                      /* the person tried to go on: all messages show */
};

/* With the VIEW_ bits. CHANGED: a value moved. DONE: Enter on the last field and all is right. */
enum { FORM_CHANGED = 1 << 9, FORM_DONE = 1 << 10 };

void form_init(struct form *f, const struct field *fields, size_t n, void *arg, struct stack *stack);
void form_free(struct form *f);
unsigned form_key(struct form *f, const struct keystroke *k);       /* 0: not for a form */
bool form_wants_text(const struct form *f);                   /* the focused field takes letters */
/* Draws from the top of r, scrolling to the focused field; returns the lines used. */
int form_draw(struct form *f, struct grid *g, struct rect r, bool focus);
struct slice form_text(const struct form *f, const char *name);      /* empty for secrets */
struct form_value *form_value(struct form *f, const char *name);     /* borrowed; NULL when unknown */
void form_set(struct form *f, const char *name, struct slice text);  /* text, or the number of a choice in decimals */
/* All right; else *bad (may be NULL) is the first wrong one, and its message is shown. */
bool form_valid(struct form *f, size_t *bad);
void form_say(struct form *f, struct str *out);

#endif
