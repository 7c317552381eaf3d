/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/bip39.h"

#include "keys/kdf.h"
#include "keys/norm.h"
#include <sodium.h>
#include <string.h>

#include "src/keys/bip39_words.inc"

enum { WORDS = 2048, MOST = 24, LETTERS = 16 };

/* A phrase made plain: decomposed, without marks, lower case, cut into words. */
struct plain {
	struct secret text;
	struct slice word[MOST + 1];
	size_t n;
};

/* True and moved past it at a combining mark U+0300..U+036F: the only ones in the lists. */
static bool skip_mark(const char **p)
{
	unsigned char a = (unsigned char)(*p)[0];
	if (a != 0xcc && a != 0xcd)
		return false;
	*p += 2;
	return true;
}

static enum err plain_open(struct plain *w, struct slice phrase)
{
	struct secret full = secret_new(256);
	*w = (struct plain){ .text = secret_new(256) };
	enum err e = norm_nfkd(phrase, &full);
	for (size_t i = 0; e == E_OK && i < full.n; i++) {
		unsigned char c = full.p[i];
		if ((c == 0xcc || c == 0xcd) && i + 1 < full.n) {
			i++;
			continue;
		}
		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c + 32);
		secret_add(&w->text, &c, 1);
	}
	secret_free(&full);
	for (size_t i = 0; i < w->text.n;) {
		size_t from = i;
		while (i < w->text.n && w->text.p[i] > ' ')
			i++;
		if (i > from && w->n <= MOST)
			w->word[w->n++] = (struct slice){ (const char *)w->text.p + from, i - from };
		i += i == from;
	}
	return e;
}

static int compare(struct slice word, const char *entry)
{
	for (size_t i = 0;; i++, entry++) {
		while (skip_mark(&entry))
			;
		int a = i < word.n ? (unsigned char)word.p[i] : 0, b = (unsigned char)*entry;
		if (a != b || !a)
			return a - b;
	}
}

static int find_plain(enum bip39_lang lang, struct slice word)
{
	int from = 0, to = WORDS;
	while (from < to) {
		int mid = (from + to) / 2, c = compare(word, lists[lang][mid]);
		if (c == 0)
			return mid;
		if (c < 0)
			to = mid;
		else
			from = mid + 1;
	}
	return -1;
}

const char *bip39_word(enum bip39_lang lang, int index)
{
	return (unsigned)lang < BIP39_LANGS && index >= 0 && index < WORDS ? lists[lang][index] : "";
}

int bip39_find(enum bip39_lang lang, struct slice word)
{
	struct plain w;
	int found = -1;
	if ((unsigned)lang < BIP39_LANGS && plain_open(&w, word) == E_OK && w.n == 1)
		found = find_plain(lang, w.word[0]);
	secret_free(&w.text);
	return found;
}

/* How many strokes apart: insert, drop, change, swap neighbours. A common head makes a word nearer, since the first four
 * letters decide in every list. */
