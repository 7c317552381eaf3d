/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the village keeps on its node: a small library, and the folders of files that its people sort. */
#include "sandbox/kubo/inside.h"


static const struct text {
	const char *path, *text;
} texts[];

/* A recording of pure noise, larger than one block, so that files with parts are among them. */
static void add_noise(struct tree *t, const struct kubo *k, const char *path, size_t n)
{
	struct str s = { 0 };
	struct rng r;

	rng_init(&r, k->swarm->world->seed, path, 0);
	str_reserve(&s, n + 1);
	rng_bytes(&r, s.p, n);
	s.n = n;
	tree_add(t, path, 0644, slice_str(&s));
	str_free(&s);
}

static void add_table(struct tree *t, const struct kubo *k)
{
	struct str s = { 0 };
	struct rng r;

	rng_init(&r, k->swarm->world->seed, "readings", 0);
	str_adds(&s, "jour;production_kWh;consommation_kWh\n");
	for (int day = 1; day <= 365; day++)
		str_addf(&s, "%d;%.2f;%.2f\n", day, 0.2 + 1.4 * rng_unit(&r), 0.1 + 0.3 * rng_unit(&r));
	tree_add(t, "donnees/solaire.csv", 0644, slice_str(&s));
	str_free(&s);
}

struct cid kubo_library(struct kubo *k)
{
	struct tree t = { 0 };
	struct cid root;

	for (const struct text *x = texts; x->path; x++)
		tree_add(&t, x->path, 0644, slice_of(x->text));
	add_table(&t, k);
	add_noise(&t, k, "sons/marche-du-samedi.ogg", 610000);
	add_noise(&t, k, "photos/phare.jpg", 90000);
	tree_add(&t, "photos/vide.jpg", 0644, SLICE(""));
	root = blocks_add(k->blocks, 0, &t, 0, false).cid;
	tree_free(&t);
	return root;
}

struct cid kubo_mfs(struct kubo *k)
{
	struct tree t = { 0 };
	struct cid root;

	for (const struct text *x = texts; x->path; x++) {
		char path[128];
		snprintf(path, sizeof path, "bibliotheque/%s", x->path);
		tree_add(&t, path, 0644, slice_of(x->text));
	}
	add_noise(&t, k, "uDRIVE/Images/marche.jpg", 300000);
	tree_addf(&t, "uDRIVE/Documents/liste.txt", "pain\nmiel\nœufs\ngraine %llu\n", (unsigned long long)k->swarm->world->seed);
	tree_addf(&t, "notes.txt", "la clé du local est chez les voisins\n");
	root = blocks_add(k->blocks, 0, &t, 0, false).cid;
	tree_free(&t);
	return root;
}

static const struct text texts[] = {
	{ "lisez-moi.txt", "La bibliothèque du village : tout ce qui est ici est inventé, et peut être copié.\n" },
	{ "guide/station.md", "# Une station\n\nUne petite machine qui garde les fichiers de ses voisins, et leur carte.\n" },
	{ "guide/monnaie-libre.md", "# Une monnaie libre\n\nChaque membre crée la même part, chaque jour.\n" },
	{ "guide/en/station.md", "# A station\n\nA small machine that keeps the files of its neighbours, and their map.\n" },
	{ "recettes/pain.txt", "farine 1 kg, eau 650 g, levain 200 g, sel 18 g\n" },
	{ "recettes/tortilla.txt", "6 huevos, 4 patatas, 1 cebolla, aceite, sal\n" },
	{ NULL, NULL },
};
