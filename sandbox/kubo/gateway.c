/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The gateway: /ipfs and /ipns for reading, as a browser or a distant vigie meets it. */
#include "sandbox/kubo/find.h"
#include "sandbox/kubo/inside.h"

#include "base/mem.h"

#include <stdlib.h>

static const char *const types[][2];

static void headers(struct request *r)
{
	static const char *const allow[] = { "Content-Type", "Range", "User-Agent", "X-Requested-With" };
	static const char *const expose[] = { "Content-Length", "Content-Range", "X-Chunked-Output", "X-Ipfs-Path", "X-Ipfs-Roots",
					      "X-Stream-Output" };
	static const char *const methods[] = { "GET", "HEAD", "OPTIONS" };

	for (size_t i = 0; i < sizeof allow / sizeof *allow; i++)
		request_add_header(r, "Access-Control-Allow-Headers", allow[i]);
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		request_add_header(r, "Access-Control-Allow-Methods", methods[i]);
	request_add_header(r, "Access-Control-Allow-Origin", "*");
	for (size_t i = 0; i < sizeof expose / sizeof *expose; i++)
		request_add_header(r, "Access-Control-Expose-Headers", expose[i]);
}

static void say(struct request *r, int status, struct slice text)
{
	request_add_header(r, "X-Content-Type-Options", "nosniff");
	request_reply(r, status, "text/plain; charset=utf-8", text);
}

