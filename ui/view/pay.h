/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pay dialog in three files: pay.c holds the state and the acts, pay_form.c the fields and how they show, pay_fill.c what
 * comes into them without being typed. */
#ifndef VIEW_PAY_H
#define VIEW_PAY_H

#include "cmd/front.h"
#include "model/payment.h"
#include "ui/widget/form.h"
#include "ui/widget/view.h"

/* What comes back from a question or the work thread finds the view through this, or learns that it is gone. */
struct pay_link {
	struct view *v;
};

/* confirming: the focus is on the confirmation line, where y signs; on a field every letter is text. */
struct pay_priv {
	struct form form;
	struct payment *payment;
	struct pay_link *link;
	struct qrimage *image;   /* being read; NULL */
	bool close;              /* with "all": the deposit goes, too */
	bool confirming;
	bool busy;               /* the vault is being asked, or the node for a dry run */
	bool job;                /* the latter */
	char *unsigned_text, *unsigned_qr; /* for the machine that signs; NULL */
	struct str suggestion;   /* a contact that begins with what stands in "to" */
	struct str link_comment, link_amount; /* that a payment link brought into the fields */
	int top;                 /* first line of the text below the fields that shows */
	int max_h, max_w;        /* the most the dialog could have in the last frame; 0: none was drawn */
};

enum pay_field { PAY_FROM, PAY_TO, PAY_NAME, PAY_ADDRESS, PAY_AMOUNT, PAY_COMMENT, PAY_REST };

void pay_form_init(struct view *v);
/* What was typed goes to the model; called after each change. */
void pay_form_apply(struct view *v, size_t field);
/* The last field that is there now, and whether it has the focus. */
size_t pay_form_end(struct view *v);
bool pay_form_last(struct view *v);
/* The contact that fits what is typed takes its place; false when none does. */
bool pay_form_complete(struct view *v);
void pay_form_draw(struct view *v, struct grid *g, struct rect r);
void pay_form_say(struct view *v, struct str *out);
/* Lines of the text below the fields that are below the screen: what could not be read is not signed. */
int pay_form_unread(const struct view *v);
/* Lines needed in a width. */
int pay_form_height(struct view *v, int w);

/* A row of the journal that came to nothing; an account by label or number; "[TO] [AMOUNT] [--flags]". */
enum err pay_fill_again(struct view *v, const char *entry);
enum err pay_fill_from(struct view *v, const char *text);
enum err pay_fill_words(struct view *v, int argc, char *const *argv);
/* "@name" stands in the field of the recipient: an image's QR code, or a payment a line. */
void pay_fill_file(struct view *v);
/* The model moved: what a link brought is shown in its fields. */
unsigned pay_fill_changed(struct view *v, struct subject *s);
void pay_toast(struct view *v, enum tone tone, enum err e, const struct fault *f);

#endif
