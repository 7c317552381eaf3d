/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may log in on the station here: its authorized keys with their origin, and which are unknown. Read while watched, when the
 * files changed. Nothing is ever changed. */
#ifndef MODEL_SSH_KEYS_H
#define MODEL_SSH_KEYS_H

#include "model/subject.h"
#include "station/ssh.h"

struct app;

struct ssh_keys {
	struct subject subject;
	struct ssh_keys_list keys;     /* unknown ones first, then as in the file */
	size_t known, unknown;
	char path[256];                /* which file */
	char level;                    /* of the station: 'X' 'Y' 'Z', or 0: how its SSH key and its PeerID belong together */
	bool through_tunnel;           /* this very session came through an IPFS tunnel: it ends when ipfs restarts */
	struct ssh_keys_inside *in;
};

struct ssh_keys *ssh_keys_new(struct app *a);
void ssh_keys_free(struct ssh_keys *k);
void ssh_keys_refresh(struct ssh_keys *k);
void ssh_keys_look(struct ssh_keys *k);     /* for models */

#endif
