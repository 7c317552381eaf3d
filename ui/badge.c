/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/badge.h"
#include "base/i18n.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/wallet.h"
#include "ui/widget/state.h"

void badge_draw(void *self, enum glyph *sign, enum role *role, struct str *text)
{
	const struct app *a = self;
	/* The link to the chain, once it was opened; before that and in a recorded world, the age of what is shown. */
	const struct subject *s = a->coin->subject.state == STATE_EMPTY ? &a->wallet->subject : &a->coin->subject;
	*sign = state_sign(s, role);
	if (s->state == STATE_FRESH)
		str_adds(text, "Ğ1");
	else if (s->state == STATE_LOADING)
		str_adds(text, _("asking"));
	else
		str_adds(text, s->since ? _("offline") : _("no node"));
}
