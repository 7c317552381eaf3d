/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What domains add to the commands about the program itself. */
#ifndef CMD_CMD_APP_H
#define CMD_CMD_APP_H

#include <stdbool.h>

struct app;

/* fn is called by `lock`: it forgets unlocked secrets and tells whether there were any. Registering twice is fine. */
void cmd_app_on_lock(bool (*fn)(struct app *app));

#endif
