/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/era.h"
#include "codec/pack.h"

enum { LEAST = 4, MOST = 65536 };

static uint32_t power_of_two(uint32_t n)
{
	uint32_t p = LEAST;
	while (p < n && p < MOST)
		p *= 2;
	return p;
}

/* The phase is kept in steps of period / 4096, as 12 bits must hold it. */
static uint32_t step_of(uint32_t period)
{
	return period >> 12 ? period >> 12 : 1;
}

struct era era_at(uint32_t period, uint32_t block)
{
	if (!period)
		return (struct era){ 0 };
	struct era e = { power_of_two(period), 0 };
	uint32_t step = step_of(e.period), phase = block % e.period / step * step;
	e.birth = (uint32_t)((uint64_t)(block - phase) / e.period * e.period + phase);
	return e;
}

void era_pack(const struct era *e, struct str *out)
{
	unsigned log = 0;
	if (!e->period) {
		str_addc(out, 0);
		return;
	}
	while (e->period >> (log + 1))
		log++;
	pack_uint(out, (log > 1 ? log - 1 : 1) | (e->birth % e->period / step_of(e->period)) << 4, 2);
}

bool era_read(struct scale *in, uint32_t block, struct era *out)
{
	*out = (struct era){ 0 };
	uint32_t first = (uint32_t)scale_uint(in, 1);
	if (!first || in->bad)
		return !in->bad;
	uint32_t both = first | (uint32_t)scale_uint(in, 1) << 8;
	out->period = 2u << (both & 15);
	uint32_t phase = (both >> 4) * step_of(out->period);
	if (in->bad || out->period < LEAST || phase >= out->period)
		return false;
	/* Rounding down may step below zero near the start of the chain: then it is the phase itself. */
	out->birth = block < phase ? phase : (block - phase) / out->period * out->period + phase;
	return true;
}

uint32_t era_last(const struct era *e)
{
	return e->period ? e->birth + e->period - 1 : UINT32_MAX;
}
