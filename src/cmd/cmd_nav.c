/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that only show a screen. Where the front can open none (one command, the shell) they are refused. */
#include "base/conf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cmd/handlers.h"
#include "io/run.h"
#include "model/app.h"
#include <stdlib.h>

/* Commands that are named like the screen they show. */
enum err cmd_nav_view(struct cmd_run *r)
{
	enum err e;

	if (!r->front || !r->front->ops->open)
		return fault_set(&r->fault, E_UNSUPPORTED, _("%s only means something on the screen"), r->cmd->name);
	e = r->front->ops->open(r->front->self, r->cmd->name, r->argc, r->argv);
	if (e)
		return fault_set(&r->fault, e, "%s", r->cmd->name);
	cmd_finish(r, E_OK, NULL, NULL);
	return E_OK;
}

/* The link is shown where no program could open it, so that it can be copied by hand or by the terminal. */
static void opened(void *arg, int status)
{
	struct cmd_run *r = arg;
	struct str text = { 0 };

	if (status) {
		r->front->ops->copy(r->front->self, slice_of(r->data));
		str_addf(&text, _("nothing here could open it: %s"), (char *)r->data);
		r->front->ops->toast(r->front->self, TONE_WARN, str_c(&text));
		str_free(&text);
	}
	cmd_finish(r, E_OK, NULL, NULL);
}

static void forget_link(struct cmd_run *r, enum err e)
{
	(void)e;
	free(r->data);
}

enum err cmd_nav_outside(struct cmd_run *r)
{
	const char *link = cmd_arg(r, 0), *opener = conf_text(r->app->conf, "ui.opener");
	char *argv[3];

	if (!link)
		return fault_set(&r->fault, E_NOT_FOUND, "%s", _("nothing selected opens outside"));
	if (!run_url_safe(slice_of(link)))
		return fault_set(&r->fault, E_INVALID, "%s", _("this is not a link that is safe to open"));
	if (!r->front || !r->front->ops->hand_over)
		return fault_set(&r->fault, E_UNSUPPORTED, "%s", r->cmd->name);
	r->data = mem_strdup(link);
	r->drop = forget_link;
	argv[0] = mem_strdup(*opener ? opener : "xdg-open");
	argv[1] = r->data;
	argv[2] = NULL;
	r->front->ops->hand_over(r->front->self, argv, opened, r);
	free(argv[0]);
	return E_OK;
}
