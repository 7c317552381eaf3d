/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faultd.h"
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>

static EVP_PKEY *ca_key, *other_key;
static X509 *ca, *other;

enum { DAY = 86400 };

static void extend(X509 *x, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509V3_set_ctx(&ctx, issuer, x, NULL, NULL, 0);
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	if (!e || !X509_add_ext(x, e, -1))
		abort();
	X509_EXTENSION_free(e);
}

static X509 *make(EVP_PKEY *key, const char *name, X509 *issuer, EVP_PKEY *issuer_key, long from, long to, const char *san)
{
	static long serial = 1;
	X509 *x = X509_new();
	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), serial++);
	X509_gmtime_adj(X509_getm_notBefore(x), from);
	X509_gmtime_adj(X509_getm_notAfter(x), to);
	X509_set_pubkey(x, key);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(x, X509_get_subject_name(issuer ? issuer : x));
	extend(x, issuer ? issuer : x, NID_basic_constraints, issuer ? "CA:FALSE" : "critical,CA:TRUE");
	if (san)
		extend(x, issuer, NID_subject_alt_name, san);
	if (!X509_sign(x, issuer_key, EVP_sha256()))
		abort();
	return x;
}

static void authorities(void)
{
	if (ca)
		return;
	ca_key = EVP_EC_gen("P-256");
	other_key = EVP_EC_gen("P-256");
	ca = make(ca_key, "faultd authority", NULL, ca_key, -DAY, 10 * DAY, NULL);
	other = make(other_key, "faultd stranger", NULL, other_key, -DAY, 10 * DAY, NULL);
}

SSL_CTX *cert_context(enum cert kind)
{
	static const char here[] = "DNS:localhost,DNS:station.example,IP:127.0.0.1", elsewhere[] = "DNS:elsewhere.example";
	authorities();
	EVP_PKEY *key = EVP_EC_gen("P-256");
	long from = kind == CERT_FUTURE ? 5 * DAY : kind == CERT_EXPIRED ? -9 * DAY : -DAY;
	long to = kind == CERT_EXPIRED ? -2 * DAY : 9 * DAY;
	bool strange = kind == CERT_UNKNOWN;
	X509 *x = make(key, "faultd", strange ? other : ca, strange ? other_key : ca_key, from, to, kind == CERT_NAME ? elsewhere : here);
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	if (!ctx || SSL_CTX_use_certificate(ctx, x) != 1 || SSL_CTX_use_PrivateKey(ctx, key) != 1)
		abort();
	X509_free(x);
	EVP_PKEY_free(key);
	return ctx;
}

bool cert_write_ca(const char *path)
{
	authorities();
	FILE *f = fopen(path, "w");
	bool good = f && PEM_write_X509(f, ca);
	return f && !fclose(f) && good;
}
