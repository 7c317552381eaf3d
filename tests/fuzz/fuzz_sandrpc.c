/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox node's JSON-RPC: whatever comes in, what goes out is JSON or nothing. The input is one message, or several
 * with zero bytes between. */
#include "sandbox/chain/rpc.h"
#include "sandbox/sandbox.h"
#include "sandbox/world.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static uint64_t now(void *arg)
{
	return *(uint64_t *)arg += 6000;
}

static void is_json(void *arg, struct slice text)
{
	json_t *j = json_loadb(text.p, text.n, 0, NULL);

	(void)arg;
	if (!j)
		abort();
	json_decref(j);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct rpc *rpc;
	static struct chain *chain;
	static uint64_t clock = 1800000000000;
	struct slice rest = { (const char *)data, n }, one;
	struct rpc_session *s;

	if (!rpc) {
		static const struct options o = { .seed = 1, .members = 20, .wallets = 40, .transfers = 50 };
		struct world *w = world_new(&o, 1800000000000);

		chain = chain_new(&(struct chain_config){ .world = w, .finality = 2, .now_ms = now, .now_arg = &clock });
		rpc = rpc_new(&(struct rpc_config){ .chain = chain });
	}
	s = rpc_open(rpc, is_json, NULL);
	while (slice_split(&rest, 0, &one)) {
		struct str out = { 0 };

		rpc_answer(rpc, s, one, &out);
		if (out.n)
			is_json(NULL, slice_str(&out));
		rpc_flush(rpc);
		str_free(&out);
	}
	rpc_close(s);
	return 0;
}
