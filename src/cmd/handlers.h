/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The functions that commands.def names, a paragraph for each cmd_<domain>.c. Only the table calls them. */
#ifndef CMD_HANDLERS_H
#define CMD_HANDLERS_H

#include "cmd/cmd.h"

/* cmd_nav.c */
enum err cmd_nav_view(struct cmd_run *r);
enum err cmd_nav_outside(struct cmd_run *r);

/* cmd_app.c */
enum err cmd_app_help(struct cmd_run *r);
enum err cmd_app_undo(struct cmd_run *r);
enum err cmd_app_lock(struct cmd_run *r);
enum err cmd_app_repaint(struct cmd_run *r);
enum err cmd_app_quit(struct cmd_run *r);
enum err cmd_app_version(struct cmd_run *r);
enum err cmd_app_man(struct cmd_run *r);
enum err cmd_app_keys(struct cmd_run *r);
enum err cmd_app_completion(struct cmd_run *r);
enum err cmd_app_complete(struct cmd_run *r);

/* cmd_settings.c */
enum err cmd_settings_get(struct cmd_run *r);
enum err cmd_settings_set(struct cmd_run *r);
enum err cmd_settings_unset(struct cmd_run *r);
enum err cmd_settings_print(struct cmd_run *r);
enum err cmd_settings_theme(struct cmd_run *r);
enum err cmd_settings_language(struct cmd_run *r);
enum err cmd_settings_glyphs(struct cmd_run *r);
enum err cmd_settings_mouse(struct cmd_run *r);
enum err cmd_settings_unit(struct cmd_run *r);

/* cmd_doctor.c */
enum err cmd_doctor_run(struct cmd_run *r);

/* cmd_backup.c */
enum err cmd_backup_save(struct cmd_run *r);
enum err cmd_backup_restore(struct cmd_run *r);

/* cmd_station.c */
enum err cmd_station_station(struct cmd_run *r);
enum err cmd_station_ipfs(struct cmd_run *r);
enum err cmd_station_peers(struct cmd_run *r);
enum err cmd_station_bandwidth(struct cmd_run *r);
enum err cmd_station_storage(struct cmd_run *r);
enum err cmd_station_services(struct cmd_run *r);
enum err cmd_station_swarm(struct cmd_run *r);
enum err cmd_station_skywire(struct cmd_run *r);
enum err cmd_station_capacity(struct cmd_run *r);
enum err cmd_station_ssh_keys(struct cmd_run *r);
enum err cmd_station_figures(struct cmd_run *r);

/* cmd_wallet*.c; register is called once by main */
enum err cmd_wallet_accounts(struct cmd_run *r);
enum err cmd_wallet_balance(struct cmd_run *r);
enum err cmd_wallet_watch(struct cmd_run *r);
enum err cmd_wallet_unwatch(struct cmd_run *r);
enum err cmd_wallet_select(struct cmd_run *r);
enum err cmd_wallet_history(struct cmd_run *r);
enum err cmd_wallet_totals(struct cmd_run *r);
enum err cmd_wallet_export(struct cmd_run *r);
enum err cmd_wallet_pay(struct cmd_run *r);
enum err cmd_wallet_claim(struct cmd_run *r);
enum err cmd_wallet_retry(struct cmd_run *r);
enum err cmd_wallet_resume(struct cmd_run *r);
enum err cmd_wallet_journal(struct cmd_run *r);
enum err cmd_wallet_drop(struct cmd_run *r);
enum err cmd_wallet_create(struct cmd_run *r);
enum err cmd_wallet_passphrase(struct cmd_run *r);
enum err cmd_wallet_import(struct cmd_run *r);
enum err cmd_wallet_key_export(struct cmd_run *r);
enum err cmd_wallet_rename(struct cmd_run *r);
enum err cmd_wallet_key_forget(struct cmd_run *r);
enum err cmd_wallet_vault_hide(struct cmd_run *r);
enum err cmd_wallet_revocation(struct cmd_run *r);
enum err cmd_wallet_revoke(struct cmd_run *r);
enum err cmd_wallet_keys(struct cmd_run *r);
enum err cmd_wallet_contacts(struct cmd_run *r);
enum err cmd_wallet_contact_add(struct cmd_run *r);
enum err cmd_wallet_contact_remove(struct cmd_run *r);
enum err cmd_wallet_contacts_import(struct cmd_run *r);
enum err cmd_wallet_contacts_export(struct cmd_run *r);
enum err cmd_wallet_decode(struct cmd_run *r);
enum err cmd_wallet_encode(struct cmd_run *r);
enum err cmd_wallet_sign(struct cmd_run *r);
enum err cmd_wallet_send(struct cmd_run *r);
enum err cmd_wallet_qr(struct cmd_run *r);
void cmd_wallet_register(void);

#endif
