/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shown movements into a file, with the filters in force. It blocks while it writes: a million rows take some seconds, as
 * the export command does. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "model/app.h"
#include "model/money.h"
#include "model/statement.h"
#include "ui/view/wallet_panes.h"
#include "ui/widget/stack.h"
#include <stdlib.h>

/* The ending of the name tells the format. */
static bool format_of(const char *path, enum statement_format *format)
{
	static const char *const endings[] = { [STATEMENT_CSV] = ".csv", [STATEMENT_OFX] = ".ofx", [STATEMENT_JSON] = ".json" };
	size_t n = strlen(path);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t len = strlen(endings[i]);
		if (n > len && !strcmp(path + n - len, endings[i])) {
			*format = (enum statement_format)i;
			return true;
		}
	}
	return false;
}

static void named(void *arg, enum err e, const char *path)
{
	struct view *v = arg;
	struct fault f = { 0 };
	struct str s = { 0 }, sum = { 0 };
	struct statement st = { 0 };
	/* Cancelled may mean that the view is gone. */
	if (e || !*path)
		return;
	struct wallet_priv *p = v->priv;
	struct front *front = stack_front(v->stack);
	if (!format_of(path, &st.format)) {
		front->ops->toast(front->self, TONE_WARN, _("The name must end in .csv, .ofx or .json."));
		return;
	}
	st.moves = p->moves;
	st.filtered = p->words.n || p->least.n || p->most.n || p->way || p->period || p->no_claims;
	memcpy(st.pub, p->shown, 32);
	char *file = paths_typed(slice_of(path));
	e = statement_file(&st, file, &f);
	free(file);
	if (e) {
		str_adds(&s, err_message(e));
		if (*f.where)
			str_addf(&s, ": %s", f.where);
	} else {
		money_g1(&sum, st.sum_c, true);
		str_addf(&s, ngettext("%zu movement written, together %s Ğ1", "%zu movements written, together %s Ğ1", (unsigned long)st.rows),
		         st.rows, str_c(&sum));
	}
	front->ops->toast(front->self, e ? TONE_ERROR : TONE_OK, str_c(&s));
	str_free(&s);
	str_free(&sum);
}

void wallet_export_open(struct view *v)
{
	const struct account *a = wallet_account(v->app->wallet);
	struct front *front = stack_front(v->stack);
	struct str name = { 0 };
	if (!a)
		return;
	/* Labels may hold anything; the address never does. */
	str_addf(&name, "%.10s.csv", a->address);
	front->ops->ask_line(front->self, _("Export to (.csv .ofx .json)"), str_c(&name), named, v);
	str_free(&name);
}
