/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "cmd/handlers.h"

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
