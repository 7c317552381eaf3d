/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/node.h"

#include "base/mem.h"
#include "codec/hex.h"
#include "sandbox/chain/chain.h"
#include "sandbox/chain/pool.h"
#include "sandbox/chain/rpc.h"
#include "sandbox/chain/store.h"
#include "sandbox/chain/village.h"
#include "sandbox/world.h"

struct node {
	struct sandbox *sb;
	struct chain *chain;
	struct rpc *rpc;
	struct village *village;
	struct port *port;
	struct loop_timer *next, *soon, *save;
};
static struct node *the_node;

enum { SAVE_MS = 60000 };

static uint64_t now_ms(void *arg)
{
	return (uint64_t)sandbox_now_ms(arg);
}

static void on_request(struct request *r, void *arg)
{
	struct node *n = arg;
	struct str out = { 0 };

	if (!strcmp(r->method, "GET") && !strcmp(r->path, "/health")) {
		rpc_answer(n->rpc, NULL, SLICE("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"system_health\",\"params\":[]}"), &out);
	} else if (strcmp(r->method, "POST")) {
		request_reply(r, 405, "text/plain", SLICE("Used HTTP Method is not allowed. POST is required\n"));
		return;
	} else {
		rpc_answer(n->rpc, NULL, r->body, &out);
	}
	request_reply(r, 200, "application/json; charset=utf-8", slice_str(&out));
	rpc_flush(n->rpc);
	str_free(&out);
}

static void send_text(void *arg, struct slice text)
{
	ws_send(arg, text);
}

static void *on_open(struct ws *w, const char *path, void *arg)
{
	(void)path;
	return rpc_open(((struct node *)arg)->rpc, send_text, w);
}

static void on_message(struct ws *w, void *own, struct slice message)
{
	struct node *n = the_node;
	struct str out = { 0 };

	rpc_answer(n->rpc, own, message, &out);
	if (out.n)
		ws_send(w, slice_str(&out));
	rpc_flush(n->rpc);
	str_free(&out);
}

static void on_closed(struct ws *w, void *own)
{
	(void)w;
	rpc_close(own);
}

static void on_block_time(void *arg)
{
	struct node *n = arg;

	n->next = loop_timer_add(n->sb->loop, n->sb->opt.block_time_ms, on_block_time, n);
	/* A node whose disk is full imports no block any more. */
	if (!n->sb->disk_full)
		chain_seal(n->chain);
}

static void on_soon(void *arg)
{
	struct node *n = arg;

	n->soon = NULL;
	while (pool_ready_at(n->chain, 0, &(struct slice){ 0 }) && !n->sb->disk_full)
		chain_seal(n->chain);
}

/* From the loop's next turn, so that the answer with the hash leaves first. */
void node_taken(void *arg)
{
	struct node *n = the_node;

	(void)arg;
	if (n->sb->opt.sealing == SEAL_INSTANT && !n->soon)
		n->soon = loop_timer_add(n->sb->loop, 0, on_soon, n);
}

static void on_save(void *arg)
{
	struct node *n = arg;

	n->save = loop_timer_add(n->sb->loop, SAVE_MS, on_save, n);
	if (!n->sb->disk_full)
		sandbox_save(n->sb, NULL);
}

static json_t *head_json(const struct chain *c)
{
	const struct block *b = chain_best(c);
	struct str hash = { 0 };
	json_t *o;

	hex_add0x(&hash, b->hash, 32);
	o = json_pack("{s:I,s:s,s:I,s:I}", "number", (json_int_t)b->number, "hash", str_c(&hash), "finalized",
		      (json_int_t)chain_finalized(c)->number, "time_ms", (json_int_t)b->time_ms);
	str_free(&hash);
	return o;
}

static json_t *cmd_seal(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why)
{
	uint64_t count = 1;

	(void)sb, (void)why;
	if (n > 2 || (n == 2 && (!slice_u64(slice_of(words[1]), &count) || count > 10000)))
		return NULL;
	while (count--)
		chain_seal(((struct node *)arg)->chain);
	return head_json(((struct node *)arg)->chain);
}

static json_t *cmd_reorg(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why)
{
	uint64_t count;

	(void)sb;
	if (n < 2 || n > 3 || !slice_u64(slice_of(words[1]), &count) || count > 1000 || (n == 3 && strcmp(words[2], "drop")))
		return NULL;
	if (chain_reorg(((struct node *)arg)->chain, (uint32_t)count, n == 3)) {
		str_adds(why, "so many blocks are final already");
		return NULL;
	}
	return head_json(((struct node *)arg)->chain);
}