static void refuse(struct request *r, int status, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static void refuse(struct request *r, int status, const char *fmt, ...)
{
	struct str s = { 0 };
	va_list ap;

	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	str_addc(&s, '\n');
	say(r, status, slice_str(&s));
	str_free(&s);
}

static void redirect(struct request *r, int status, const char *word, const char *to)
{
	struct str s = { 0 };

	str_addf(&s, "<a href=\"%s\">%s</a>.\n\n", to, word);
	request_add_header(r, "Location", to);
	request_reply(r, status, "text/html; charset=utf-8", slice_str(&s));
	str_free(&s);
}

static const char *type_of(struct slice name)
{
	for (size_t i = 0; types[i][0]; i++) {
		size_t n = strlen(types[i][0]);
		if (name.n > n && !memcmp(name.p + name.n - n, types[i][0], n))
			return types[i][1];
	}
	return "text/plain; charset=utf-8";
}

/* Only a single range is served as such, as most servers do. */
static bool ranged(struct request *r, size_t size, size_t *from, size_t *n)
{
	const char *range = request_header(r, "Range");
	struct slice rest, first;
	uint64_t a, b;

	if (!range || strncmp(range, "bytes=", 6))
		return false;
	rest = slice_of(range + 6);
	if (!slice_split(&rest, '-', &first) || !slice_u64(first, &a) || a >= size)
		return false;
	if (!slice_u64(rest, &b) || b >= size)
		b = size - 1;
	if (b < a)
		return false;
	*from = (size_t)a;
	*n = (size_t)(b - a) + 1;
	return true;
}

static void send_file(struct kubo *k, struct request *r, const struct found *at, bool mutable)
{
	struct str body = { 0 }, etag = { 0 };
	size_t from = 0, n = 0;
	char text[96];

	blocks_read(k->blocks, &at->cid, 0, UINT64_MAX, &body);
	str_addc(&etag, '"');
	cid_text(&at->cid, 0, &etag);
	str_addc(&etag, '"');
	request_add_header(r, "Accept-Ranges", "bytes");
	request_add_header(r, "Cache-Control", mutable ? "public, max-age=1800" : "public, max-age=29030400, immutable");
	request_add_header(r, "Etag", str_c(&etag));
	if (ranged(r, body.n, &from, &n)) {
		snprintf(text, sizeof text, "bytes %zu-%zu/%zu", from, from + n - 1, body.n);
		request_add_header(r, "Content-Range", text);
		request_reply(r, 206, type_of(at->last), slice_to(slice_from(slice_str(&body), from), n));
	} else {
		request_reply(r, 200, type_of(at->last), slice_str(&body));
	}
	str_free(&body);
	str_free(&etag);
}

static void send_folder(struct request *r, const struct blocks_node *node)
{
	struct str page = { 0 };

	str_addf(&page, "<!DOCTYPE html>\n<html><head><title>%s</title></head><body><ul>\n", r->path);
	for (size_t i = 0; i < node->links.n; i++)
		str_addf(&page, "<li><a href=\"%s%.*s\">%.*s</a></li>\n", r->path, (int)node->links.v[i].name.n, node->links.v[i].name.p,
			 (int)node->links.v[i].name.n, node->links.v[i].name.p);
	str_adds(&page, "</ul></body></html>\n");
	request_add_header(r, "Cache-Control", "public, max-age=604800, stale-while-revalidate=2678400");
	request_reply(r, 200, "text/html", slice_str(&page));
	str_free(&page);
}

/* What was found, or why not; a folder wants its slash and shows its index.html when it has one. */
static void serve(struct kubo *k, struct request *r, bool mutable)
{
	struct str why = { 0 }, to = { 0 };
	struct blocks_node node = { 0 };
	struct found at;
	struct cid index;
	bool missing, ok = kubo_walk(k, r->path, &at, &why, &missing);

	if (ok)
		ok = blocks_node(k->blocks, &at.cid, &node);
	if (!ok) {
		bool invalid = !strncmp(str_c(&why), "invalid path", 12), no_link = !strncmp(str_c(&why), "no link", 7);
		if (!invalid)
			request_add_header(r, "X-Ipfs-Path", r->path);
		if (invalid)
			refuse(r, 400, "%s", str_c(&why));
		else if (no_link)
			refuse(r, 404, "failed to resolve %s: %s", r->path, str_c(&why));
		else
			refuse(r, missing || !why.n ? 504 : 500, "failed to resolve %s: %s", r->path,
			       missing || !why.n ? "context deadline exceeded" : str_c(&why));
	} else {
		request_add_header(r, "X-Ipfs-Path", r->path);
		cid_text(&at.root, 0, &to);
		request_add_header(r, "X-Ipfs-Roots", str_c(&to));
		str_cut(&to, 0);
		if (!node.unixfs || node.fs.type != UNIXFS_FOLDER) {
			send_file(k, r, &at, mutable);
		} else if (r->path[strlen(r->path) - 1] != '/') {
			str_addf(&to, "%s/", r->path);
			redirect(r, 301, "Moved Permanently", str_c(&to));
		} else if (blocks_link(k->blocks, &at.cid, SLICE("index.html"), &index)) {
			at.cid = index;
			at.last = SLICE("index.html");
			send_file(k, r, &at, mutable);
		} else {
			send_folder(r, &node);
		}
	}
	blocks_node_free(&node);
	str_free(&why);
	str_free(&to);
}

void kubo_gateway(struct request *r, void *arg)
{
	struct kubo *k = arg;
	bool mutable = !strncmp(r->path, "/ipns/", 6);
	unsigned char pub[32];

	headers(r);
	if (strcmp(r->method, "GET") && strcmp(r->method, "HEAD")) {
		request_add_header(r, "Allow", "GET, HEAD, OPTIONS");
		refuse(r, 405, "Method %s not allowed: read only access", r->method);
		return;
	}
	if (!mutable && strncmp(r->path, "/ipfs/", 6)) {
		refuse(r, 404, "404 page not found");
		return;
	}
	/* A bare PeerID is led to the same key as a CID. */
	if (mutable && !strncmp(r->path + 6, "12D3", 4)) {
		size_t n = strcspn(r->path + 6, "/");
		if (!peerid_read((struct slice){ r->path + 6, n }, pub)) {
			struct str to = { 0 };
			char name[PEERID_MAX];
			peerid_name(pub, name);
			str_addf(&to, "/ipns/%s%s", name, r->path + 6 + n);
			redirect(r, 302, "Found", str_c(&to));
			str_free(&to);
			return;
		}
	}
	serve(k, r, mutable);
}

static const char *const types[][2] = {
	{ ".html", "text/html; charset=utf-8" }, { ".json", "application/json" },        { ".jpg", "image/jpeg" },
	{ ".ogg", "audio/ogg" },                 { ".csv", "text/csv; charset=utf-8" },  { ".md", "text/markdown; charset=utf-8" },
	{ ".sh", "text/x-sh; charset=utf-8" },   { ".txt", "text/plain; charset=utf-8" }, { NULL, NULL },
};
