/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A loop and a net, and waiting for something on them. */
#ifndef TESTS_T_G1_TURN_H
#define TESTS_T_G1_TURN_H

#include "base/tick.h"
#include "io/loop.h"
#include "io/net.h"
#include "t_g1.h"

static struct loop *loop;
static struct net *net;

/* Turns the loop until *done, or for so long; whether it came. */
__attribute__((unused)) static bool turn_until(bool (*done)(void *arg), void *arg, int64_t ms)
{
	int64_t end = tick_ms() + ms;
	while (!done(arg)) {
		int64_t left = end - tick_ms();
		if (left <= 0)
			return false;
		loop_turn(loop, left < 50 ? left : 50);
	}
	return true;
}

#endif
