/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carrying out a block: the state that it changes, the events that it leaves, and calls. Written from the rules of the
 * pallets. Everything is synchronous and quick. */
#ifndef SANDBOX_CHAIN_EXEC_H
#define SANDBOX_CHAIN_EXEC_H

#include "sandbox/chain/records.h"

/* DispatchError: which variant, and for modules, tokens and arithmetic which error. kind NO_ERROR: all is well. */
enum derr_kind { D_OTHER, D_CANNOT_LOOKUP, D_BAD_ORIGIN, D_MODULE, D_CONSUMER_REMAINING, D_NO_PROVIDERS, D_TOO_MANY_CONSUMERS,
		 D_TOKEN, D_ARITHMETIC, D_TRANSACTIONAL, D_EXHAUSTED, NO_ERROR = 255 };
enum token_error { TOKEN_FUNDS, TOKEN_ONLY_PROVIDER, TOKEN_BELOW_MINIMUM, TOKEN_CANNOT_CREATE, TOKEN_UNKNOWN, TOKEN_FROZEN,
		   TOKEN_UNSUPPORTED, TOKEN_NO_HOLD, TOKEN_NOT_EXPENDABLE, TOKEN_BLOCKED };
enum arithmetic_error { ARITHMETIC_UNDERFLOW, ARITHMETIC_OVERFLOW, ARITHMETIC_DIVISION };

struct derr {
	uint8_t kind, module, error;
};
#define OK_DONE ((struct derr){ .kind = NO_ERROR })
#define FAILED(e) ((e).kind != NO_ERROR)

enum phase { PHASE_EXTRINSIC, PHASE_END, PHASE_START };

/* One block in the making. */
struct exec {
	const struct runtime *rt;
	struct state st;
	unsigned char genesis[32], parent[32], author[32];
	uint32_t number;
	uint64_t now_ms, slot;
	enum phase phase;
	uint32_t extrinsic;            /* the one being applied */
	struct str events;
	uint32_t n_events;
	uint64_t weight, length;       /* of normal extrinsics so far */
	struct numbers scheduled;      /* blocks for which something was put on an agenda: owned */
	bool in_batch_all;
	int depth;
};

/* Who calls: NULL is nobody (inherents). */
struct origin {
	const unsigned char *signer;
	bool root;
};

/* A layer: what happens after exec_open is forgotten by exec_back, or stays by exec_keep. Layers nest. */
struct layer {
	struct state st;
	size_t events, scheduled;
	uint32_t n_events;
};
struct layer exec_open(struct exec *x);
void exec_keep(struct exec *x, struct layer *l);
void exec_back(struct exec *x, struct layer *l);

/* Leaves an event "Pallet.Name". what: a account, q u64, d u32, h u16, b byte, B bytes of a struct slice with their length,
 * e a struct derr, W weight (uint64_t). */
void emit(struct exec *x, const char *pallet, const char *name, const char *what, ...);
struct derr module_error(const struct exec *x, const char *pallet, const char *name);
void derr_encode(struct derr e, struct str *out);

/* Carries out one call (its bytes were checked against the runtime's types) in a layer of its own. Calls that the sandbox
 * does not know fail with System.CallFiltered. */
struct derr dispatch(struct exec *x, struct origin o, struct scale *call);
/* The weight of a call, or of all calls in a batch; moves behind it. */
uint64_t dispatch_weight(const struct exec *x, struct scale *call);

void exec_free(struct exec *x);

#endif
