/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/map.h"
#include "base/mem.h"
#include <sodium.h>
#include <stdlib.h>

/* key NULL and not dead: free. key NULL and dead: a tombstone. */
struct map_slot {
	char *key;
	size_t n;
	uint64_t hash;
	void *value;
	bool dead;
};

static uint64_t hash_of(struct slice key)
{
	static unsigned char seed[crypto_shorthash_KEYBYTES];
	static bool seeded;
	uint64_t h;
	if (!seeded) {
		if (sodium_init() < 0)
			abort();
		randombytes_buf(seed, sizeof seed);
		seeded = true;
	}
	crypto_shorthash((unsigned char *)&h, (const unsigned char *)(key.p ? key.p : ""), key.n, seed);
	return h;
}

static struct map_slot *find(const struct map *m, struct slice key, uint64_t h)
{
	if (!m->cap)
		return NULL;
	for (size_t i = h & (m->cap - 1);; i = (i + 1) & (m->cap - 1)) {
		struct map_slot *s = &m->slots[i];
		if (!s->key && !s->dead)
			return NULL;
		if (s->key && s->hash == h && s->n == key.n && (!key.n || !memcmp(s->key, key.p, key.n)))
			return s;
	}
}

static void rehash(struct map *m, size_t cap)
{
	struct map_slot *old = m->slots;
	size_t n = m->cap;
	m->slots = mem_array(cap, sizeof *m->slots);
	m->cap = cap;
	m->used = m->n;
	for (size_t i = 0; i < n; i++) {
		if (!old[i].key)
			continue;
		size_t j = old[i].hash & (cap - 1);
		while (m->slots[j].key)
			j = (j + 1) & (cap - 1);
		m->slots[j] = old[i];
	}
	free(old);
}

void *map_get(const struct map *m, struct slice key)
{
	struct map_slot *s = find(m, key, hash_of(key));
	return s ? s->value : NULL;
}

void *map_set(struct map *m, struct slice key, void *value)
{
	uint64_t h = hash_of(key);
	struct map_slot *s = find(m, key, h);
	if (s) {
		void *old = s->value;
		s->value = value;
		return old;
	}
	if ((m->used + 1) * 4 > m->cap * 3)
		rehash(m, m->n * 2 + 8 > m->cap ? (m->cap ? m->cap * 2 : 16) : m->cap);
	size_t i = h & (m->cap - 1);
	while (m->slots[i].key || m->slots[i].dead)
		i = (i + 1) & (m->cap - 1);
	m->slots[i] = (struct map_slot){ mem_strndup(key.p, key.n), key.n, h, value, false };
	m->n++;
	m->used++;
	return NULL;
}

void *map_del(struct map *m, struct slice key)
{
	struct map_slot *s = find(m, key, hash_of(key));
	if (!s)
		return NULL;
	void *old = s->value;
	free(s->key);
	*s = (struct map_slot){ .dead = true };
	m->n--;
	return old;
}

bool map_next(const struct map *m, size_t *i, struct slice *key, void **value)
{
	for (; *i < m->cap; (*i)++) {
		struct map_slot *s = &m->slots[*i];
		if (!s->key)
			continue;
		if (key)
			*key = (struct slice){ s->key, s->n };
		if (value)
			*value = s->value;
		(*i)++;
		return true;
	}
	return false;
}

void map_free(struct map *m)
{
	for (size_t i = 0; i < m->cap; i++)
		free(m->slots[i].key);
	free(m->slots);
	*m = (struct map){ 0 };
}
