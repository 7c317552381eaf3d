/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the bench programs share: a clock, the memory of this process, and rows of a table with a budget beside the figure. */
#ifndef TESTS_BENCH_H
#define TESTS_BENCH_H

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static inline double bench_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static inline long bench_kb(void)
{
	long pages = 0, all;
	FILE *f = fopen("/proc/self/statm", "r");

	if (f && fscanf(f, "%ld %ld", &all, &pages) != 2)
		pages = 0;
	if (f)
		fclose(f);
	return pages * sysconf(_SC_PAGESIZE) / 1024;
}

static inline void bench_head(const char *title)
{
	printf("\n| %s | figure | budget | RSS MB |\n|---|---|---|---|\n", title);
}

/* One row: n acts that took so many milliseconds together. */
static inline void bench_row(const char *what, double ms, double n, const char *budget)
{
	double each = ms / n;

	if (each >= 1)
		printf("| %s | %.1f ms |", what, each);
	else
		printf("| %s | %.1f us |", what, each * 1e3);
	printf(" %s | %.1f |\n", budget, (double)bench_kb() / 1024);
	fflush(stdout);
}

#endif
