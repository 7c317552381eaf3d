/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term/term_tell.h"
#include "base/tick.h"
#include "ui/term/osc.h"
#include "ui/term/term_in.h"

enum err term_copy(struct term *t, struct slice text)
{
	struct str bytes = { 0 };
	enum err e = t->caps.modern && !t->suspended ? osc_copy(&bytes, text, t->caps.mux) : E_UNSUPPORTED;

	if (!e && !writer_add(&t->writer, slice_str(&bytes), false))
		e = E_BUSY;
	str_free(&bytes);
	if (!e)
		writer_flush(&t->writer, tick_ms());
	return e;
}

void term_alert(struct term *t, enum alert how, const char *text)
{
	struct str bytes = { 0 };

	if (t->suspended || how == ALERT_OFF)
		return;
	if (how == ALERT_BELL || !text || !t->caps.modern)
		curses_bell(t->curses, &bytes);
	else
		osc_notify(&bytes, text, how == ALERT_OSC777, t->caps.mux);
	term_send_str(t, &bytes);
	writer_flush(&t->writer, tick_ms());
}

void term_title(struct term *t, const char *title)
{
	struct str bytes = { 0 };

	if (t->suspended || !t->caps.modern)
		return;
	osc_title(&bytes, title);
	term_send_str(t, &bytes);
	writer_flush(&t->writer, tick_ms());
}
