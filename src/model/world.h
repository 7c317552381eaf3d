/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which world this is: the chain (pinned genesis), its services' addresses, and whether it is the embedded sandbox. Worlds do
 * not mix: files are kept per genesis. */
#ifndef MODEL_WORLD_H
#define MODEL_WORLD_H

#include "base/str.h"
#include "model/subject.h"

struct loop;
struct conf;
struct world;

enum endpoint { END_G1_RPC, END_G1_INDEXER, END_POD, END_RELAYS, END_IPFS, END_IPFS_GATEWAY, END_STATION, END_UPASSPORT,
	END_SKYWIRE, END_HOME, END_CTL, END_COUNT };

struct world *world_new(struct loop *l, struct conf *c);
void world_free(struct world *w);            /* ends the sandbox, too */
struct subject *world_subject(struct world *w);

/* Starts vigie-sandbox (dir NULL: state in memory) and calls fn when it answers or failed. Endpoints then come from it. */
enum err world_start_sandbox(struct world *w, const char *dir, void (*fn)(void *arg, enum err e, const struct fault *f),
                             void *arg, struct fault *f);
/* Writes the name of the program that is the sandbox: beside this one, else in PATH. False: it is not installed. */
bool world_sandbox_program(struct str *out);
bool world_is_sandbox(const struct world *w);
const char *world_genesis(const struct world *w);                  /* "0x…" */
/* END_HOME is no address but the home folder of the station's account. The addresses of one kind, blank-separated, "" when none is known; *origin: "sandbox", "flag", "env X", ... or NULL. */
const char *world_endpoint(const struct world *w, enum endpoint e, const char **origin);

#endif
