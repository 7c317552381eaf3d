/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks that need no network: terminal, locale, folders, clock, settings, keys. */
#include "cmd/doctor_own.h"
#include "base/conf.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "base/tick.h"
#include "cmd/keymap.h"
#include "cmd/settings.h"
#include "model/app.h"
#include <errno.h>
#include <langinfo.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <sys/utsname.h>
#include <unistd.h>

enum { LEAST_MB = 50, MAX_FILE = 1 << 20 };

static const int64_t built_after = 1735689600; /* 2025-01-01: before the first release of this program */

static void check_program(struct doctor_item *item)
{
	struct utsname u;
	struct str detail = { 0 };

	str_adds(&detail, PACKAGE_NAME " " PACKAGE_VERSION);
	if (!uname(&u))
		str_addf(&detail, ", %s %s %s", u.sysname, u.release, u.machine);
	doctor_done(item, DOCTOR_FOUND, str_c(&detail), "");
	str_free(&detail);
}

static void check_terminal(struct doctor_item *item)
{
	const char *term = getenv("TERM");
	struct winsize size = { 0 };
	struct str detail = { 0 };
	bool tty = isatty(STDIN_FILENO) || isatty(STDERR_FILENO);

	if (!term || !*term) {
		doctor_done(item, DOCTOR_MISSING, _("TERM is not set"), _("set TERM, for example: export TERM=xterm-256color"));
		return;
	}
	str_adds(&detail, term);
	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 || ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0)
		str_addf(&detail, ", %dx%d", (int)size.ws_col, (int)size.ws_row);
	if (getenv("SSH_CONNECTION"))
		str_adds(&detail, ", SSH");
	if (getenv("TMUX"))
		str_adds(&detail, ", tmux");
	if (!tty)
		doctor_done(item, DOCTOR_UNKNOWN, str_c(&detail), _("this run has no terminal, so there is nothing to see"));
	else if (!strcmp(term, "dumb"))
		doctor_done(item, DOCTOR_BROKEN, str_c(&detail), _("this terminal cannot show a full screen: use vigie --plain"));
	else if (size.ws_col && (size.ws_col < 40 || size.ws_row < 12))
		doctor_done(item, DOCTOR_BROKEN, str_c(&detail), _("make the window at least 40 columns and 12 lines, better 80 and 24"));
	else
		doctor_done(item, DOCTOR_FOUND, str_c(&detail), "");
	str_free(&detail);
}

static void check_locale(struct doctor_item *item)
{
	const char *names[] = { "LC_ALL", "LC_CTYPE", "LANG" }, *wanted = "";
	struct str detail = { 0 };
	struct app *app = doctor_app(item);

	for (size_t i = 0; i < 3 && !*wanted; i++)
		wanted = getenv(names[i]) ? getenv(names[i]) : "";
	str_addf(&detail, "%s, %s, %s, %s", *wanted ? wanted : "C", nl_langinfo(CODESET), i18n_lang(),
	         conf_text(app->conf, "ui.glyphs"));
	if (i18n_utf8())
		doctor_done(item, DOCTOR_FOUND, str_c(&detail), "");
	else
		doctor_done(item, DOCTOR_BROKEN, str_c(&detail), _("names lose their accents here: choose a UTF-8 locale, for example "
		                                                   "export LANG=C.UTF-8"));
	str_free(&detail);
}

static void check_colour(struct doctor_item *item)
{
	const char *term = getenv("TERM"), *set = conf_text(doctor_app(item)->conf, "ui.colour");
	struct str detail = { 0 };

	if (getenv("NO_COLOR") && *getenv("NO_COLOR"))
		str_adds(&detail, _("none, because NO_COLOR is set"));
	else if (strcmp(set, "auto"))
		str_adds(&detail, set);
	else
		str_addf(&detail, _("as the terminal says (TERM=%s)"), term ? term : "");
	doctor_done(item, DOCTOR_FOUND, str_c(&detail), "");
	str_free(&detail);
}

/* The folder itself, without a slash at its end. */
static enum err folder(enum path_kind kind, struct str *out)
{
	enum err e;

	str_cut(out, 0);
	e = paths_in(kind, ".", out);
	if (!e)
		str_cut(out, out->n - 2);
	return e;
}

/* Each folder must be there, the person's, and closed to others where secrets may be. */
static void check_folders(struct doctor_item *item)
{
	struct str list = { 0 }, path = { 0 };

	for (int kind = 0; kind < PATH_KINDS; kind++) {
		struct fault f = { 0 };
		enum err e;

		e = folder((enum path_kind)kind, &path);
		if (!e)
			e = paths_private(str_c(&path), &f);
		if (!e && access(str_c(&path), R_OK | W_OK | X_OK))
			e = err_from_errno(errno);
		if (e) {
			str_cut(&list, 0);
			str_addf(&list, "%s: %s", path.n ? str_c(&path) : f.where, err_message(e));
			doctor_done(item, e == E_NOT_FOUND ? DOCTOR_MISSING : e == E_DENIED ? DOCTOR_DENIED : DOCTOR_BROKEN,
			            str_c(&list), err_hint(e));
			goto out;
		}
		str_addf(&list, "%s%s", list.n ? "  " : "", str_c(&path));
	}
	doctor_done(item, DOCTOR_FOUND, str_c(&list), "");
out:
	str_free(&path);
	str_free(&list);
}

