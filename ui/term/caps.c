/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/term/caps.h"
#include "base/i18n.h"
#include "base/mem.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#ifdef __linux__
#include <linux/kd.h>
#endif

static const char *const modern_terms[];

static bool begins_one_of(const char *s, const char *const *names)
{
	for (; *names; names++)
		if (!strncmp(s, *names, strlen(*names)))
			return true;
	return false;
}

static bool set_and_full(const char *value)
{
	return value && *value;
}

/* A real vt100 and its like have no UTF-8 whatever the locale says. */
static enum glyph_set guess_glyphs(const struct caps *c)
{
	static const char *const plain[] = { "vt1", "vt2", "vt3", "vt4", "vt5", "ansi", "cons25", "dumb", "sun", "wy", NULL };

	if (!c->utf8 || begins_one_of(c->info.term, plain))
		return GLYPHS_ASCII;
	return c->console ? GLYPHS_VT : GLYPHS_FULL;
}

void caps_init(struct caps *c, const struct caps_info *info, const char *(*env)(const char *name), bool utf8)
{
	*c = (struct caps){ .info = *info, .utf8 = utf8, .ground = -1, .rtt_ms = -1 };
	c->remote = set_and_full(env("SSH_CONNECTION")) || set_and_full(env("SSH_TTY")) || set_and_full(env("MOSH_CONNECTION"));
	c->no_color = set_and_full(env("NO_COLOR"));
	c->console = !strncmp(info->term, "linux", 5);
	c->modern = begins_one_of(info->term, modern_terms);
	if (set_and_full(env("TMUX")) || !strncmp(info->term, "tmux", 4))
		c->mux = MUX_TMUX;
	else if (set_and_full(env("STY")) || !strncmp(info->term, "screen", 6))
		c->mux = MUX_SCREEN;
	c->best = guess_glyphs(c);
}

