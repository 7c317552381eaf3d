/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/statement.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "codec/address.h"
#include "codec/amount.h"
#include "codec/hash.h"
#include "codec/hex.h"
#include "model/moves.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK = 1 << 16 };

/* Where the text goes: a str, or a file in pieces. */
struct sink {
	struct str *out;
	int fd;                       /* -1: stays in out */
	enum err e;
};

static void flush(struct sink *k, bool all)
{
	size_t done = 0;

	if (k->fd < 0 || k->e || (!all && k->out->n < CHUNK))
		return;
	while (done < k->out->n) {
		ssize_t n = write(k->fd, k->out->p + done, k->out->n - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			k->e = err_from_errno(errno);
			return;
		}
		done += (size_t)n;
	}
	str_cut(k->out, 0);
}

/* -- CSV -- */

/* Quoted always, quotes doubled; what a spreadsheet would take for a formula gets a quote sign in front, because names and
 * comments are strangers' text. */
static void csv_text(struct str *out, const char *text)
{
	str_addc(out, '"');
	if (*text && strchr("=+-@\t", *text))
		str_addc(out, '\'');
	for (; *text; text++) {
		if (*text == '"')
			str_addc(out, '"');
		str_addc(out, *text == '\n' ? ' ' : *text);
	}
	str_addc(out, '"');
}

static void local_time(struct str *out, int64_t when)
{
	time_t t = (time_t)when;
	struct tm tm;
	char text[32];

	localtime_r(&t, &tm);
	strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
	str_adds(out, text);
}

static void csv_head(struct str *out)
{
	str_adds(out, "\xef\xbb\xbf");
	str_addf(out, "%s;%s;%s;%s;%s;%s;%s;%s;%s;%s\r\n", _("Date"), _("Pseudonym"), _("Public key"), _("Amount (Ğ1)"), _("Comment"),
	         _("Balance (Ğ1)"), _("Kind"), _("Address"), _("Block"), _("Time (UTC)"));
}

static void csv_row(struct str *out, const struct moves_row *m, const char *kind)
{
	char v1[ADDRESS_V1_MAX] = "";

	if (m->kind != MOVE_CLAIM)
		address_v1(m->party, v1);
	local_time(out, m->when);
	str_addc(out, ';');
	csv_text(out, m->name);
	str_addf(out, ";%s;", v1);
	amount_add(out, m->amount_c);
	str_addc(out, ';');
	csv_text(out, m->kind == MOVE_CLAIM && !*m->comment ? _("Universal dividend") : m->comment);
	str_addc(out, ';');
	amount_add(out, m->balance_c);
	str_addf(out, ";%s;%s;%" PRId64 ";", kind, m->address, m->block);
	tick_rfc3339(out, m->when);
	str_adds(out, "\r\n");
}

/* -- OFX 1.0.2 -- */

static void ofx_time(struct str *out, int64_t when)
{
	time_t t = (time_t)when;
	struct tm tm;
	char text[32];

	gmtime_r(&t, &tm);
	strftime(text, sizeof text, "%Y%m%d%H%M%S", &tm);
	str_addf(out, "%s[0:GMT]", text);
}

/* SGML: no tags, no entities, and the lengths that the format gives, at letters. */
static void ofx_text(struct str *out, const char *tag, const char *text, size_t most)
{
	size_t n = strlen(text);

	if (n > most)
		for (n = most; n && ((unsigned char)text[n] & 0xc0) == 0x80;)
			n--;
	if (!n)
		return;
	str_addf(out, "<%s>", tag);
	for (size_t i = 0; i < n; i++)
		if (text[i] == '&')
			str_adds(out, "&amp;");
		else if (text[i] == '<')
			str_adds(out, "&lt;");
		else if (text[i] == '>')
			str_adds(out, "&gt;");
		else
			str_addc(out, (unsigned char)text[i] < 0x20 ? ' ' : text[i]);
	str_addc(out, '\n');
}

