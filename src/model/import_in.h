/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the import, for import*.c only: what the thread works on. */
#ifndef MODEL_IMPORT_IN_H
#define MODEL_IMPORT_IN_H

#include "keys/derive.h"
#include "keys/keyfile.h"
#include "model/import.h"

/* Roots: as UTF-8, as the first Cesium² cut letters, and three other strengths of an identifier and password. */
enum { IMPORT_ROOTS = 5, IMPORT_MOST = 2 * (DERIVE_ACCOUNTS + 2) };

struct import_reading {
	struct secret text, password;
	struct brain_level level;
	bool has_level;
	bool others;                  /* text is identifier and password, to be read with the strengths that are not usual */
	struct keyfile roots[IMPORT_ROOTS];
	size_t n_roots, n;
	struct import_choice choices[IMPORT_MOST];
	unsigned char root_of[IMPORT_MOST];
	enum err e;
	struct fault fault;
	struct bip39_trouble trouble;
};

/* On the work thread; and the wiping of what is left of it. */
void import_reading_run(void *job);
void import_reading_drop(void *job);

#endif
