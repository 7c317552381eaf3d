/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cidof VERSION raw|wrapped PATH...: the CIDs that src/codec/unixfs gives to files, and to folders with all below them, one
 * line each, to be laid beside those of "ipfs add". */
#include "base/mem.h"
#include "base/vec.h"
#include "codec/unixfs.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

struct how {
	unsigned version;
	bool raw;
};

static struct unixfs_entry of_file(const char *path, struct how h)
{
	struct unixfs_adder *a = unixfs_begin(h.version, h.raw, (struct unixfs_sink){ NULL, NULL });
	char bytes[65536];
	FILE *f = fopen(path, "rb");
	size_t n;

	if (!f) {
		perror(path);
		exit(1);
	}
	while ((n = fread(bytes, 1, sizeof bytes, f)))
		unixfs_write(a, bytes, n);
	fclose(f);
	return unixfs_end(a);
}

static struct unixfs_entry of(const char *path, struct how h);

static struct unixfs_entry of_folder(const char *path, struct how h)
{
	struct unixfs_entry out = { 0 };
	struct dagpb_links links = { 0 };
	DIR *d = opendir(path);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		struct str below = { 0 };
		struct unixfs_entry one;

		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		str_addf(&below, "%s/%s", path, e->d_name);
		one = of(str_c(&below), h);
		vec_push(&links, (struct dagpb_link){ .cid = one.cid, .name = slice_of(mem_strdup(e->d_name)), .size = one.size });
		str_free(&below);
	}
	if (d)
		closedir(d);
	if (unixfs_folder(h.version, links.v, links.n, (struct unixfs_sink){ NULL, NULL }, &out)) {
		fprintf(stderr, "%s: not a folder for IPFS\n", path);
		exit(1);
	}
	for (size_t i = 0; i < links.n; i++)
		free((char *)(uintptr_t)links.v[i].name.p);
	vec_free(&links);
	return out;
}

static struct unixfs_entry of(const char *path, struct how h)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode) ? of_folder(path, h) : of_file(path, h);
}

int main(int argc, char **argv)
{
	struct how h = { argc > 1 && !strcmp(argv[1], "1"), argc > 2 && !strcmp(argv[2], "raw") };

	if (argc < 4) {
		fputs("usage: cidof 0|1 raw|wrapped PATH...\n", stderr);
		return 2;
	}
	for (int i = 3; i < argc; i++) {
		struct str text = { 0 };
		struct unixfs_entry e = of(argv[i], h);

		cid_text(&e.cid, 0, &text);
		puts(str_c(&text));
		str_free(&text);
	}
	return 0;
}
