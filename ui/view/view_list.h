/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screens of this folder, one const table each; views.c puts them in the order of the tabs. */
#ifndef VIEW_VIEW_LIST_H
#define VIEW_VIEW_LIST_H

#include "ui/widget/view.h"

extern const struct view_ops home_view, settings_view, log_view, setup_view, about_view;
/* The station. */
extern const struct view_ops station_view, peers_view, storage_view, machine_view, services_view, capacity_view, keys_view,
	swarm_view, skywire_view, figures_view, bandwidth_view, here_view, ipfs_view, board_view;
/* The wallet. */
extern const struct view_ops wallet_view, pay_view, claim_view, qr_view, payment_view, journal_view, receive_view, account_view, totals_view;
extern const struct view_ops contacts_view, net_view, vault_view, create_view, import_view;

#endif
