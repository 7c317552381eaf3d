/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys that may log in here: those of the first stations, of the co-administrators, of the swarm's stations as they came
 * in by their events (marked "uplanet:"), and two of whom nobody knows. */
#include "sandbox/station/home.h"
#include "sandbox/station/inside.h"
#include "sandbox/station/words.h"

#include "base/mem.h"
#include "keys/ed25519.h"

#include <sodium.h>

enum { COADMINS = 3, BOOTSTRAPS = 4 };

void ssh_line(const unsigned char pub[32], const char *comment, struct str *out)
{
	unsigned char blob[51] = { 0, 0, 0, 11, 's', 's', 'h', '-', 'e', 'd', '2', '5', '5', '1', '9', 0, 0, 0, 32 };
	char text[sodium_base64_ENCODED_LEN(51, sodium_base64_VARIANT_ORIGINAL)];

	memcpy(blob + 19, pub, 32);
	sodium_bin2base64(text, sizeof text, blob, sizeof blob, sodium_base64_VARIANT_ORIGINAL);
	str_addf(out, "ssh-ed25519 %s%s%s", text, *comment ? " " : "", comment);
}

static void invented(const struct swarm *s, uint64_t i, unsigned char pub[32])
{
	unsigned char seed[32];
	struct rng r;

	rng_init(&r, s->world->seed, "ssh keys", i);
	rng_bytes(&r, seed, sizeof seed);
	ed25519_public(seed, pub);
}

static void bootstrap(struct stations *s, struct tree *out, struct str *keys)
{
	const struct swarm *sw = s->swarm;
	struct str ssh = { 0 }, nodes = { 0 };

	str_adds(&nodes, "# UPlanet Swarm Bootstrap Stations #\n");
	for (size_t i = 1; i < sw->stations.n && i <= BOOTSTRAPS; i++) {
		const struct station *st = &sw->stations.v[i];
		char comment[96];
		if (i == 1)
			snprintf(comment, sizeof comment, "ipfs.%s", st->host);
		else
			snprintf(comment, sizeof comment, "%s@%s", st->user, st->host);
		ssh_line(st->ssh_pub, comment, &ssh);
		str_addc(&ssh, '\n');
		if (i == 1)
			str_addf(&nodes, "# astroport.%s #\n/ip4/%s/tcp/4001/p2p/%s\n", st->host, st->ip, st->peer);
		else
			str_addf(&nodes, "/dnsaddr/ipfs.%s/p2p/%s\n", st->host, st->peer);
	}
	str_add(keys, slice_str(&ssh));
	tree_add(out, ".zen/Astroport.ONE/A_boostrap_ssh.txt", 0644, slice_str(&ssh));
	tree_add(out, ".zen/Astroport.ONE/A_boostrap_nodes.txt", 0644, slice_str(&nodes));
	tree_add(out, ".zen/game/MY_boostrap_nodes.txt", 0644, slice_str(&nodes));
	tree_add(out, ".zen/game/My_boostrap_ssh.txt", 0644, slice_str(&ssh));
	str_free(&ssh);
	str_free(&nodes);
}

static void coadmins(struct stations *s, struct tree *out, struct str *keys)
{
	const struct swarm *sw = s->swarm;
	const struct station *here = &sw->stations.v[HERE];

	for (int i = 0; i < COADMINS; i++) {
		int person = i && here->members.n > (size_t)i ? here->members.v[i] : here->captain;
		static const char *const machine[] = { "bureau", "portable", "telephone" };
		struct str line = { 0 }, comment = { 0 }, path = { 0 };
		unsigned char pub[32];
		person_email(sw->world, person, &path);
		str_addf(&comment, "%.*s@%s", (int)strcspn(str_c(&path), "@"), str_c(&path), machine[i]);
		invented(sw, (uint64_t)i, pub);
		ssh_line(pub, str_c(&comment), &line);
		str_addc(&line, '\n');
		str_add(keys, slice_str(&line));
		str_cut(&comment, 0);
		str_addf(&comment, ".zen/game/players/%s/ssh.pub", str_c(&path));
		tree_add(out, str_c(&comment), 0644, slice_str(&line));
		str_free(&line);
		str_free(&comment);
		str_free(&path);
	}
}

static void of_the_swarm(struct stations *s, struct str *keys)
{
	const struct swarm *sw = s->swarm;
	char root[64];

	wallet_address(sw->world, sw->coop[COOP_ROOT], root);
	for (size_t i = BOOTSTRAPS + 1; i < sw->stations.n && i < 12; i++) {
		const struct station *st = &sw->stations.v[i];
		char comment[120];
		if (!station_alive(st))
			continue;
		snprintf(comment, sizeof comment, "%s@%.*s uplanet:%.8s", st->user, (int)strcspn(st->host, "."), st->host, root);
		ssh_line(st->ssh_pub, comment, keys);
		str_addc(keys, '\n');
	}
}

void ssh_files(struct stations *s, struct tree *out)
{
	const struct station *here = &s->swarm->stations.v[HERE];
	struct str keys = { 0 }, own = { 0 };
	unsigned char pub[32];
	char comment[96], root[64];

	str_adds(&keys, "# ASTRO # ~/.ssh/authorized_keys\n");
	coadmins(s, out, &keys);
	bootstrap(s, out, &keys);
	of_the_swarm(s, &keys);
	invented(s->swarm, 100, pub);
	ssh_line(pub, "root@vps-3481", &keys);
	str_adds(&keys, "\nno-pty,command=\"/usr/local/bin/relais\" ");
	invented(s->swarm, 101, pub);
	ssh_line(pub, "", &keys);
	/* Anybody may write the mark: this one belongs to no station. */
	str_addc(&keys, '\n');
	invented(s->swarm, 102, pub);
	wallet_address(s->swarm->world, s->swarm->coop[COOP_ROOT], root);
	snprintf(comment, sizeof comment, "astro@nulle-part uplanet:%.8s", root);
	ssh_line(pub, comment, &keys);
	str_addc(&keys, '\n');
	tree_add(out, ".ssh/authorized_keys", 0600, slice_str(&keys));
	snprintf(comment, sizeof comment, "%s@%.*s", here->user, (int)strcspn(here->host, "."), here->host);
	ssh_line(here->ssh_pub, comment, &own);
	str_addc(&own, '\n');
	tree_add(out, ".ssh/id_ed25519.pub", 0644, slice_str(&own));
	str_free(&keys);
	str_free(&own);
}
