/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables, indexes, and the triggers that write down how to take things back. Keys named k are block * 65536 + event where
 * an id is one of an event, the identity's index, issuer * 2^32 + receiver for certifications, the number of a block. */
#include "sandbox/indexer/store_inside.h"

static const char *const tables[];
static const char indexes[];

/* "old.a, old.b" and their like: what stands before, after and between the columns of a table. */
static void columns(struct store *st, const char *table, const char *before, const char *after, const char *sep, struct str *out)
{
	struct str sql = { 0 };
	sqlite3_stmt *s;
	const char *why;
	int n = 0;

	str_addf(&sql, "SELECT name FROM pragma_table_info('%s')", table);
	s = store_get(st, str_c(&sql), &why);
	while (sqlite3_step(s) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(s, 0);

		str_addf(out, "%s", n++ ? sep : "");
		if (strchr(before, '='))
			str_addf(out, "'%s=' || quote(old.%s)", name, name);
		else
			str_addf(out, "%s%s%s", before, name, after);
	}
	store_put(st, s);
	str_free(&sql);
}

static void trigger(struct store *st, const char *table)
{
	struct str sql = { 0 };

	str_addf(&sql, "CREATE TEMP TRIGGER undo_%s_i AFTER INSERT ON main.%s WHEN block_now() IS NOT NULL BEGIN "
		 "INSERT INTO undo(block, sql) VALUES(block_now(), 'DELETE FROM %s WHERE k=' || new.k); END;", table, table, table);
	str_addf(&sql, "CREATE TEMP TRIGGER undo_%s_d AFTER DELETE ON main.%s WHEN block_now() IS NOT NULL BEGIN "
		 "INSERT INTO undo(block, sql) VALUES(block_now(), 'INSERT INTO %s VALUES(' || ", table, table, table);
	columns(st, table, "quote(old.", ")", " || ',' || ", &sql);
	str_addf(&sql, " || ')'); END;CREATE TEMP TRIGGER undo_%s_u AFTER UPDATE ON main.%s WHEN block_now() IS NOT NULL BEGIN "
		 "INSERT INTO undo(block, sql) VALUES(block_now(), 'UPDATE %s SET ' || ", table, table, table);
	columns(st, table, "=", "", " || ',' || ", &sql);
	str_addf(&sql, " || ' WHERE k=' || new.k); END;");
	store_run(st, str_c(&sql));
	str_free(&sql);
}

/* The name in "CREATE TABLE name(". */
static void name_of(const char *create, char out[32])
{
	size_t n = strcspn(create + 13, "(");

	memcpy(out, create + 13, n);
	out[n] = 0;
}

void store_create(struct store *st)
{
	for (size_t i = 0; tables[i]; i++)
		store_run(st, tables[i]);
}

void store_create_indexes(struct store *st)
{
	store_run(st, indexes);
}

void store_create_triggers(struct store *st)
{
	for (size_t i = 0; tables[i]; i++) {
		char name[32];

		if (strncmp(tables[i], "CREATE TABLE ", 13))
			continue;
		name_of(tables[i], name);
		if (strcmp(name, "undo"))
			trigger(st, name);
	}
}