static unsigned distance(struct slice a, const char *entry)
{
	char b[LETTERS];
	size_t n = 0, head = 0;
	unsigned d[LETTERS + 1][LETTERS + 1];
	for (; *entry && n < LETTERS; entry++) {
		while (skip_mark(&entry))
			;
		if (*entry)
			b[n++] = *entry;
		else
			break;
	}
	for (size_t i = 0; i <= a.n; i++)
		for (size_t j = 0; j <= n; j++) {
			if (!i || !j) {
				d[i][j] = (unsigned)(i + j);
				continue;
			}
			unsigned best = d[i - 1][j - 1] + (a.p[i - 1] != b[j - 1]);
			best = d[i - 1][j] + 1 < best ? d[i - 1][j] + 1 : best;
			best = d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
			if (i > 1 && j > 1 && a.p[i - 1] == b[j - 2] && a.p[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	while (head < a.n && head < n && head < 4 && a.p[head] == b[head])
		head++;
	unsigned strokes = d[a.n][n];
	if (head == a.n || head == 4) /* typed the beginning only */
		strokes = strokes > 1 ? 1 : strokes;
	return strokes * 8 + (4 - (unsigned)head);
}

static size_t nearest(enum bip39_lang lang, struct slice word, int *out, size_t max)
{
	enum { FAR = 3 * 8 };
	unsigned score[16];
	size_t n = 0;
	max = max < 16 ? max : 16;
	word = slice_to(word, LETTERS);
	for (int i = 0; i < WORDS && word.n; i++) {
		unsigned s = distance(word, lists[lang][i]);
		size_t at = n;
		if (s >= FAR)
			continue;
		while (at > 0 && score[at - 1] > s)
			at--;
		if (at == max)
			continue;
		n += n < max;
		memmove(score + at + 1, score + at, (n - 1 - at) * sizeof *score);
		memmove(out + at + 1, out + at, (n - 1 - at) * sizeof *out);
		score[at] = s;
		out[at] = i;
	}
	return n;
}

size_t bip39_nearest(enum bip39_lang lang, struct slice word, int *out, size_t max)
{
	struct plain w;
	size_t n = 0;
	if ((unsigned)lang < BIP39_LANGS && max && plain_open(&w, word) == E_OK && w.n == 1)
		n = nearest(lang, w.word[0], out, max);
	secret_free(&w.text);
	return n;
}

static bool good_count(size_t words)
{
	return words >= 12 && words <= MOST && words % 3 == 0;
}

/* Eleven bits a word: the entropy, then as many bits of its SHA-256 as it has words in thirds. */
static enum err unpack(const struct plain *w, enum bip39_lang lang, unsigned char out[32], size_t *n)
{
	unsigned char bits[MOST * 11 / 8 + 1] = { 0 }, hash[32];
	for (size_t i = 0; i < w->n; i++) {
		int index = find_plain(lang, w->word[i]);
		for (size_t b = 0; b < 11; b++)
			if (index >> (10 - b) & 1)
				bits[(i * 11 + b) / 8] |= (unsigned char)(0x80 >> (i * 11 + b) % 8);
	}
	*n = w->n / 3 * 4;
	crypto_hash_sha256(hash, bits, *n);
	unsigned mask = 0xff00u >> w->n / 3 & 0xff;
	bool ok = ((hash[0] ^ bits[*n]) & mask) == 0;
	memcpy(out, bits, *n);
	secret_wipe(bits, sizeof bits);
	secret_wipe(hash, sizeof hash);
	return ok ? E_OK : E_CHECKSUM;
}

static size_t known(const struct plain *w, enum bip39_lang lang, size_t *first_unknown)
{
	size_t n = 0;
	*first_unknown = 0;
	for (size_t i = 0; i < w->n; i++)
		if (find_plain(lang, w->word[i]) >= 0)
			n++;
		else if (!*first_unknown)
			*first_unknown = i + 1;
	return n;
}

static enum err decide(const struct plain *w, enum bip39_lang *lang, unsigned char out[32], size_t *n, struct bip39_trouble *t)
{
	size_t best = 0, bad[BIP39_LANGS], count, valid = 0;
	unsigned char other[32];
	enum bip39_lang wanted = *lang, first = wanted < BIP39_LANGS ? wanted : BIP39_EN;
	enum bip39_lang last = wanted < BIP39_LANGS ? wanted : BIP39_LANGS - 1;
	enum err e = E_CHECKSUM;
	t->lang = first;
	for (enum bip39_lang l = first; l <= last; l++) {
		count = known(w, l, &bad[l]);
		if (count > best) {
			best = count;
			t->lang = l;
		}
	}
	if (!good_count(w->n))
		return E_INVALID;
	for (enum bip39_lang l = first; l <= last; l++) {
		if (bad[l] || unpack(w, l, valid ? other : out, n) != E_OK)
			continue;
		e = valid && sodium_memcmp(out, other, *n) != 0 ? E_AMBIGUOUS : E_OK;
		if (!valid++)
			*lang = l;
	}
	secret_wipe(other, sizeof other);
	if (e == E_CHECKSUM && bad[t->lang]) {
		t->word = bad[t->lang];
		t->nears = nearest(t->lang, w->word[t->word - 1], t->near, sizeof t->near / sizeof *t->near);
		e = E_NOT_FOUND;
	}
	return e;
}

enum err bip39_read(struct slice phrase, enum bip39_lang *lang, struct secret *entropy, struct bip39_trouble *t)
{
	struct plain w;
	struct bip39_trouble mine;
	unsigned char bits[32];
	size_t n = 0;
	t = t ? t : &mine;
	*t = (struct bip39_trouble){ .lang = BIP39_EN };
	enum err e = plain_open(&w, phrase);
	t->words = w.n;
	if (e == E_OK)
		e = decide(&w, lang, bits, &n, t);
	if (e == E_OK)
		secret_add(entropy, bits, n);
	secret_wipe(bits, sizeof bits);
	secret_free(&w.text);
	return e;
}

static enum err write_words(struct slice entropy, enum bip39_lang lang, bool composed, struct secret *phrase)
{
	if (entropy.n < 16 || entropy.n > 32 || entropy.n % 4 || (unsigned)lang >= BIP39_LANGS)
		return E_INVALID;
	unsigned char bits[33];
	enum err e = E_OK;
	memcpy(bits, entropy.p, entropy.n);
	unsigned char hash[32];
	crypto_hash_sha256(hash, bits, entropy.n);
	bits[entropy.n] = hash[0];
	for (size_t i = 0; i < entropy.n / 4 * 3 && e == E_OK; i++) {
		unsigned index = 0;
		for (size_t b = i * 11; b < i * 11 + 11; b++)
			index = index << 1 | (bits[b / 8] >> (7 - b % 8) & 1u);
		if (i)
			secret_add(phrase, " ", 1);
		if (composed)
			e = norm_nfc(slice_of(lists[lang][index]), phrase);
		else
			secret_add(phrase, lists[lang][index], strlen(lists[lang][index]));
	}
	secret_wipe(bits, sizeof bits);
	secret_wipe(hash, sizeof hash);
	return e;
}

enum err bip39_write(struct slice entropy, enum bip39_lang lang, struct secret *phrase)
{
	return write_words(entropy, lang, true, phrase);
}

enum err bip39_generate(size_t words, enum bip39_lang lang, struct secret *phrase)
{
	unsigned char bits[32];
	if (!good_count(words))
		return E_INVALID;
	randombytes_buf(bits, sizeof bits);
	enum err e = write_words((struct slice){ (const char *)bits, words / 3 * 4 }, lang, true, phrase);
	secret_wipe(bits, sizeof bits);
	return e;
}

static struct secret salted(struct slice password)
{
	struct secret salt = secret_new(8 + password.n);
	secret_add(&salt, "mnemonic", 8);
	secret_add(&salt, password.p, password.n);
	return salt;
}

void bip39_mini(struct slice entropy, struct slice password, unsigned char mini[32])
{
	struct secret salt = salted(password);
	kdf_pbkdf2(entropy, norm_slice(&salt), 2048, mini, 32);
	secret_free(&salt);
}

enum err bip39_seed(struct slice phrase, enum bip39_lang *lang, struct slice password, unsigned char seed[64])
{
	struct secret entropy = secret_new(32), words = secret_new(256), pass = secret_new(64 + password.n);
	enum err e = bip39_read(phrase, lang, &entropy, NULL);
	if (e == E_OK)
		e = write_words(norm_slice(&entropy), *lang, false, &words);
	if (e == E_OK)
		e = norm_nfkd(password, &pass);
	if (e == E_OK) {
		struct secret salt = salted(norm_slice(&pass));
		kdf_pbkdf2(norm_slice(&words), norm_slice(&salt), 2048, seed, 64);
		secret_free(&salt);
	}
	secret_free(&entropy);
	secret_free(&words);
	secret_free(&pass);
	return e;
}
