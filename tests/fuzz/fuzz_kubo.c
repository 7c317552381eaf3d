/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of a Kubo node and of a Skywire hypervisor. The first byte chooses the question. */
#include "base/text.h"
#include "ipfs/kubo_read.h"
#include "ipfs/peerlist.h"
#include "skywire/skycoin.h"
#include "skywire/visor.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static bool clean(const char *s)
{
	return text_valid(slice_of(s)) && !strpbrk(s, "\n\r\t\033");
}

static void as_id(struct slice s)
{
	struct kubo_id id = { .version = "" };
	kubo_read_version(s, &id, NULL);
	kubo_read_id(s, &id, NULL);
	must(clean(id.id) && clean(id.agent) && clean(id.version));
	for (size_t i = 0; i < id.protocols.n; i++)
		must(clean(id.protocols.v[i]));
	kubo_id_free(&id);
}

static void as_peers(struct slice s)
{
	struct kubo_peers p = { 0 }, same = { 0 };
	struct peerlist bytes = { .peers = { 0 } };
	enum err e = peerlist_read(s, &p, NULL);
	for (size_t i = 0; i < p.n; i++)
		must(clean(p.v[i].id) && clean(p.v[i].addr) && clean(p.v[i].agent) && p.v[i].latency_us >= -1);
	/* the same peers whatever the pieces */
	for (size_t i = 0; i < s.n; i++)
		peerlist_feed(&bytes, (struct slice){ s.p + i, 1 }, NULL);
	must(!e == !peerlist_end(&bytes, &same, NULL) && same.n == p.n);
	kubo_peers_free(&same);
	kubo_peers_free(&p);
}

static void as_lists(struct slice s)
{
	struct kubo_extras e = { .keys = { 0 } };
	for (int i = 0; i < 3; i++)
		kubo_read_list((enum kubo_list)i, s, &e, NULL);
	for (size_t i = 0; i < e.keys.n; i++)
		must(clean(e.keys.v[i].name));
	for (size_t i = 0; i < e.tunnels.n; i++)
		must(clean(e.tunnels.v[i].protocol) && clean(e.tunnels.v[i].target));
	kubo_extras_free(&e);
}

static void as_figures(struct slice s)
{
	struct kubo_rate r = { 0 };
	struct kubo_repo repo = { .objects = -1 };
	struct kubo_disk d;
	struct kubo_bitswap b = { .partners = -1 };
	struct str why = { 0 };
	kubo_read_rate(s, &r, NULL);
	if (!kubo_read_repo(s, &repo, NULL))
		must(repo.size >= 0 && repo.limit >= -1 && clean(repo.path));
	kubo_read_disk(s, &d, NULL);
	kubo_read_bitswap(s, &b, NULL);
	kubo_read_refusal(s, &why);
	must(clean(str_c(&why)));
	str_free(&why);
	kubo_duration_us(s);
}

/* The same counts whatever the pieces. */
static void as_pins(struct slice s)
{
	struct kubo_pin_count whole = { 0 }, bytes = { 0 };
	kubo_count_pins(&whole, s);
	for (size_t i = 0; i < s.n; i++)
		kubo_count_pins(&bytes, (struct slice){ s.p + i, 1 });
	must(whole.pins.recursive == bytes.pins.recursive && whole.pins.direct == bytes.pins.direct);
}

static void as_visors(struct slice s)
{
	struct visors v = { 0 }, known = { 0 };
	for (int round = 0; round < 2; round++) {
		visor_list(s, &v, NULL);
		visor_merge(&known, &v, 1000 + round, 5000);
	}
	for (size_t i = 0; i < known.n; i++) {
		must(clean(known.v[i].version) && clean(known.v[i].reward) && clean(known.v[i].public_ip));
		must(known.v[i].rate_sent >= -1 && known.v[i].rate_received >= -1);
	}
	visor_list_free(&known);
}

static void as_coins(struct slice s)
{
	struct visor_host h = { .cpu = -1 };
	int64_t v = 0;
	visor_host_stats(&h, s, 5, NULL);
	must(h.cpu >= -1 && h.cpu <= 1000);
	if (!skycoin_received(s, "A B", 0, &v, NULL))
		must(v >= 0);
	skycoin_balance(s, &v, NULL);
	skycoin_health(s, &v, NULL);
	if (skycoin_amount(s, &v))
		must(v >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const readers[])(struct slice) = { as_id, as_peers, as_lists, as_figures, as_pins, as_visors, as_coins };
	if (size)
		readers[data[0] % 7]((struct slice){ (const char *)data + 1, size - 1 });
	return 0;
}
