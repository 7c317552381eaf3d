/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is sent besides frames. The text of an alert is made safe here; it is never a secret. */
#ifndef TERM_TERM_TELL_H
#define TERM_TERM_TELL_H

#include "ui/term/term.h"

enum alert { ALERT_OFF, ALERT_BELL, ALERT_OSC9, ALERT_OSC777 };   /* in the order of the setting ui.notices */

enum err term_copy(struct term *t, struct slice text); /* OSC 52; E_TOO_BIG, E_UNSUPPORTED */
/* Draws attention: by the bell (text NULL, or an old terminal), or a message that the desktop shows. */
void term_alert(struct term *t, enum alert how, const char *text);
void term_title(struct term *t, const char *title);

#endif
