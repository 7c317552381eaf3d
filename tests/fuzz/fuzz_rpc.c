/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a node may say: one JSON-RPC message a line, with calls and subscriptions waiting for answers. */
#include "base/mem.h"
#include "io/loop_curl.h"
#include "io/rpc_in.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	struct rpc *r;
	unsigned answers[8];
	uint64_t sub;
};

static struct seen seen;

static void answered(void *arg, const struct rpc_answer *a)
{
	unsigned *count = arg;
	if (++*count > 1 || !a->message || (a->fault.code == E_OK) != (a->result != NULL))
		abort(); /* each call is answered once, with a result or a fault */
	if (json_is_string(a->result) && !strcmp(json_string_value(a->result), "close"))
		rpc_close(seen.r);
	if (json_is_string(a->result) && !strcmp(json_string_value(a->result), "cancel"))
		rpc_cancel(seen.r, seen.sub);
}

static void news(void *arg, enum rpc_news what, const json_t *result, const struct rpc_answer *a)
{
	(void)arg;
	if ((what == RPC_NOTE) != (result != NULL) || (what == RPC_REFUSED && (!a || !a->fault.code)))
		abort();
	if (json_is_true(result))
		rpc_cancel(seen.r, seen.sub);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct loop *l;
	static struct net *n;
	if (!l) {
		l = loop_new();
		n = net_new(l, &(struct net_conf){ .proxy = "" });
	}
	memset(&seen, 0, sizeof seen);
	struct rpc *r = seen.r = rpc_open(n, &(struct rpc_conf){ .url = "ws://127.0.0.1:1/", .max_message = 65536 }, NULL);
	for (int i = 0; i < 4; i++)
		rpc_call(r, &(struct rpc_item){ .method = "m", .fn = answered, .arg = &seen.answers[i] }); /* 1 to 4 */
	seen.sub = rpc_subscribe(r, &(struct rpc_sub){ .subscribe = "s", .unsubscribe = "u", .notification = "n", .fn = news }); /* 5 */
	rpc_subscribe(r, &(struct rpc_sub){ .subscribe = "s", .once = true, .fn = news }); /* 6 */
	rpc_enter(r);
	rpc_sub_open(r); /* asks with 7 and 8 */
	struct slice rest = { (const char *)data, size }, line;
	while (!r->dying && slice_split(&rest, '\n', &line)) {
		struct fault f = { .code = E_OK };
		char *copy = mem_dup(line.p, line.n);
		if (!rpc_take(r, (struct slice){ copy, line.n }, &f) && !f.code)
			abort();
		free(copy);
	}
	if (rpc_leave(r))
		rpc_close(r);
	return 0;
}
