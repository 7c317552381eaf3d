/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of the chain's state, many keys in one go, at one block, with the degree of proof. For a final block the values
 * come with a storage proof, which is checked against the state root of a header that was hashed here; when a second node
 * knows that block as final too, they are PROVEN. A node whose proof does not hold is barred and the question asked elsewhere.
 * Values at the best block are SAID. */
#ifndef G1_STORAGE_H
#define G1_STORAGE_H

#include "base/source.h"
#include "g1/ask.h"

enum storage_at { STORAGE_FINAL, STORAGE_BEST, STORAGE_BLOCK };
enum { STORAGE_KEYS_MAX = 4000 };

/* Borrowed until fn returns. values[i] belongs to keys[i]; p NULL: absent (proven so, when PROVEN). */
struct storage_answer {
	struct fault fault;
	uint32_t number;
	unsigned char block[32];
	int64_t time;                 /* of the block, by its slot; 0 unknown */
	bool final;
	struct source source;
	const struct slice *values;
	size_t n;
	bool pruned;                  /* with a fault: the node no longer has the state of that block */
};

struct storage_ask {
	const struct slice *keys;     /* copied */
	size_t n;
	enum storage_at at;
	const unsigned char *block;   /* with STORAGE_BLOCK: its hash */
	const char *label;
	void (*fn)(void *arg, const struct storage_answer *a);
	void *arg;
};

struct storage;                       /* one question under way */

struct storage *storage_read(struct pool *p, const struct storage_ask *a);
void storage_cancel(struct storage *s); /* NULL is fine; not after fn */

/* The reading half of state_getReadProof, for tests and fuzzing: the values of keys under a root. E_BAD_PROOF. values
 * borrow from *bytes. */
enum err storage_prove(const json_t *answer, const unsigned char block[32], const unsigned char root[32],
                       const struct slice *keys, size_t n, struct str *bytes, struct slice *values, struct fault *f);

#endif
