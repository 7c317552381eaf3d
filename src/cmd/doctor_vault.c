/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "base/secret.h"
#include "cmd/doctor_own.h"
#include "model/app.h"
#include "model/vaults.h"
#include "model/vaults_advice.h"

void doctor_vault_run(struct doctor_item *item)
{
	struct app *app = doctor_app(item);
	struct fault f = { 0 };
	struct str detail = { 0 };
	enum err e = vaults_trouble(app->vaults, &f);

	if (e) {
		str_addf(&detail, "%s: %s", f.where, err_message(e));
		doctor_done(item, e == E_PERMISSION ? DOCTOR_DENIED : DOCTOR_BROKEN, str_c(&detail),
		            *err_hint(e) ? err_hint(e) : _("take it back from a backup: vigie restore FILE"));
	} else if (vaults_state(app->vaults) == VAULTS_NONE) {
		doctor_done(item, DOCTOR_MISSING, _("there is none in this world"), _("only needed to pay and to sign: vigie vault-create"));
	} else if (vaults_shared(app->vaults, &detail)) {
		for (size_t i = 0; i < detail.n; i++)
			if (detail.p[i] == '\n')
				detail.p[i] = ' ';
		doctor_done(item, DOCTOR_FOUND, _("there, whole and private"), str_c(&detail));
	} else {
		doctor_done(item, DOCTOR_FOUND, _("there, whole and private"), "");
	}
	str_free(&detail);
}

void doctor_memory_run(struct doctor_item *item)
{
	if (secret_locked())
		doctor_done(item, DOCTOR_FOUND, _("secrets are kept out of the swap and of core dumps"), "");
	else
		doctor_done(item, DOCTOR_DENIED, _("memory cannot be locked, so secrets could reach the swap"),
		            _("raise the limit (ulimit -l), or encrypt the swap space"));
}
