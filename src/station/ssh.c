/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "station/ssh.h"
#include "base/paths.h"
#include "codec/hash.h"
#include "codec/peerid.h"
#include "station/read.h"
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum { FILE_MOST = 1 << 20, BLOB_MOST = 8192, KEYS_MOST = 2000 };

static const char *const types[];

static bool is_type(struct slice w)
{
	for (const char *const *t = types; *t; t++)
		if (slice_is(w, *t))
			return true;
	return false;
}

/* The next word; quotes keep blanks together, as options="..." need. */
static struct slice next_word(struct slice *rest)
{
	bool quoted = false;
	size_t n = 0;
	*rest = slice_trim(*rest);
	while (n < rest->n && (quoted || (rest->p[n] != ' ' && rest->p[n] != '\t'))) {
		if (rest->p[n] == '\\' && n + 1 < rest->n)
			n++;
		else if (rest->p[n] == '"')
			quoted = !quoted;
		n++;
	}
	struct slice w = slice_to(*rest, n);
	*rest = slice_trim(slice_from(*rest, n));
	return w;
}

static uint32_t be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* The key inside: its own name of the type must fit, and an Ed25519 one holds 32 bytes, which make a PeerID. */
static bool read_blob(struct ssh_key *k, struct slice text)
{
	unsigned char blob[BLOB_MOST], digest[32];
	size_t n = 0;
	const char *end;
	if (text.n > BLOB_MOST || sodium_base642bin(blob, sizeof blob, text.p, text.n, NULL, &n, &end, sodium_base64_VARIANT_ORIGINAL) ||
	    end != text.p + text.n || n < 8)
		return false;
	size_t name = be32(blob);
	if (name > n - 4 || name != strlen(k->type) || memcmp(blob + 4, k->type, name))
		return false;
	if (!strcmp(k->type, "ssh-ed25519")) {
		if (n != 4 + name + 4 + 32 || be32(blob + 4 + name) != 32)
			return false;
		peerid_text(blob + 4 + name + 4, k->peer);
	}
	hash_sha256(digest, blob, n);
	memcpy(k->fingerprint, "SHA256:", 7);
	sodium_bin2base64(k->fingerprint + 7, sizeof k->fingerprint - 7, digest, sizeof digest, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	return true;
}

bool ssh_line(struct ssh_key *k, struct slice line)
{
	struct slice rest = slice_trim(line), w;
	*k = (struct ssh_key){ .origin = SSH_UNKNOWN };
	if (!rest.n || *rest.p == '#')
		return false;
	w = next_word(&rest);
	if (!is_type(w)) {
		read_clean(k->options, sizeof k->options, w);
		w = next_word(&rest);
	}
	k->damaged = !is_type(w);
	if (k->damaged) {
		read_clean(k->comment, sizeof k->comment, slice_trim(line));
		return true;
	}
	read_clean(k->type, sizeof k->type, w);
	w = next_word(&rest);
	k->damaged = !read_blob(k, w);
	read_clean(k->comment, sizeof k->comment, rest);
	return true;
}

void ssh_learn_line(struct ssh_known_list *known, struct slice line, enum ssh_origin origin, const char *owner, const char *peer)
{
	struct ssh_key k;
	struct ssh_known e = { .origin = origin };
	if (!ssh_line(&k, line) || k.damaged || known->n >= KEYS_MOST)
		return;
	snprintf(e.fingerprint, sizeof e.fingerprint, "%s", k.fingerprint);
	snprintf(e.owner, sizeof e.owner, "%s", owner && *owner ? owner : k.comment);
	snprintf(e.peer, sizeof e.peer, "%s", peer ? peer : "");
	vec_push(known, e);
}

void ssh_learn_file(struct ssh_known_list *known, const char *path, enum ssh_origin origin, const char *owner)
{
	struct str text = { 0 };
	struct slice rest, line;
	if (!paths_read(path, FILE_MOST, &text, NULL)) {
		rest = slice_str(&text);
		while (rest.n && slice_split(&rest, '\n', &line))
			ssh_learn_line(known, line, origin, owner, NULL);
	}
	str_free(&text);
}

/* What is known by the key itself; else by its PeerID, when that is a station's. The strongest origin wins: the list is in
 * the order learnt, own keys first. */
static void judge(struct ssh_key *k, const struct ssh_known_list *known)
{
	for (size_t i = 0; i < known->n && !k->damaged; i++) {
		const struct ssh_known *e = &known->v[i];
		if (!strcmp(e->fingerprint, k->fingerprint) && k->origin == SSH_UNKNOWN) {
			k->origin = e->origin;
			snprintf(k->owner, sizeof k->owner, "%s", e->owner);
		}
		if (*k->peer && !strcmp(e->peer, k->peer))
			k->peer_known = true;
	}
}

enum err ssh_audit(struct ssh_keys_list *out, const char *path, const struct ssh_known_list *known, struct fault *f)
{
	struct str text = { 0 };
	struct slice rest, line;
	struct ssh_key k;
	enum err e = paths_read(path, FILE_MOST, &text, f);
	if (!e) {
		rest = slice_str(&text);
		for (int n = 1; rest.n && slice_split(&rest, '\n', &line) && out->n < KEYS_MOST; n++) {
			if (!ssh_line(&k, line))
				continue;
			k.line = n;
			k.installed = true;
			judge(&k, known);
			vec_push(out, k);
		}
	}
	str_free(&text);
	return e;
}

const char *const ssh_origins[] = { "unknown", "self", "bootstrap", "player", "swarm", "contact", NULL };

static const char *const types[] = { "ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
	"sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com", "ssh-dss", NULL };
