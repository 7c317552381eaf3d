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

void pay_toast(struct view *v, enum tone tone, enum err e, const struct fault *f);

#endif
