/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/net_easy.h"
#include "base/clean.h"
#include "base/mem.h"
#include "base/tick.h"
#include "config.h"
#include <dirent.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

/* A folder of certificates serves lookups by hash when it holds names such as "5ed36f99.0". */
static bool hashed(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	bool found = false;
	while (d && !found && (e = readdir(d)) != NULL)
		found = strspn(e->d_name, "0123456789abcdef") == 8 && !strcmp(e->d_name + 8, ".0");
	if (d)
		closedir(d);
	return found;
}

static void find_store(struct net *n)
{
	const char *dir = getenv("SSL_CERT_DIR"), *file = getenv("SSL_CERT_FILE");
	static const char *const bundles[] = { "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
	                                       "/etc/ssl/cert.pem" };
	dir = dir && *dir ? dir : "/etc/ssl/certs";
	if (hashed(dir)) {
		n->ca_dir = mem_strdup(dir);
		return;
	}
	if (file && *file)
		n->ca_bundle = mem_strdup(file);
	for (size_t i = 0; !n->ca_bundle && i < sizeof bundles / sizeof *bundles; i++)
		if (!access(bundles[i], R_OK))
			n->ca_bundle = mem_strdup(bundles[i]);
}

static void read_into(struct str *out, const char *path)
{
	char buf[8192];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	for (ssize_t got; fd >= 0 && out->n < (4u << 20) && (got = read(fd, buf, sizeof buf)) > 0;)
		str_add(out, (struct slice){ buf, (size_t)got });
	if (fd >= 0)
		close(fd);
	str_addc(out, '\n');
}

static void forget(struct net *n)
{
	free(n->proxy);
	free(n->tor);
	free(n->ca_file);
	free(n->ca_dir);
	free(n->ca_bundle);
	str_free(&n->ca_blob);
	n->proxy = n->tor = n->ca_file = n->ca_dir = n->ca_bundle = NULL;
}

void net_configure(struct net *n, const struct net_conf *c)
{
	forget(n);
	n->proxy = mem_strdup(c->proxy);
	n->tor = mem_strdup(c->tor);
	n->ca_file = mem_strdup(c->ca_file);
	n->plain = c->plain;
	n->trace = c->trace;
}

/* The store is looked for at the first request, not at start: a program that stays at home reads no folder. */
static void ready_store(struct net *n)
{
	if (n->ca_dir || n->ca_bundle)
		return;
	find_store(n);
	if (!n->ca_dir && n->ca_bundle && n->ca_file) {
		read_into(&n->ca_blob, n->ca_bundle);
		read_into(&n->ca_blob, n->ca_file);
	}
}

static void woke(void *arg, int64_t slept_ms)
{
	struct net *n = arg;
	n->woke_ms = tick_ms();
	http_woke(n, slept_ms);
}

struct net *net_new(struct loop *l, const struct net_conf *c)
{
	struct net *n = mem_new(sizeof *n);
	n->l = l;
	net_configure(n, c);
	loop_wake_add(l, woke, n);
	return n;
}

void net_free(struct net *n)
{
	if (!n)
		return;
	loop_wake_del(n->l, woke, n);
	http_abandon(n);
	if (n->share)
		curl_share_cleanup(n->share);
	forget(n);
	free(n);
}

struct loop *net_loop(const struct net *n)
{
	return n->l;
}

const struct trace *net_trace(const struct net *n)
{
	return &n->trace;
}

int64_t net_jitter(int64_t base_ms, unsigned attempt, int64_t cap_ms)
{
	int64_t most = base_ms;
	while (attempt-- && most < cap_ms)
		most *= 2;
	if (most > cap_ms)
		most = cap_ms;
	return most <= 0 ? 0 : (int64_t)randombytes_uniform((uint32_t)(most > UINT32_MAX - 1 ? UINT32_MAX : most + 1));
}

/* The parts of a URL that the rules look at. */
struct parts {
	char *scheme, *host, *port;
	bool ours, plain, is_ip, onion;
	enum net_place place;
};

static void parts_free(struct parts *p)
{
	curl_free(p->scheme);
	curl_free(p->host);
	curl_free(p->port);
}

static bool ends(const char *s, const char *tail)
{
	size_t n = strlen(s), m = strlen(tail);
	while (n && s[n - 1] == '.')
		n--;
	return n >= m && !strncasecmp(s + n - m, tail, m) && (n == m || *tail == '.');
}

