/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may log in: the keys of authorized_keys, each with where it comes from. A station adds keys of its swarm by itself, so an
 * unknown one deserves a look. An Ed25519 key is also a PeerID, which tells whose station it belongs to. Looks only. */
#ifndef STATION_SSH_H
#define STATION_SSH_H

#include "base/err.h"
#include "base/vec.h"
#include "base/str.h"
#include <stdint.h>

enum ssh_origin { SSH_UNKNOWN, SSH_SELF, SSH_BOOTSTRAP, SSH_PLAYER, SSH_SWARM, SSH_CONTACT };

struct ssh_key {
	char type[32];           /* "ssh-ed25519" */
	char comment[96];        /* clean: whatever its writer wanted */
	char fingerprint[64];    /* "SHA256:..." as ssh-keygen prints it */
	char peer[64];           /* the same key as a PeerID; "" when it is no Ed25519 key */
	char owner[96];          /* host or person the origin tells; "" */
	char options[64];        /* restrictions before the key, "" */
	enum ssh_origin origin;
	bool peer_known;         /* the PeerID is that of a known station */
	bool installed;          /* stands in authorized_keys; false: published, but not let in */
	bool damaged;            /* not a key at all */
	int line;                /* in authorized_keys, from 1 */
};
VEC(ssh_keys_list, struct ssh_key);

/* One line of an authorized_keys or .pub file. False for comments and blank lines. */
bool ssh_line(struct ssh_key *k, struct slice line);
/* A key whose origin is known: matched by its fingerprint. */
struct ssh_known {
	char fingerprint[64], owner[96], peer[64];
	enum ssh_origin origin;
};
VEC(ssh_known_list, struct ssh_known);
/* Learns all keys of a file (bootstrap list, a player's ssh.pub); missing files are fine. */
void ssh_learn_file(struct ssh_known_list *known, const char *path, enum ssh_origin origin, const char *owner);
void ssh_learn_line(struct ssh_known_list *known, struct slice line, enum ssh_origin origin, const char *owner, const char *peer);
/* Reads authorized_keys and judges each. E_NOT_FOUND, E_DENIED. */
enum err ssh_audit(struct ssh_keys_list *out, const char *path, const struct ssh_known_list *known, struct fault *f);

extern const char *const ssh_origins[]; /* "unknown" "self" "bootstrap" "player" "swarm" "contact": stable */

#endif