static void ofx_head(struct str *out, const struct statement *s, int64_t first, int64_t last)
{
	char address[SS58_MAX];

	ss58_encode(SS58_G1, s->pub, address);
	str_adds(out, "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:UTF-8\nCOMPRESSION:NONE\n"
	         "OLDFILEUID:NONE\nNEWFILEUID:NONE\n\n<OFX>\n<SIGNONMSGSRSV1><SONRS>\n<STATUS><CODE>0\n<SEVERITY>INFO\n</STATUS>\n<DTSERVER>");
	ofx_time(out, tick_now());
	str_adds(out, "\n<LANGUAGE>ENG\n</SONRS></SIGNONMSGSRSV1>\n<BANKMSGSRSV1><STMTTRNRS>\n<TRNUID>1\n<STATUS><CODE>0\n<SEVERITY>INFO\n"
	         "</STATUS>\n<STMTRS>\n<CURDEF>XG1\n<BANKACCTFROM>\n<BANKID>G1\n");
	/* the format gives 22 characters; an address has more, and the programs that read these files take them */
	ofx_text(out, "ACCTID", address, sizeof address);
	str_adds(out, "<ACCTTYPE>CHECKING\n</BANKACCTFROM>\n<BANKTRANLIST>\n<DTSTART>");
	ofx_time(out, first);
	str_adds(out, "\n<DTEND>");
	ofx_time(out, last);
	str_addc(out, '\n');
}

static void ofx_row(struct str *out, const struct statement *s, const struct moves_row *m, const char *type)
{
	struct str id = { 0 }, hex = { 0 };
	unsigned char hash[32];

	/* the same row has the same id in each export */
	str_addf(&id, "%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %s %s", m->block, m->when, m->amount_c, m->balance_c, m->address,
	         m->comment);
	str_add(&id, (struct slice){ (const char *)s->pub, 32 });
	hash_blake2_256(hash, id.p, id.n);
	hex_add(&hex, hash, 16);
	str_addf(out, "<STMTTRN>\n<TRNTYPE>%s\n<DTPOSTED>", type);
	ofx_time(out, m->when);
	str_adds(out, "\n<TRNAMT>");
	amount_add(out, m->amount_c);
	str_addf(out, "\n<FITID>%s\n", str_c(&hex));
	ofx_text(out, "NAME", m->kind == MOVE_CLAIM ? "Ğ1" : *m->name ? m->name : m->address, 32);
	ofx_text(out, "MEMO", m->comment, 255);
	str_adds(out, "</STMTTRN>\n");
	str_free(&id);
	str_free(&hex);
}

static void ofx_tail(struct str *out, int64_t balance_c, int64_t when)
{
	str_adds(out, "</BANKTRANLIST>\n<LEDGERBAL>\n<BALAMT>");
	amount_add(out, balance_c);
	str_adds(out, "\n<DTASOF>");
	ofx_time(out, when);
	str_adds(out, "\n</LEDGERBAL>\n</STMTRS></STMTTRNRS></BANKMSGSRSV1>\n</OFX>\n");
}

/* -- JSON -- */

static void json_row(struct str *out, const struct moves_row *m, bool first)
{
	struct str when = { 0 };
	json_t *o;
	char *text;

	tick_rfc3339(&when, m->when);
	o = json_pack("{s:s, s:I, s:s, s:I, s:{s:s, s:s, s:b}, s:s, s:s, s:I}", "time", str_c(&when), "block", (json_int_t)m->block, "direction",
	              m->amount_c < 0 ? "out" : "in", "amount_c", (json_int_t)(m->amount_c < 0 ? -m->amount_c : m->amount_c), "party",
	              "address", m->address, "name", m->name, "proven", m->proven, "comment", m->comment, "kind",
	              m->kind == MOVE_CLAIM ? "claim" : "transfer", "balance_c", (json_int_t)m->balance_c);
	if (m->kind == MOVE_CLAIM)
		json_object_set_new(o, "party", json_null());
	text = json_dumps(o, JSON_COMPACT);
	str_addf(out, "%s%s", first ? "\n" : ",\n", text ? text : "{}");
	free(text);
	json_decref(o);
	str_free(&when);
}