static const char *const tables[] = {
	"CREATE TABLE status(k INTEGER PRIMARY KEY, version INT, height INT, hash BLOB, genesis BLOB, seed INT, start_ms INT)",
	"CREATE TABLE undo(n INTEGER PRIMARY KEY, block INT, sql TEXT)",
	"CREATE TABLE account(k INTEGER PRIMARY KEY, pub BLOB UNIQUE, created INT, active INT, balance INT, identity INT)",
	"CREATE TABLE identity(k INTEGER PRIMARY KEY, name TEXT COLLATE people, status TEXT, created INT, changed INT, member INT, expire INT, "
	"first_ud INT, account INT, removed INT, created_in INT)",
	"CREATE TABLE cert(k INTEGER PRIMARY KEY, issuer INT, receiver INT, active INT, created INT, updated INT, expire INT, created_in INT, "
	"updated_in INT)",
	"CREATE TABLE cert_event(k INTEGER PRIMARY KEY, block INT, type TEXT, cert INT)",
	"CREATE TABLE change_owner_key(k INTEGER PRIMARY KEY, block INT, identity INT, previous INT, next INT)",
	"CREATE TABLE membership_event(k INTEGER PRIMARY KEY, block INT, type TEXT, identity INT)",
	/* While it was a member, stop INT_MAX while it is: in blocks, for the dividends of an identity. */
	"CREATE TABLE span(k INTEGER PRIMARY KEY, identity INT, start INT, stop INT)",
	"CREATE TABLE transfer(k INTEGER PRIMARY KEY, block INT, from_k INT, to_k INT, amount INT, comment INT)",
	"CREATE TABLE tx_comment(k INTEGER PRIMARY KEY, block INT, author INT, remark INT)",
	"CREATE TABLE remark(k INTEGER PRIMARY KEY, bytes BLOB UNIQUE, text TEXT, hash TEXT, type TEXT)",
	"CREATE TABLE ud(k INTEGER PRIMARY KEY, block INT, amount INT, mass INT, members INT, idx INT)",
	"CREATE TABLE ud_reeval(k INTEGER PRIMARY KEY, block INT, amount INT, mass INT, members INT, idx INT)",
	"CREATE TABLE population(k INTEGER PRIMARY KEY, smiths INT, members INT, accounts INT)",
	"CREATE TABLE block(k INTEGER PRIMARY KEY, hash BLOB, parent BLOB, state_root BLOB, extrinsics_root BLOB, spec_name TEXT, "
	"spec_version INT, impl_name TEXT, impl_version INT, ms INT, validator BLOB, n_extrinsics INT, n_calls INT, n_events INT)",
	"CREATE TABLE extrinsic(k INTEGER PRIMARY KEY, block INT, idx INT, version INT, signature TEXT, tip INT, fee INT, success INT, "
	"error TEXT, hash BLOB, call INT)",
	"CREATE TABLE call(k INTEGER PRIMARY KEY, id TEXT UNIQUE, address TEXT, success INT, error TEXT, pallet TEXT, name TEXT, args TEXT, "
	"block INT, extrinsic INT, parent INT)",
	"CREATE TABLE event(k INTEGER PRIMARY KEY, idx INT, phase TEXT, pallet TEXT, name TEXT, args TEXT, block INT, extrinsic INT, call INT)",
	"CREATE TABLE smith(k INTEGER PRIMARY KEY, status TEXT, changed INT, forged INT, last_forged INT)",
	"CREATE TABLE smith_cert(k INTEGER PRIMARY KEY, created INT, issuer INT, receiver INT)",
	"CREATE TABLE smith_event(k INTEGER PRIMARY KEY, block INT, type TEXT, smith INT)",
	"CREATE TABLE items_counter(k INTEGER PRIMARY KEY, id TEXT UNIQUE, type TEXT, level TEXT, total INT)",
	"CREATE TABLE migration(k INTEGER PRIMARY KEY, timestamp INT, name TEXT)",
	"CREATE TABLE validator(k INTEGER PRIMARY KEY, pub BLOB UNIQUE, idx INT)",
	/* One dividend of one member: identity * 65536 + number of the dividend. */
	"CREATE VIEW ud_history AS SELECT s.identity << 16 | u.idx AS k, s.identity AS identity, u.idx AS idx, u.amount AS amount, "
	"u.block AS block FROM span s JOIN ud u ON u.block >= s.start AND u.block < s.stop",
	/* Twice the key of a transfer, or twice that of a dividend and one. a: whose history it is. */
	"CREATE VIEW transfer_with_ud AS "
	"SELECT k * 2 AS k, from_k AS a, block, from_k, to_k, amount, k AS event, comment, 0 AS is_ud, NULL AS ud_amount, "
	"NULL AS ud_identity FROM transfer "
	"UNION ALL SELECT k * 2, to_k, block, from_k, to_k, amount, k, comment, 0, NULL, NULL FROM transfer WHERE to_k <> from_k "
	"UNION ALL SELECT h.k * 2 + 1, i.account, h.block, NULL, i.account, h.amount, NULL, NULL, 1, h.amount, CAST(h.identity AS TEXT) "
	"FROM identity i CROSS JOIN ud_history h ON h.identity = i.k",
	NULL,
};
static const char indexes[] =
	"CREATE UNIQUE INDEX identity_account ON identity(account) WHERE account IS NOT NULL;"
	"CREATE INDEX identity_name ON identity(name);"
	"CREATE INDEX identity_removed ON identity(removed) WHERE removed IS NOT NULL;"
	"CREATE INDEX account_identity ON account(identity) WHERE identity IS NOT NULL;"
	"CREATE INDEX cert_issuer ON cert(issuer);"
	"CREATE INDEX cert_receiver ON cert(receiver);"
	"CREATE INDEX cert_event_cert ON cert_event(cert);"
	"CREATE INDEX cert_event_block ON cert_event(block);"
	"CREATE INDEX membership_identity ON membership_event(identity);"
	"CREATE INDEX membership_block ON membership_event(block);"
	"CREATE INDEX change_identity ON change_owner_key(identity);"
	"CREATE INDEX change_previous ON change_owner_key(previous);"
	"CREATE INDEX change_next ON change_owner_key(next);"
	"CREATE INDEX span_identity ON span(identity);"
	"CREATE INDEX transfer_from ON transfer(from_k, block);"
	"CREATE INDEX transfer_to ON transfer(to_k, block);"
	"CREATE INDEX transfer_block ON transfer(block);"
	"CREATE INDEX transfer_comment ON transfer(comment) WHERE comment IS NOT NULL;"
	"CREATE INDEX comment_author ON tx_comment(author, block);"
	"CREATE INDEX comment_block ON tx_comment(block);"
	"CREATE INDEX comment_remark ON tx_comment(remark);"
	"CREATE INDEX ud_block ON ud(block);"
	"CREATE UNIQUE INDEX ud_idx ON ud(idx);"
	"CREATE UNIQUE INDEX block_hash ON block(hash);"
	"CREATE INDEX extrinsic_block ON extrinsic(block);"
	"CREATE INDEX extrinsic_hash ON extrinsic(hash);"
	"CREATE INDEX extrinsic_call ON extrinsic(call);"
	"CREATE INDEX call_block ON call(block);"
	"CREATE INDEX call_extrinsic ON call(extrinsic);"
	"CREATE INDEX call_parent ON call(parent);"
	"CREATE INDEX event_block ON event(block);"
	"CREATE INDEX event_extrinsic ON event(extrinsic);"
	"CREATE INDEX event_call ON event(call);"
	"CREATE INDEX event_name ON event(pallet, name);"
	"CREATE INDEX smith_cert_issuer ON smith_cert(issuer);"
	"CREATE INDEX smith_cert_receiver ON smith_cert(receiver);"
	"CREATE INDEX smith_event_smith ON smith_event(smith);"
	"CREATE INDEX cert_created_in ON cert(created_in) WHERE created_in IS NOT NULL;"
	"CREATE INDEX cert_updated_in ON cert(updated_in) WHERE updated_in IS NOT NULL;"
	"CREATE INDEX identity_created_in ON identity(created_in) WHERE created_in IS NOT NULL;"
	"CREATE INDEX undo_block ON undo(block);";
