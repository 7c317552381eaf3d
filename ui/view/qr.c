/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text as a QR code, with its words when there is room: "qr TITLE TEXT". */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/draw/qr.h"
#include "ui/view/view_list.h"
#include "ui/widget/stack.h"
#include <stdlib.h>

struct qr_priv {
	char *text;
	struct qr *qr;
	enum qr_level level;
	bool invert;
	struct fault fault;
};

static void encode(struct qr_priv *p)
{
	qr_free(p->qr);
	p->qr = qr_new(slice_of(p->text), p->level, &p->fault);
}

static enum err qr_open(struct view *v, int argc, char *const *argv)
{
	struct qr_priv *p = v->priv;
	if (argc < 2)
		return E_USAGE;
	v->title = mem_strdup(argv[0]);
	p->text = mem_strdup(argv[1]);
	encode(p);
	return E_OK;
}

static void qr_close(struct view *v)
{
	struct qr_priv *p = v->priv;
	qr_free(p->qr);
	free(p->text);
}

static void draw_text(struct grid *g, struct rect r, const char *why, const char *text)
{
	struct slice rest = slice_of(why), line;
	int y = r.y;
	while (y < r.y + r.h && rest.n && text_wrap(&rest, r.w, &line))
		grid_text(g, y++, r.x, r.w, ROLE_WARN, line);
	rest = slice_of(text);
	while (y < r.y + r.h && rest.n && text_wrap(&rest, r.w, &line))
		grid_text(g, y++, r.x, r.w, ROLE_DIM, line);
}

static void qr_draw_(struct view *v, struct grid *g, struct rect r)
{
	struct qr_priv *p = v->priv;
	enum qr_form form = qr_form_for(g->glyphs);
	struct str why = { 0 };
	int h = 0, w = 0, quiet = p->qr ? qr_fit(p->qr, form, r) : -1;
	if (quiet >= 0) {
		qr_need(p->qr, form, quiet, &h, &w);
		qr_draw(p->qr, g, r.y + (r.h - h) / 2, r.x, form, quiet, p->invert);
		if (r.w - w - 3 >= 20)
			draw_text(g, (struct rect){ r.y, r.x + w + 2, r.h, r.w - w - 3 }, "", p->text);
		return;
	}
	if (p->qr) {
		qr_need(p->qr, form, QR_QUIET_LEAST, &h, &w);
		/* TR: columns and lines of the terminal */
		str_addf(&why, _("The QR code needs a terminal of %d columns and %d lines."), w, h + 3);
	} else {
		str_adds(&why, err_message(p->fault.code));
	}
	draw_text(g, (struct rect){ r.y, r.x + 1, r.h, r.w - 2 }, str_c(&why), p->text);
	str_free(&why);
}

static unsigned qr_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct qr_priv *p = v->priv;
	struct front *front = stack_front(v->stack);
	(void)argc;
	(void)argv;
	switch (id) {
	case C_QR_MORE: p->level += p->level < QR_H; break;
	case C_QR_LESS: p->level -= p->level > QR_L; break;
	case C_QR_INVERT: p->invert = !p->invert; break;
	case C_COPY: front->ops->copy(front->self, slice_of(p->text)); break;
	default: return 0;
	}
	encode(p);
	return VIEW_HANDLED | VIEW_STALE;
}

static void qr_say(struct view *v, struct str *out)
{
	str_addf(out, "%s\n", ((struct qr_priv *)v->priv)->text);
}

const struct view_ops qr_view = {
	.name = "qr-code", .title = N_("QR code"), .flags = VIEW_BARE | VIEW_COPY, .context = IN_QR, .priv_size = sizeof(struct qr_priv),
	.open = qr_open, .close = qr_close, .command = qr_command, .draw = qr_draw_, .say = qr_say,
};
