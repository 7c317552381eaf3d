/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The control port: POST / with one line of words ("latency g1 500") and the token in the header X-Token; answers JSON,
 * 400 with {"error":…} when the order was not understood. `vigie-sandbox ctl …` is the same from a shell. */
#ifndef SANDBOX_CTL_H
#define SANDBOX_CTL_H

#include "sandbox/sandbox.h"

extern const struct service service_ctl;

/* The command line's side: sends the words and prints the answer. Blocks. Returns the exit code. */
int ctl_main(int argc, char **argv);

#endif