static void json_head(struct str *out, const struct statement *s)
{
	char address[SS58_MAX];

	ss58_encode(SS58_G1, s->pub, address);
	str_addf(out, "{\"address\":\"%s\",\"items\":[", address);
}

/* -- */

/* What was there before the first row is a row itself, so that the sum is the balance. */
static void write_opening(struct statement *s, struct str *out, int64_t first, int64_t gap)
{
	const struct moves_row m = { .when = first, .kind = MOVE_CLAIM, .name = "", .comment = _("Balance before the first movement"),
		.amount_c = gap, .balance_c = gap };

	if (s->format == STATEMENT_CSV)
		csv_row(out, &m, "opening");
	else if (s->format == STATEMENT_OFX)
		ofx_row(out, s, &m, "OTHER");
	s->sum_c += gap;
}

static void write_all(struct statement *s, struct sink *k)
{
	const struct moves_sum *sum = moves_settle(s->moves);
	const struct moves_row *m = moves_at(s->moves, 0);
	int64_t last = m ? m->when : tick_now(), balance_c = m ? m->balance_c : 0, first = last, gap = 0;
	struct str *out = k->out;

	if (sum->rows && (m = moves_at(s->moves, sum->rows - 1)))
		first = m->when;
	s->rows = 0;
	s->sum_c = 0;
	if (s->format == STATEMENT_CSV)
		csv_head(out);
	else if (s->format == STATEMENT_OFX)
		ofx_head(out, s, first, last);
	else
		json_head(out, s);
	while (!k->e && (m = moves_at(s->moves, s->rows))) {
		if (s->format == STATEMENT_CSV)
			csv_row(out, m, m->kind == MOVE_CLAIM ? "claim" : "transfer");
		else if (s->format == STATEMENT_OFX)
			ofx_row(out, s, m, m->kind == MOVE_CLAIM ? "INT" : m->amount_c < 0 ? "DEBIT" : "CREDIT");
		else
			json_row(out, m, !s->rows);
		s->rows++;
		s->sum_c += m->amount_c;
		flush(k, false);
	}
	if (!s->filtered && moves_gap(s->moves, &gap) && gap)
		write_opening(s, out, first, gap);
	if (s->format == STATEMENT_OFX)
		ofx_tail(out, balance_c, last);
	else if (s->format == STATEMENT_JSON)
		str_addf(out, "\n],\"more\":false,\"opening_c\":%" PRId64 ",\"balance_c\":%" PRId64 ",\"sum_c\":%" PRId64 "}\n", s->filtered ? 0 : gap,
		         balance_c, s->sum_c);
	flush(k, true);
}

enum err statement_text(struct statement *s, struct str *out, struct fault *f)
{
	struct sink k = { .out = out, .fd = -1 };

	write_all(s, &k);
	return k.e ? fault_set(f, k.e, "%s", "") : E_OK;
}

enum err statement_file(struct statement *s, const char *path, struct fault *f)
{
	struct str out = { 0 }, tmp = { 0 };
	struct sink k = { .out = &out };

	str_addf(&tmp, "%s.%d.tmp", path, (int)getpid());
	k.fd = open(tmp.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (k.fd < 0) {
		k.e = err_from_errno(errno);
	} else {
		write_all(s, &k);
		if (!k.e && fsync(k.fd))
			k.e = err_from_errno(errno);
		close(k.fd);
		if (!k.e && rename(tmp.p, path))
			k.e = err_from_errno(errno);
		if (k.e)
			unlink(tmp.p);
	}
	str_free(&out);
	str_free(&tmp);
	return k.e ? fault_set(f, k.e, "%s", path) : E_OK;
}