static json_t *cmd_upgrade(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why)
{
	static const struct {
		const char *word;
		unsigned changes;
	} kinds[] = { { "all", RT_MOVED_CALL | RT_HARBOUR }, { "moved-call", RT_MOVED_CALL }, { "extension", RT_HARBOUR },
		      { "arguments", RT_ARGUMENTS }, { "version", 0 } };
	struct node *node = arg;
	size_t i = 0;

	(void)sb, (void)why;
	while (n == 2 && i < sizeof kinds / sizeof *kinds && strcmp(words[1], kinds[i].word))
		i++;
	if (n > 2 || i == sizeof kinds / sizeof *kinds)
		return NULL;
	chain_upgrade(node->chain, kinds[i].changes);
	chain_seal(node->chain);
	return json_pack("{s:I,s:o}", "specVersion", (json_int_t)chain_runtime(node->chain)->spec_version, "head", head_json(node->chain));
}

static json_t *cmd_head(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why)
{
	(void)sb, (void)n, (void)words, (void)why;
	return head_json(((struct node *)arg)->chain);
}

static void describe(struct node *n, json_t *line)
{
	json_t *g1 = json_object_get(line, "g1");
	struct str genesis = { 0 };

	if (!g1) {
		g1 = json_object();
		json_object_set_new(line, "g1", g1);
	}
	hex_add0x(&genesis, chain_genesis(n->chain), 32);
	json_object_set_new(g1, "rpc", json_sprintf("ws://127.0.0.1:%d", port_number(n->port)));
	json_object_set_new(g1, "genesis", json_string(str_c(&genesis)));
	str_free(&genesis);
}

static enum err start(struct sandbox *sb, json_t *line, struct fault *f)
{
	struct node *n = mem_new(sizeof *n);
	struct port_handlers h = { .name = "g1", .request = on_request, .ws_open = on_open, .ws_message = on_message,
				   .ws_closed = on_closed, .arg = n };
	struct chain_config cfg = { .world = sb->world, .birth_ms = sb->birth_ms, .finality = (uint32_t)sb->opt.finality, .bare = sb->opt.state != NULL, .now_ms = now_ms, .now_arg = sb };
	struct rpc_config rpc = { .line = line, .sealed = node_taken, .arg = n };

	the_node = n;
	n->sb = sb;
	n->chain = sb->chain = chain_new(&cfg);
	if (sb->opt.state && chain_store(n->chain, sb->opt.state, sb->opt.forget, f))
		return f->code;
	n->port = sandbox_listen(sb, &h, f);
	if (!n->port)
		return f ? f->code : E_FAILED;
	rpc.chain = n->chain;
	rpc.mischief = port_mischief(n->port);
	rpc_switches(rpc.mischief);
	n->rpc = rpc_new(&rpc);
	describe(n, line);
	sandbox_command(sb, "head", "", cmd_head, n);
	sandbox_command(sb, "seal", "[BLOCKS]", cmd_seal, n);
	sandbox_command(sb, "reorg", "BLOCKS [drop]", cmd_reorg, n);
	sandbox_command(sb, "upgrade", "[all|moved-call|extension|arguments|version]", cmd_upgrade, n);
	if (sb->opt.sealing == SEAL_TIMED)
		n->next = loop_timer_add(sb->loop, sb->opt.block_time_ms, on_block_time, n);
	if (!sb->opt.still)
		n->village = village_new(sb->loop, n->chain, sb->world, node_taken, n);
	if (sb->opt.state)
		n->save = loop_timer_add(sb->loop, SAVE_MS, on_save, n);
	return E_OK;
}

static enum err save(struct sandbox *sb, struct fault *f)
{
	return sb->disk_full ? fault_set(f, E_NO_SPACE, "chain.sqlite") : chain_save(sb->chain, sb->opt.state, f);
}

/* Ports close after the services: a socket that is cut then must still find its session. */
static void stop(struct sandbox *sb)
{
	struct node *n = the_node;

	if (!n)
		return;
	loop_timer_del(n->next);
	loop_timer_del(n->soon);
	loop_timer_del(n->save);
	if (n->port)
		port_silence(n->port);
	village_free(n->village);
	rpc_free(n->rpc);
	chain_free(n->chain);
	sb->chain = NULL;
	the_node = NULL;
	free(n);
}

static enum err advanced(struct sandbox *sb, struct str *why)
{
	(void)why;
	chain_advance(sb->chain);
	return E_OK;
}

const struct service service_g1 = { .name = "g1", .start = start, .stop = stop, .save = save, .advanced = advanced };