static void check_clock(struct doctor_item *item)
{
	struct timex t = { 0 };
	struct str now = { 0 };
	int state = adjtimex(&t);

	tick_rfc3339(&now, tick_now());
	if (tick_now() < built_after) {
		doctor_done(item, DOCTOR_BROKEN, str_c(&now), _("this machine lives in the past: set its clock, or start its time service "
		                                               "(systemd-timesyncd, chrony)"));
	} else if (tick_trusted()) {
		str_addf(&now, ", %s", _("as the chain says"));
		doctor_done(item, DOCTOR_FOUND, str_c(&now), "");
	} else if (state >= 0 && !(t.status & STA_UNSYNC)) {
		str_addf(&now, ", %s", _("kept by a time service"));
		doctor_done(item, DOCTOR_FOUND, str_c(&now), "");
	} else {
		str_addf(&now, ", %s", _("nobody confirms it"));
		doctor_done(item, DOCTOR_UNKNOWN, str_c(&now), _("compare it with your watch; a time service would keep it "
		                                                "(systemd-timesyncd, chrony)"));
	}
	str_free(&now);
}

static void check_disk(struct doctor_item *item)
{
	static const enum path_kind kinds[] = { PATH_DATA, PATH_STATE, PATH_CACHE };
	struct str path = { 0 }, detail = { 0 };
	uint64_t least = UINT64_MAX;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct statvfs v;

		if (folder(kinds[i], &path) || statvfs(str_c(&path), &v))
			continue;
		uint64_t mb = (uint64_t)v.f_bavail * v.f_frsize >> 20;
		if (mb < least) {
			least = mb;
			str_cut(&detail, 0);
			str_addf(&detail, _("%llu MB free in %s"), (unsigned long long)mb, str_c(&path));
			if (v.f_flag & ST_RDONLY) {
				doctor_done(item, DOCTOR_DENIED, str_c(&path), _("this disk can only be read: nothing can be kept"));
				goto out;
			}
		}
	}
	if (least == UINT64_MAX)
		doctor_done(item, DOCTOR_UNKNOWN, _("the folders do not answer"), "");
	else if (least < LEAST_MB)
		doctor_done(item, DOCTOR_BROKEN, str_c(&detail), _("free some space: what is written may be lost"));
	else
		doctor_done(item, DOCTOR_FOUND, str_c(&detail), "");
out:
	str_free(&path);
	str_free(&detail);
}

/* Tells the number of warnings and the first one. */
static void done_warnings(struct doctor_item *item, struct str *warnings, const char *path, const char *well)
{
	size_t n = 0;
	struct str detail = { 0 };
	struct slice rest = slice_str(warnings), line;

	while (slice_split(&rest, '\n', &line))
		n += line.n > 0;
	if (!n) {
		str_addf(&detail, "%s, %s", path, well);
		doctor_done(item, DOCTOR_FOUND, str_c(&detail), "");
	} else {
		rest = slice_str(warnings);
		slice_split(&rest, '\n', &line);
		str_add(&detail, line);
		if (n > 1)
			str_addf(&detail, ngettext(" (and %lu more)", " (and %lu more)", n - 1), (unsigned long)(n - 1));
		doctor_done(item, DOCTOR_BROKEN, str_c(&detail), _("correct these lines or take them out; the others count"));
	}
	str_free(&detail);
}

static void check_settings(struct doctor_item *item)
{
	struct conf *c = conf_new(settings_keys, settings_count);
	struct str path = { 0 }, warnings = { 0 };
	struct fault f = { 0 };
	enum err e = conf_load(c, "/etc/vigie/config", &warnings, &f);

	if (!e && !paths_in(PATH_CONFIG, "config", &path))
		e = conf_load(c, str_c(&path), &warnings, &f);
	if (e)
		doctor_done(item, e == E_DENIED ? DOCTOR_DENIED : DOCTOR_BROKEN, f.where, err_hint(e));
	else
		done_warnings(item, &warnings, str_c(&path), access(str_c(&path), F_OK) ? _("not there: all is default") : _("no fault"));
	str_free(&warnings);
	str_free(&path);
	conf_free(c);
}

static void check_keys(struct doctor_item *item)
{
	struct keymap *k = keymap_new();
	struct str path = { 0 }, warnings = { 0 };
	struct fault f = { 0 };
	enum err e = keymap_load(k, &warnings, &f);

	if (!e)
		e = paths_in(PATH_CONFIG, "keys", &path);
	if (e)
		doctor_done(item, e == E_DENIED ? DOCTOR_DENIED : DOCTOR_BROKEN, f.where, err_hint(e));
	else
		done_warnings(item, &warnings, str_c(&path), access(str_c(&path), F_OK) ? _("not there: all is default") : _("no fault"));
	str_free(&warnings);
	str_free(&path);
	keymap_free(k);
}

const struct doctor_check doctor_own[] = {
	{ "program", check_program }, { "terminal", check_terminal }, { "locale", check_locale }, { "colour", check_colour },
	{ "folders", check_folders }, { "clock", check_clock }, { "disk", check_disk }, { "settings", check_settings },
	{ "keys", check_keys }, { "names", doctor_names_run }, { "vault", doctor_vault_run },
	{ "memory", doctor_memory_run }, { NULL, NULL }
};