static bool split(const char *url, struct parts *p)
{
	CURLU *u = curl_url();
	*p = (struct parts){ 0 };
	bool good = u && url && !curl_url_set(u, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME) &&
	            !curl_url_get(u, CURLUPART_SCHEME, &p->scheme, 0) && !curl_url_get(u, CURLUPART_HOST, &p->host, 0) && *p->host;
	if (good) {
		curl_url_get(u, CURLUPART_PORT, &p->port, 0);
		p->plain = !strcasecmp(p->scheme, "http") || !strcasecmp(p->scheme, "ws");
		p->ours = p->plain || !strcasecmp(p->scheme, "https") || !strcasecmp(p->scheme, "wss");
		p->onion = ends(p->host, ".onion");
		p->place = net_place_text(p->host, &p->is_ip);
		if (!p->is_ip && (ends(p->host, "localhost") || ends(p->host, ".localhost"))) {
			p->place = NET_LOOPBACK;
			p->is_ip = true;
		}
	}
	curl_url_cleanup(u);
	return good;
}

void net_host(const char *url, struct str *out)
{
	struct parts p;
	struct str s = { 0 };
	if (split(url, &p)) {
		str_adds(&s, p.host);
		if (p.port)
			str_addf(&s, ":%s", p.port);
	}
	clean_line(out, s.n ? slice_str(&s) : SLICE("?"), 100);
	parts_free(&p);
	str_free(&s);
}

/* Names are judged at connection time by their address; but one that can only be far away is refused at once. */
static bool plain_hopeless(const struct parts *p, unsigned flags, bool proxied)
{
	if (p->is_ip)
		return !(p->place == NET_LOOPBACK || (p->place == NET_PRIVATE && (flags & NET_LAN)));
	return proxied || (!(flags & NET_LAN) && strchr(p->host, '.') != NULL);
}

static enum err judge(const struct net *n, const struct parts *p, unsigned flags, bool proxied, struct fault *f)
{
	if (!p->ours)
		return fault_set(f, E_INVALID, "%.20s", p->scheme);
	if (p->onion)
		return n->tor && *n->tor ? E_OK : fault_set(f, E_PROXY, "%.100s", p->host);
	if ((flags & NET_PUBLIC) && p->is_ip && p->place != NET_WORLD)
		return fault_set(f, E_DENIED, "%.100s", p->host);
	if (p->plain && !(flags & NET_PLAIN) && !n->plain && plain_hopeless(p, flags, proxied))
		return fault_set(f, E_PLAIN_REFUSED, "%.100s", p->host);
	return E_OK;
}

static const char *env_proxy(bool plain)
{
	/* upper-case HTTP_PROXY is left alone, as everywhere: a web server may set it from a request */
	const char *v = getenv(plain ? "http_proxy" : "https_proxy");
	if ((!v || !*v) && !plain)
		v = getenv("HTTPS_PROXY");
	if (!v || !*v)
		v = getenv("all_proxy");
	if (!v || !*v)
		v = getenv("ALL_PROXY");
	return v && *v ? v : NULL;
}

/* What is on this machine or its network is never asked through a proxy, except names only the proxy can resolve. */
static const char *proxy_for(const struct net *n, const struct parts *p)
{
	if (p->onion)
		return n->tor;
	if (p->is_ip && p->place != NET_WORLD)
		return NULL;
	const char *v = n->proxy ? n->proxy : env_proxy(p->plain);
	return v && *v ? v : NULL;
}

enum err net_check(const struct net *n, const char *url, unsigned flags, struct fault *f)
{
	struct parts p;
	enum err e = split(url, &p) ? judge(n, &p, flags, proxy_for(n, &p) != NULL, f) : fault_set(f, E_INVALID, "URL");
	parts_free(&p);
	return e;
}

/* May this address be spoken to under these rules? Keeps the reason in the gate. */
static bool pass(struct net_gate *g, enum net_place place)
{
	g->place = place;
	if (g->proxied)
		return true;
	if ((g->flags & NET_PUBLIC) && place != NET_WORLD)
		g->refused = E_DENIED;
	else if (g->plain && !(g->flags & NET_PLAIN) && !g->n->plain && place != NET_LOOPBACK &&
	         !(place == NET_PRIVATE && (g->flags & NET_LAN)))
		g->refused = E_PLAIN_REFUSED;
	else
		return true;
	return false;
}

static curl_socket_t open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct net_gate *g = arg;
	(void)purpose;
	if (!pass(g, net_place(&a->addr)))
		return CURL_SOCKET_BAD;
	return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

