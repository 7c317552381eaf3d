/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for the passphrase of the vault when something needs it open, and goes on when it is. */
#ifndef VIEW_UNLOCK_H
#define VIEW_UNLOCK_H

#include "ui/widget/view.h"

/* fn is called once: at once when the vault is open, with E_NOT_FOUND when there is none yet, with E_CANCELLED when the person
 * leaves, and never when the screen ends first. A wrong passphrase is said and asked again. The stack outlives the question;
 * what arg points to must, too. */
void unlock_then(struct view *v, void (*fn)(void *arg, enum err e), void *arg);

#endif
