/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/looks.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/text.h"
#include "model/vaults.h"
#include "model/world.h"
#include "ui/widget/view.h"
#include <string.h>
#include <unistd.h>

static int word(const char *text, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (!strcmp(text, words[i]))
			return i;
	return -1;
}

static bool on_console(void)
{
	const char *term = getenv("TERM");
	return term && !strcmp(term, "linux");
}

static const char *theme_wanted(const struct conf *c, int light)
{
	if (strcmp(conf_origin(c, "ui.theme"), "default"))
		return conf_text(c, "ui.theme");
	return on_console() ? "vt" : light == 1 ? "light" : "default";
}

struct theme *looks_theme(const struct conf *c, int light)
{
	struct str dir = { 0 }, notes = { 0 };
	struct fault f = { 0 };
	const char *name = theme_wanted(c, light);
	paths_in(PATH_CONFIG, "themes", &dir);
	struct theme *t = theme_load(name, str_c(&dir), &notes, &f);
	if (!t) {
		str_addf(&notes, _("no theme is called %s, the default one is used\n"), name);
		t = theme_load("default", NULL, &notes, &f);
	}
	struct slice rest = slice_str(&notes), line;
	while (notes.n && slice_split(&rest, '\n', &line))
		if (line.n)
			log_add(LOG_WARN, "ui", "%.*s", (int)line.n, line.p);
	str_free(&dir);
	str_free(&notes);
	return t;
}

enum alert looks_alert(const struct conf *c, bool news)
{
	static const char *const ways[] = { "off", "bell", "osc9", "osc777", NULL };
	int way = word(conf_text(c, "ui.notices"), ways);

	return way < 0 || (!news && way > ALERT_BELL) ? ALERT_BELL : (enum alert)way;
}

void looks_options(const struct conf *c, const struct theme *theme, struct term_options *out)
{
	static const char *const glyphs[] = { "full", "vt", "ascii", NULL };
	static const char *const depths[] = { "none", "8", "16", "256", "true", NULL };
	const char *mouse = conf_text(c, "ui.mouse"), *motion = conf_text(c, "ui.motion");
	*out = (struct term_options){
		.glyphs = word(conf_text(c, "ui.glyphs"), glyphs),
		.depth = word(conf_text(c, "ui.colour"), depths),
		.mouse = !strcmp(mouse, "on") || (!strcmp(mouse, "auto") && !on_console()),
		.gutter = !strcmp(motion, "gutter") || (!strcmp(motion, "auto") && getenv("SSH_CONNECTION")),
		.theme = theme,
		.escape_ms = conf_int(c, "ui.escape_ms") ? (int)conf_int(c, "ui.escape_ms") : -1,
	};
	text_ambiguous_wide(conf_bool(c, "ui.wide"));
}

enum glyph_set looks_glyphs(const struct conf *c)
{
	static const char *const glyphs[] = { "full", "vt", "ascii", NULL };
	int set = word(conf_text(c, "ui.glyphs"), glyphs);
	if (set >= 0)
		return (enum glyph_set)set;
	if (!i18n_utf8())
		return GLYPHS_ASCII;
	return on_console() ? GLYPHS_VT : GLYPHS_FULL;
}

/* The very first start shows what was found on this machine, and the sandbox its ready accounts until there is a vault; every
 * other start goes Home. */
const char *looks_first_view(const struct app *app, const struct options *o)
{
	struct str mark = { 0 };
	struct fault f = { 0 };
	const char *first = "home";
	if (o->argc && view_by_name(o->argv[0]))
		return o->argv[0];
	if (!app->readonly && !paths_in(PATH_STATE, "started", &mark) && access(mark.p, F_OK)) {
		first = "setup";
		paths_write(mark.p, SLICE("vigie has been started here; without this file it greets you as a newcomer\n"), &f);
	}
	if (world_is_sandbox(app->world) && vaults_state(app->vaults) == VAULTS_NONE && !app->readonly)
		first = "setup";
	str_free(&mark);
	return first;
}