#if LIBCURL_VERSION_NUM >= 0x075000
/* A kept connection may have been opened under milder rules: judged once more before each request. */
static int before_request(void *arg, char *ip, char *local, int port, int local_port)
{
	bool is_ip;
	(void)local, (void)port, (void)local_port;
	return pass(arg, net_place_text(ip, &is_ip)) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}
#endif

static void set_tls(struct net *n, CURL *h)
{
	ready_store(n);
	curl_easy_setopt(h, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 2L);
	/* Debian's default bundle would be parsed at every connection (26-60 ms): look up by hash, or keep the parsed store,
	 * which curl does for a bundle without a folder */
	curl_easy_setopt(h, CURLOPT_CAPATH, n->ca_dir);
	curl_easy_setopt(h, CURLOPT_CAINFO, n->ca_dir ? n->ca_file : n->ca_bundle ? n->ca_bundle : n->ca_file);
#if LIBCURL_VERSION_NUM >= 0x074d00
	if (n->ca_blob.n) {
		struct curl_blob blob = { .data = n->ca_blob.p, .len = n->ca_blob.n, .flags = CURL_BLOB_COPY }; /* net_configure may free it meanwhile */
		curl_easy_setopt(h, CURLOPT_CAINFO_BLOB, &blob);
	}
#endif
}

static void set_common(struct net_gate *g, CURL *h)
{
	struct net *n = g->n;
	if (!n->share && (n->share = curl_share_init()) != NULL) {
		curl_share_setopt(n->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
		curl_share_setopt(n->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
	}
	curl_easy_setopt(h, CURLOPT_SHARE, n->share);
	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075700
	curl_easy_setopt(h, CURLOPT_QUICK_EXIT, 1L);
#endif
	curl_easy_setopt(h, CURLOPT_ERRORBUFFER, g->text);
	curl_easy_setopt(h, CURLOPT_USERAGENT, PACKAGE_NAME "/" PACKAGE_VERSION);
	curl_easy_setopt(h, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, g);
#if LIBCURL_VERSION_NUM >= 0x075000
	curl_easy_setopt(h, CURLOPT_PREREQFUNCTION, before_request);
	curl_easy_setopt(h, CURLOPT_PREREQDATA, g);
	/* connections from before the last sleep are half open at best */
	int64_t age = n->woke_ms ? (tick_ms() - n->woke_ms) / 1000 : 0;
	curl_easy_setopt(h, CURLOPT_MAXLIFETIME_CONN, n->woke_ms ? (long)(age ? age : 1) : 0L);
	curl_easy_setopt(h, CURLOPT_FRESH_CONNECT, n->woke_ms && age < 2 ? 1L : 0L);
#else
	curl_easy_setopt(h, CURLOPT_FRESH_CONNECT, g->plain ? 1L : 0L);
#endif
	set_tls(n, h);
}

enum err net_gate_set(struct net_gate *g, struct net *n, CURL *h, const char *url, unsigned flags, struct fault *f)
{
	struct parts p;
	struct str s = { 0 };
	g->n = n;
	g->flags = flags;
	g->refused = E_OK;
	g->text[0] = 0;
	net_host(url, &s);
	strncpy(g->host, str_c(&s), sizeof g->host - 1);
	str_free(&s);
	if (!split(url, &p)) {
		parts_free(&p);
		return fault_set(f, E_INVALID, "URL");
	}
	const char *proxy = proxy_for(n, &p);
	enum err e = judge(n, &p, flags, proxy != NULL, f);
	g->plain = p.plain && !p.onion;
	g->tls = !p.plain;
	g->proxied = proxy != NULL;
	if (!e) {
		set_common(g, h);
		/* Debian's curl knows no ws: the same bytes travel under http's name */
		if (!strncasecmp(url, "ws", 2))
			str_addf(&s, "http%s", url + 2);
		else
			str_adds(&s, url);
		curl_easy_setopt(h, CURLOPT_URL, str_c(&s));
		str_free(&s);
		curl_easy_setopt(h, CURLOPT_PROXY, proxy ? proxy : "");
		if (p.onion) { /* no_proxy must not send such a name to the public resolver */
			curl_easy_setopt(h, CURLOPT_PROXYTYPE, (long)CURLPROXY_SOCKS5_HOSTNAME);
			curl_easy_setopt(h, CURLOPT_NOPROXY, "");
		}
	}
	parts_free(&p);
	return e;
}
