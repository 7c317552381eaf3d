/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A web socket server's bytes: as an answer to the upgrade, or (first byte odd) as frames after a good one. The second byte
 * is the size of the pieces they come in. */
#include "base/mem.h"
#include "base/text.h"
#include "io/ws_wire.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX = 4096 };

static bool is_open;

static void opened(void *arg)
{
	(void)arg;
	is_open = true;
}

static void message(void *arg, struct slice bytes, bool binary)
{
	struct ws_wire **w = arg;
	/* what the contract promises: open before, bounded, and valid text */
	if (!is_open || bytes.n > MAX || (!binary && !text_valid(bytes)))
		abort();
	ws_wire_send(*w, bytes, binary);
}

static void pong(void *arg)
{
	(void)arg;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str out = { 0 }, head = { 0 };
	struct ws_wire *w = NULL;
	const struct ws_wire_conf c = { MAX, opened, message, pong, &w };
	struct fault f = { .code = E_OK };
	if (size < 2)
		return 0;
	w = ws_wire_new(&c, &out);
	is_open = false;
	ws_wire_hello(w, "host", "/", NULL);
	if (data[0] & 1) {
		const char *key = strstr(str_c(&out), "Sec-WebSocket-Key: ") + 19;
		str_adds(&head, "HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ");
		ws_wire_accept((struct slice){ key, strcspn(key, "\r") }, &head);
		str_adds(&head, "\r\n\r\n");
		if (ws_wire_feed(w, slice_str(&head), &f) || !is_open)
			abort();
	}
	size_t step = data[1] ? data[1] : size;
	for (size_t at = 2; at < size; at += step) {
		/* a copy of its own, so that a read beyond it is seen */
		size_t n = size - at < step ? size - at : step;
		char *piece = mem_dup(data + at, n);
		enum err e = ws_wire_feed(w, (struct slice){ piece, n }, &f);
		free(piece);
		if (e)
			break;
		str_cut(&out, 0);
	}
	ws_wire_ping(w);
	ws_wire_bye(w);
	ws_wire_free(w);
	str_free(&out);
	str_free(&head);
	return 0;
}
