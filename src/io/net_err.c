/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/net_easy.h"
#include "base/clean.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

/* OpenSSL's verify results, by their stable numbers: X509_V_ERR_CERT_NOT_YET_VALID and so on. */
enum { V_UNSET = 1, V_NOT_YET = 9, V_EXPIRED = 10, V_HOST = 62, V_IP = 64 }; /* curl starts with 1, "not looked at yet" */

static bool says(const char *text, const char *what)
{
	return text && strstr(text, what);
}

static enum err from_connect(long os, bool proxied)
{
	if (proxied)
		return E_PROXY;
	switch (os) {
	case ECONNREFUSED: return E_REFUSED;
	case ETIMEDOUT: return E_TIMEOUT;
	case ECONNRESET: return E_CLOSED;
	default: return E_UNREACHABLE;
	}
}

static enum err from_verify(long verify, const char *text)
{
	if (verify == V_NOT_YET || verify == V_EXPIRED)
		return E_TLS_CLOCK;
	if (verify == V_HOST || verify == V_IP)
		return E_TLS_NAME;
	/* curl compares the names itself, after OpenSSL was content with the chain */
	return verify <= V_UNSET && says(text, "match") ? E_TLS_NAME : E_TLS;
}

static enum err from_handshake(long verify, long os, const char *text)
{
	if (verify > V_UNSET)
		return from_verify(verify, text);
	if (says(text, "wrong version number") || says(text, "http request") || says(text, "packet length too long") ||
	    says(text, "record layer failure"))
		return E_PROTOCOL; /* no TLS spoken there */
	if (os == ECONNRESET || says(text, "SYSCALL") || says(text, "eof") || says(text, "Connection reset"))
		return E_CLOSED;
	return E_TLS;
}

enum err net_err(CURLcode code, long verify, long os, bool proxied, const char *text)
{
	switch (code) {
	case CURLE_OK: return E_OK;
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL: return says(text, "HTTP/0.9") ? E_PROTOCOL : E_INVALID;
	case CURLE_COULDNT_RESOLVE_HOST: return E_DNS;
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_PROXY: return E_PROXY;
	case CURLE_COULDNT_CONNECT: return from_connect(os, proxied);
	case CURLE_OPERATION_TIMEDOUT: return E_TIMEOUT;
	case CURLE_PEER_FAILED_VERIFICATION: return from_verify(verify, text);
	case CURLE_SSL_CONNECT_ERROR: return from_handshake(verify, os, text);
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
	case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_ENGINE_NOTFOUND:
	case CURLE_USE_SSL_FAILED: return E_TLS;
	case CURLE_GOT_NOTHING:
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_PARTIAL_FILE:
	case CURLE_SSL_SHUTDOWN_FAILED:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM: return E_CLOSED;
	case CURLE_TOO_MANY_REDIRECTS: return E_REDIRECT;
	case CURLE_FILESIZE_EXCEEDED: return E_BODY_TOO_BIG;
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_BAD_CONTENT_ENCODING:
	case CURLE_RANGE_ERROR: return E_PROTOCOL;
	case CURLE_LOGIN_DENIED: return E_HTTP_AUTH;
	case CURLE_ABORTED_BY_CALLBACK: return E_CANCELLED;
	default: return E_FAILED;
	}
}

enum err net_gate_fault(const struct net_gate *g, CURL *easy, CURLcode code, struct fault *f)
{
	long verify = 0, os = 0;
	struct str words = { 0 };
	if (code == CURLE_OK)
		return E_OK;
	curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &verify);
	curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &os);
	enum err e = g->refused ? g->refused : net_err(code, verify, os, g->proxied, g->text);
#if LIBCURL_VERSION_NUM >= 0x074900
	/* the proxy works but could not reach the host it was asked for */
	long reply = CURLPX_OK;
	if (code == CURLE_PROXY && !curl_easy_getinfo(easy, CURLINFO_PROXY_ERROR, &reply)) {
		if (reply == CURLPX_REPLY_HOST_UNREACHABLE || reply == CURLPX_REPLY_NETWORK_UNREACHABLE ||
		    reply == CURLPX_REPLY_TTL_EXPIRED)
			e = E_UNREACHABLE;
		else if (reply == CURLPX_REPLY_CONNECTION_REFUSED)
			e = E_REFUSED;
	}
#endif
	long connect = 0; /* how an HTTP proxy answered CONNECT */
	if (g->proxied && !curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &connect) && connect >= 400)
		e = connect == 502 || connect == 503 || connect == 504 ? E_UNREACHABLE : E_PROXY;
	clean_line(&words, slice_of(g->text[0] ? g->text : curl_easy_strerror(code)), 120);
	fault_set(f, e, "%s: %s", g->host, str_c(&words));
	str_free(&words);
	return e;
}

static enum net_place place4(uint32_t a)
{
	if (a >> 24 == 127 || !a)
		return NET_LOOPBACK; /* 0.0.0.0 reaches this machine too */
	if (a >> 24 == 10 || a >> 20 == (172u << 4 | 1) || a >> 16 == (192u << 8 | 168) || a >> 16 == (169u << 8 | 254))
		return NET_PRIVATE;
	return a >> 22 == (100u << 2 | 1) || a >> 28 == 14 || a == UINT32_MAX ? NET_SHARED : NET_WORLD;
}

static enum net_place place6(const uint8_t a[16])
{
	static const uint8_t zero[16], mapped[12] = { [10] = 0xff, [11] = 0xff }, nat64[12] = { 0, 0x64, 0xff, 0x9b };
	if (!memcmp(a, mapped, 12) || !memcmp(a, nat64, 12))
		return place4((uint32_t)a[12] << 24 | (uint32_t)a[13] << 16 | (uint32_t)a[14] << 8 | a[15]);
	if (!memcmp(a, zero, 15) && a[15] <= 1)
		return NET_LOOPBACK;
	if ((a[0] & 0xfe) == 0xfc || (a[0] == 0xfe && (a[1] & 0xc0) == 0x80))
		return NET_PRIVATE;
	return a[0] == 0xff ? NET_SHARED : NET_WORLD;
}

enum net_place net_place(const struct sockaddr *sa)
{
	if (sa->sa_family == AF_INET) {
		struct sockaddr_in v4;
		memcpy(&v4, sa, sizeof v4);
		return place4(ntohl(v4.sin_addr.s_addr));
	}
	if (sa->sa_family == AF_INET6) {
		struct sockaddr_in6 v6;
		memcpy(&v6, sa, sizeof v6);
		return place6(v6.sin6_addr.s6_addr);
	}
	return sa->sa_family == AF_UNIX ? NET_LOOPBACK : NET_WORLD;
}

enum net_place net_place_text(const char *ip, bool *is_ip)
{
	struct in_addr v4;
	struct in6_addr v6;
	char bare[64];
	size_t n = strlen(ip);
	*is_ip = false;
	if (n && ip[0] == '[' && ip[n - 1] == ']')
		ip++, n -= 2;
	if (n >= sizeof bare)
		return NET_WORLD;
	memcpy(bare, ip, n);
	bare[n] = 0;
	bare[strcspn(bare, "%")] = 0; /* a zone: fe80::1%eth0 */
	*is_ip = true;
	if (inet_pton(AF_INET, bare, &v4) == 1)
		return place4(ntohl(v4.s_addr));
	if (inet_pton(AF_INET6, bare, &v6) == 1)
		return place6(v6.s6_addr);
	*is_ip = false;
	return NET_WORLD;
}
