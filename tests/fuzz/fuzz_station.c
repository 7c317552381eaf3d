/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stations, strangers' ones too, publish and leave in folders. The first byte chooses the reader. */
#include "base/text.h"
#include "io/jread.h"
#include "station/economy.h"
#include "station/event.h"
#include "station/nightly.h"
#include "station/ssh.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static bool clean(const char *s, size_t cap)
{
	size_t n = strnlen(s, cap);
	return n < cap && text_valid((struct slice){ s, n }) && !strpbrk(s, "\n\r\t\033");
}

static void check_beacon(const struct beacon *b)
{
	struct economy e;
	must(clean(b->host, sizeof b->host) && clean(b->captain, sizeof b->captain) && clean(b->ssh, sizeof b->ssh));
	must(clean(b->peer, sizeof b->peer) && clean(b->city, sizeof b->city) && clean(b->tunnels, sizeof b->tunnels));
	must(clean(b->machine.cpu, sizeof b->machine.cpu) && clean(b->capacity.gpu, sizeof b->capacity.gpu));
	must(b->daemons.n <= 64 && b->n_boots <= BEACON_BOOTS);
	must(b->lat >= -90 && b->lat <= 90 && b->lon >= -180 && b->lon <= 180);
	for (size_t i = 0; i < b->daemons.n; i++) {
		const struct daemon *d = &b->daemons.v[i];
		must(clean(d->name, sizeof d->name) && clean(d->note, sizeof d->note) && clean(d->version, sizeof d->version));
		must(d->port >= 0 && d->port < 65536);
	}
	economy_of(&e, b);
}

static void as_beacon(struct slice s, bool heart)
{
	struct beacon b, again;
	beacon_init(&b);
	if (!(heart ? beacon_heartbox(&b, s, NULL) : beacon_read(&b, s, NULL))) {
		check_beacon(&b);
		json_t *o = beacon_write(&b);
		beacon_init(&again);
		must(beacon_object(&again, o, NULL) == E_OK);
		must(again.captain_zc == b.captain_zc || b.captain_zc == FIG_NONE);
		json_decref(o);
		beacon_free(&again);
	}
	beacon_free(&b);
}

static void as_event(struct slice s)
{
	struct beacon b;
	int64_t at = 0;
	json_t *o = jread_load(s, 1 << 20, NULL);
	beacon_init(&b);
	if (!event_health(&b, o, &at, NULL))
		check_beacon(&b);
	json_decref(o);
	beacon_free(&b);
}

static void as_night(struct slice s)
{
	struct nightly n = { .day = 1779840000 };
	nightly_read(&n, s, 1779920000);
	must(n.n_phases <= NIGHTLY_PHASES && n.n_errors <= NIGHTLY_ERRORS);
	for (size_t i = 0; i < n.n_errors; i++)
		must(clean(n.error[i], sizeof n.error[0]));
}

static void as_keys(struct slice s)
{
	struct slice line;
	while (s.n && slice_split(&s, '\n', &line)) {
		struct ssh_key k;
		if (!ssh_line(&k, line))
			continue;
		must(clean(k.comment, sizeof k.comment) && clean(k.options, sizeof k.options) && clean(k.type, sizeof k.type));
		must(k.damaged || strlen(k.fingerprint) == 50);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = { (const char *)data + 1, size - 1 };
	if (!size)
		return 0;
	switch (data[0] % 5) {
	case 0: as_beacon(s, false); break;
	case 1: as_beacon(s, true); break;
	case 2: as_event(s); break;
	case 3: as_night(s); break;
	default: as_keys(s); break;
	}
	return 0;
}
