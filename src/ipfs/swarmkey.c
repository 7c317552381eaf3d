/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ipfs/swarmkey.h"
#include "base/secret.h"
#include "base/str.h"
#include "codec/hex.h"
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

void swarmkey_fingerprint(const unsigned char key[32], char out[33])
{
	static const unsigned char nonce[] = "finprint";
	unsigned char stream[64], digest[16];
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	crypto_stream_salsa20(stream, sizeof stream, nonce, key);
	if (c && EVP_DigestInit_ex(c, EVP_shake128(), NULL) && EVP_DigestUpdate(c, stream, sizeof stream) &&
	    EVP_DigestFinalXOF(c, digest, sizeof digest))
		hex_encode(digest, sizeof digest, out);
	else
		*out = 0;
	EVP_MD_CTX_free(c);
	sodium_memzero(stream, sizeof stream);
}

/* "/key/swarm/psk/1.0.0/", "/base16/", and the key as 64 hex digits, or 32 bytes behind "/bin/". */
static bool key_of(const struct secret *s, unsigned char key[32])
{
	struct slice rest = { (const char *)s->p, s->n }, line;
	if (!slice_split(&rest, '\n', &line) || !slice_is(slice_trim(line), "/key/swarm/psk/1.0.0/") || !slice_split(&rest, '\n', &line))
		return false;
	line = slice_trim(line);
	if (slice_is(line, "/bin/") && rest.n >= 32) {
		memcpy(key, rest.p, 32);
		return true;
	}
	return slice_is(line, "/base16/") && hex_exact(slice_trim(rest), key, 32) == E_OK;
}

void swarmkey_look(struct kubo_swarm *out, const char *repo)
{
	struct str path = { 0 };
	struct secret s = secret_new(4096);
	unsigned char zero[32] = { 0 };
	struct secret key = secret_new(32);
	*out = (struct kubo_swarm){ .privacy = KUBO_PRIVACY_UNKNOWN };
	str_addf(&path, "%s/swarm.key", repo);
	if (!*repo || *repo != '/') {
		/* a path on another machine, or none */
	} else if (!access(path.p, R_OK)) {
		/* the file's rights are Kubo's business: here it is only looked at */
		int fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
		bool got = fd >= 0 && secret_read_all(fd, &s, 4096) == E_OK && key_of(&s, key.p);
		if (fd >= 0)
			close(fd);
		if (got) {
			swarmkey_fingerprint(key.p, out->fingerprint);
			out->privacy = KUBO_PRIVATE;
			out->origin = !sodium_memcmp(key.p, zero, 32);
		} else {
			out->refused = true;
		}
	} else if (errno == EACCES) {
		out->refused = true;
	} else if (errno == ENOENT) {
		str_cut(&path, strlen(repo));
		str_adds(&path, "/config");
		if (!access(path.p, F_OK))
			out->privacy = KUBO_PUBLIC;
	}
	secret_free(&key);
	secret_free(&s);
	str_free(&path);
}