static int by_point(const void *a, const void *b)
{
	return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

/* The first code point of a glyph; all of ours lie below U+10000. */
static uint16_t point_of(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	if (p[0] < 0x80)
		return p[0];
	if (p[0] < 0xe0)
		return (uint16_t)((p[0] & 0x1f) << 6 | (p[1] & 0x3f));
	return (uint16_t)((p[0] & 0x0f) << 12 | (p[1] & 0x3f) << 6 | (p[2] & 0x3f));
}

static bool font_has(const uint16_t *points, size_t n, uint16_t point)
{
	return bsearch(&point, points, n, sizeof *points, by_point);
}

static bool font_has_set(const uint16_t *points, size_t n, enum glyph_set set)
{
	int i;

	for (i = 0; i < GLYPH_COUNT; i++)
		if (!font_has(points, n, point_of(grid_glyph_text(set, (enum glyph)i))))
			return false;
	return true;
}

void caps_font(struct caps *c, const uint16_t *points, size_t n)
{
	c->font_read = true;
	if (font_has_set(points, n, GLYPHS_FULL) && font_has(points, n, 0x28ff) && font_has(points, n, 0x2580))
		c->best = GLYPHS_FULL;
	else
		c->best = font_has_set(points, n, GLYPHS_VT) ? GLYPHS_VT : GLYPHS_ASCII;
}

#ifdef __linux__
static void read_font(struct caps *c, int fd)
{
	struct unimapdesc map = { 0, NULL };
	uint16_t *points;
	unsigned i, n;

	ioctl(fd, GIO_UNIMAP, &map);        /* fails for want of room, and tells how much is needed */
	n = map.entry_ct;
	if (!n)
		return;
	map.entries = mem_array(n, sizeof *map.entries);
	if (!ioctl(fd, GIO_UNIMAP, &map)) {
		n = map.entry_ct < n ? map.entry_ct : n;
		points = mem_array(n, sizeof *points);
		for (i = 0; i < n; i++)
			points[i] = map.entries[i].unicode;
		qsort(points, n, sizeof *points, by_point);
		caps_font(c, points, n);
		free(points);
	}
	free(map.entries);
}

void caps_console(struct caps *c, int fd)
{
	int mode = 0;

	if (!c->console || !c->utf8 || ioctl(fd, KDGKBMODE, &mode))
		return;
	read_font(c, fd);
	if (mode != K_UNICODE)              /* the console itself is not in UTF-8 mode */
		c->best = GLYPHS_ASCII;
}
#else
void caps_console(struct caps *c, int fd)
{
	(void)c;
	(void)fd;
}
#endif

/* The background, whether synchronized output is known, and the attributes as a fence: everybody answers those. GNU screen
 * prints what it does not know, so it gets the fence only. */
const char *caps_questions(const struct caps *c)
{
	if (!c->modern)
		return "";
	return c->mux == MUX_SCREEN ? "\033[c" : "\033]11;?\033\\\033[?2026$p\033[c";
}

bool caps_reply(struct caps *c, const struct reply *r, int64_t now_ms)
{
	int before = caps_light(c);

	switch (r->kind) {
	case REPLY_DA:
		if (c->asked_ms)
			c->rtt_ms = (int)(now_ms - c->asked_ms);
		c->asked_ms = 0;
		break;
	case REPLY_MODE:
		if (r->a == 2026)
			c->sync = (r->b == 1 || r->b == 2) && !c->console;
		break;
	case REPLY_GROUND:
		c->ground = r->a;
		break;
	case REPLY_OTHER:
		break;
	}
	return caps_light(c) != before;
}

/* Entries with millions of colours ("xterm-direct") read numbers from 8 on as red, green and blue: the first 8 are all they
 * have in common with a palette. */
static enum depth palette_depth(int colors)
{
	if (colors > 256)
		return DEPTH_8;
	return colors == 256 ? DEPTH_256 : colors >= 16 ? DEPTH_16 : colors >= 8 ? DEPTH_8 : DEPTH_NONE;
}

/* A richer set than the locale can write would come out as question marks. */
enum glyph_set caps_glyphs(const struct caps *c, int wanted)
{
	if (wanted < 0 || wanted > GLYPHS_ASCII)
		return c->best;
	return c->utf8 ? (enum glyph_set)wanted : GLYPHS_ASCII;
}

enum depth caps_depth(const struct caps *c, int wanted)
{
	enum depth most = palette_depth(c->info.colors);

	if (wanted < 0)
		return c->no_color ? DEPTH_NONE : most;
	if (wanted == DEPTH_TRUE && most == DEPTH_256)
		return DEPTH_TRUE;
	return (enum depth)wanted < most ? (enum depth)wanted : most;
}

bool caps_mouse(const struct caps *c)
{
	return c->modern;
}

int caps_light(const struct caps *c)
{
	uint32_t g = (uint32_t)c->ground;

	if (c->ground < 0)
		return -1;
	return 299 * (g >> 16 & 255) + 587 * (g >> 8 & 255) + 114 * (g & 255) > 127500;
}

static void tell(struct str *out, const char *name, const char *value)
{
	str_addf(out, "%s: %s\n", name, value);
}

static const char *yes(bool b)
{
	return b ? _("yes") : _("no");
}

void caps_describe(const struct caps *c, struct str *out)
{
	static const char *const sets[] = { "UTF-8", "VT", "ASCII" };
	static const char *const muxes[] = { "-", "tmux", "screen" };
	char number[64];

	tell(out, _("terminal"), c->info.term);
	snprintf(number, sizeof number, "%d", c->info.colors);
	tell(out, _("colours"), number);
	tell(out, _("colours refused (NO_COLOR)"), yes(c->no_color));
	tell(out, _("alternate screen"), c->info.alternate ? _("yes") : _("no, the screen is wiped when left"));
	tell(out, _("UTF-8 locale"), yes(c->utf8));
	tell(out, _("glyphs"), sets[c->best]);
	if (c->font_read)
		tell(out, _("glyphs found in the console's font"), yes(true));
	tell(out, _("multiplexer"), muxes[c->mux]);
	tell(out, _("over the network"), yes(c->remote));
	tell(out, _("synchronized output"), yes(c->sync));
	if (c->ground >= 0) {
		snprintf(number, sizeof number, "#%06x (%s)", (unsigned)c->ground, caps_light(c) ? _("light") : _("dark"));
		tell(out, _("background"), number);
	}
	if (c->rtt_ms >= 0) {
		snprintf(number, sizeof number, "%d ms", c->rtt_ms);
		tell(out, _("answer time"), number);
	}
}

/* Terminals that parse what they do not know instead of printing it. */
static const char *const modern_terms[] = {
	"xterm", "tmux", "screen", "rxvt", "alacritty", "foot", "kitty", "wezterm", "ghostty", "contour", "vte", "konsole",
	"st-", "mlterm", "iterm", "gnome", "putty", "mintty", "eterm", NULL
};
