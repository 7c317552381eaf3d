/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/front.h"

void front_fault(struct front *front, enum tone tone, enum err e, const struct fault *f)
{
	struct str s = { 0 };

	str_adds(&s, err_message(e));
	if (f && *f->where)
		str_addf(&s, ": %s", f->where);
	front->ops->toast(front->self, tone, str_c(&s));
	str_free(&s);
}
