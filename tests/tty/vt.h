/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A terminal for tests: starts any program on a pty, reads what it writes into libvterm, types, resizes, looks at cells and
 * modes, counts bytes. Every wait has a deadline and pumps; nothing sleeps blindly. */
#ifndef TTY_VT_H
#define TTY_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

enum { VT_PATIENCE_MS = 20000 };   /* for things that must come: generous, machines are slow under load */

struct vt_start {
	char *const *argv;
	const char *term;             /* TERM; NULL: xterm-256color */
	const char *const *env;       /* more "NAME=value", NULL-terminated; may be NULL */
	int h, w;                     /* 0: 24x80 */
	const char *ground;           /* answer to OSC 11, as "rgb:ffff/ffff/ffff"; NULL: silent */
	bool sync;                    /* answers that it knows synchronized output */
	bool mute;                    /* answers nothing at all */
	bool keep_stderr;             /* stderr goes to a pipe (vt_stderr) instead of the terminal */
};

struct vt;
struct vt *vt_start(const struct vt_start *s);
void vt_free(struct vt *v);                       /* kills what still runs */
pid_t vt_pid(const struct vt *v);
const char *vt_term(const struct vt *v);

void vt_send(struct vt *v, const char *bytes);
void vt_send_n(struct vt *v, const char *bytes, size_t n);
void vt_resize(struct vt *v, int h, int w);       /* the kernel sends SIGWINCH */

/* Pumps until the screen holds (or no longer holds) the text; false after the deadline. */
bool vt_wait(struct vt *v, const char *text, int ms);
bool vt_wait_gone(struct vt *v, const char *text, int ms);
/* Pumps until nothing came for silence_ms; false if it never was silent. */
bool vt_quiet(struct vt *v, int silence_ms, int ms);
/* Pumps until the program has ended or stopped: its wait status, or -1. */
int vt_wait_end(struct vt *v, int ms);
int vt_wait_stop(struct vt *v, int ms);

const char *vt_screen(struct vt *v);              /* all rows with line ends; borrowed until the next call */
const char *vt_row(struct vt *v, int y);          /* one row without blanks at its end; the same */
bool vt_on_screen(struct vt *v, const char *text);
void vt_cursor(const struct vt *v, int *y, int *x);
bool vt_cursor_visible(const struct vt *v);
bool vt_alternate(const struct vt *v);
int vt_mouse(const struct vt *v);                 /* libvterm's mouse mode, 0 off */
/* The 0xrrggbb colours of a cell and whether it is reverse. */
void vt_cell(struct vt *v, int y, int x, unsigned *fg, unsigned *bg, bool *reverse);

size_t vt_bytes(const struct vt *v);              /* read so far */
void vt_forget(struct vt *v);                     /* the byte record begins anew */
size_t vt_count(const struct vt *v, const char *bytes); /* occurrences in the record */
bool vt_saw(const struct vt *v, const char *bytes);
const char *vt_stderr(struct vt *v);

bool vt_modes_same(const struct vt *v);           /* the line modes are those before the start */
void vt_modes_get(const struct vt *v, struct termios *t);
void vt_modes_set(const struct vt *v, const struct termios *t);  /* as a shell does while the program is stopped */
void vt_hang_up(struct vt *v);                    /* the terminal goes away */

#endif
