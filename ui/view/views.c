/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/view_list.h"
#include "ui/widget/views.h"
#include <string.h>

const struct view_ops *view_by_name(const char *name)
{
	for (size_t i = 0; view_all[i]; i++)
		if (!strcmp(view_all[i]->name, name))
			return view_all[i];
	return NULL;
}

/* Tabs first, in their order from left to right. */
const struct view_ops *const view_all[] = {
	&home_view,
	&wallet_view,
	&station_view,
	&peers_view,
	&storage_view,
	&machine_view,
	&services_view,
	&capacity_view,
	&keys_view,
	&swarm_view,
	&skywire_view,
	&bandwidth_view,
	&figures_view,
	&here_view,
	&ipfs_view,
	&board_view,
	&net_view,
	&settings_view,
	&log_view,
	&tasks_view,
	&help_view,
	&toasts_view,
	&text_view,
	&setup_view,
	&about_view,
	&pay_view,
	&claim_view,
	&qr_view,
	&payment_view,
	&journal_view,
	&receive_view,
	&account_view,
	&totals_view,
	&contacts_view,
	&vault_view,
	&create_view,
	&import_view,
	NULL,
};
