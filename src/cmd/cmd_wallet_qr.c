/* SPDX-License-Identifier: GPL-3.0-or-later */
/* QR codes as text: two modules a character cell, since a terminal's cells are twice as high as wide. */
#include "base/i18n.h"
#include "cmd/cmd_wallet.h"
#include "cmd/handlers.h"
#include "codec/payuri.h"
#include "model/app.h"
#include "model/wallet.h"
#include <qrencode.h>

enum { QUIET = 2, TEXT_MOST = 2000 };

static bool dark(const QRcode *q, int y, int x)
{
	return y >= 0 && x >= 0 && y < q->width && x < q->width && q->data[y * q->width + x] & 1;
}

/* Two rows of modules a line. Light modules are drawn, since terminals are mostly dark; --invert for those that are light. */
static void draw(const QRcode *q, bool invert, struct str *out)
{
	static const char *const blocks[] = { " ", "▄", "▀", "█" };

	for (int y = -QUIET; y < q->width + QUIET; y += 2) {
		for (int x = -QUIET; x < q->width + QUIET; x++) {
			bool up = dark(q, y, x) == invert, down = dark(q, y + 1, x) == invert;

			str_adds(out, blocks[up * 2 + down]);
		}
		str_addc(out, '\n');
	}
}

/* What stands in the code: the text as it is, or a payment address with amount and comment. */
static enum err content(struct cmd_run *r, struct str *uri)
{
	const char *text = cmd_arg(r, 0), *amount = cmd_flag(r, "--amount"), *comment = cmd_flag(r, "--comment");
	struct amount a = { 0 };
	unsigned char pub[32];
	int account;
	enum err e = cmd_wallet_party(r, text, pub, &account);

	if (amount && (amount_read(slice_of(amount), &a) || a.unit != AMOUNT_G1))
		return fault_set(&r->fault, E_AMOUNT, "%s", amount);
	if (!e && account >= 0 && !r->app->wallet->accounts.v[account].proven)
		r->front->ops->toast(r->front->self, TONE_WARN,
			_("This address comes from the closed vault: unlock it once to be sure that nobody changed it."));
	if (!e) {
		payuri_write(pub, amount ? &a.n : NULL, comment, uri);
	} else if (text && e == E_NOT_FOUND && !amount && !comment) { /* any other text, too */
		r->fault = (struct fault){ 0 };
		str_adds(uri, text);
		e = E_OK;
	}
	if (!e && (!uri->n || uri->n > TEXT_MOST))
		e = fault_set(&r->fault, E_TOO_BIG, "%s", _("QR code"));
	return e;
}

enum err cmd_wallet_qr(struct cmd_run *r)
{
	struct str uri = { 0 }, out = { 0 };
	enum err e = content(r, &uri);
	QRcode *q = e ? NULL : QRcode_encodeData((int)uri.n, (const unsigned char *)uri.p, 0, QR_ECLEVEL_M);

	if (!e && !q)
		e = fault_set(&r->fault, E_TOO_BIG, "%s", _("QR code"));
	if (q) {
		draw(q, cmd_flag(r, "--invert") != NULL, &out);
		str_addf(&out, "%s\n", str_c(&uri));
		QRcode_free(q);
		cmd_finish(r, E_OK, json_pack("{s:s, s:s}", "uri", str_c(&uri), "text", str_c(&out)), str_c(&out));
	}
	str_free(&uri);
	str_free(&out);
	return e;
}
