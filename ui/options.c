/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/options.h"
#include "base/i18n.h"
#include "base/tick.h"
#include <stdio.h>

struct flag {
	const char *name;
	enum err (*take)(struct options *o, const char *value, struct fault *f);
};

static enum err take_size(struct options *o, const char *v, struct fault *f)
{
	struct slice rest = slice_of(v), w;
	uint64_t cols, rows;
	if (!slice_split(&rest, 'x', &w) || !slice_u64(w, &cols) || !slice_u64(rest, &rows) || cols < 1 || rows < 1 || cols > 1000 ||
	    rows > 1000)
		return fault_set(f, E_USAGE, "--size %s: 80x24", v);
	o->w = (int)cols;
	o->h = (int)rows;
	return E_OK;
}

static enum err take_clock(struct options *o, const char *v, struct fault *f)
{
	return tick_parse(slice_of(v), &o->clock) ? E_OK : fault_set(f, E_USAGE, "--clock %s: 2026-11-21T10:36:00Z", v);
}

static enum err take_set(struct options *o, const char *v, struct fault *f)
{
	if (!strchr(v, '='))
		return fault_set(f, E_USAGE, "--set %s: KEY=VALUE", v);
	vec_push(&o->settings, mem_strdup(v));
	return E_OK;
}

static enum err take_dump(struct options *o, const char *v, struct fault *f)
{
	(void)f;
	o->dump = v;
	return E_OK;
}

static enum err take_keys(struct options *o, const char *v, struct fault *f)
{
	(void)f;
	o->keys = v;
	return E_OK;
}

static enum err take_fixture(struct options *o, const char *v, struct fault *f)
{
	(void)f;
	o->fixture = v;
	return E_OK;
}

static enum err take_profile(struct options *o, const char *v, struct fault *f)
{
	(void)f;
	o->profile = v;
	return E_OK;
}

static enum err take_passphrase_fd(struct options *o, const char *v, struct fault *f)
{
	uint64_t fd;
	if (!slice_u64(slice_of(v), &fd) || fd > 65535)
		return fault_set(f, E_USAGE, "--passphrase-fd %s: 3", v);
	o->passphrase_fd = (int)fd;
	return E_OK;
}

static const struct flag flags[];

/* "--g1-rpc URL" or "--g1-rpc=URL": the first dash behind the name of a section becomes the dot. */
static bool take_setting(struct options *o, const char *name, const char *value)
{
	static const char *const sections[] = { "ui", "net", "g1", "pod", "nostr", "ipfs", "station", "skywire", "log", "vault",
		"wallet" };
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
		size_t n = strlen(sections[i]);
		if (strncmp(name, sections[i], n) || name[n] != '-')
			continue;
		struct str s = { 0 };
		str_addf(&s, "%s.", sections[i]);
		for (const char *p = name + n + 1; *p; p++)
			str_addc(&s, *p == '-' ? '_' : *p);
		str_addf(&s, "=%s", value);
		vec_push(&o->settings, str_take(&s));
		return true;
	}
	return false;
}

static bool switch_on(struct options *o, const char *name)
{
	const struct {
		const char *name;
		bool *on;
	} switches[] = {
		{ "plain", &o->plain }, { "readonly", &o->readonly }, { "print-config", &o->print_config }, { "version", &o->version },
		{ "help", &o->help }, { "dump-roles", &o->dump_roles }, { "sandbox", &o->sandbox },
	};
	for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
		if (!strcmp(name, switches[i].name))
			return *switches[i].on = true;
	return false;
}

static enum err take(struct options *o, const char *word, const char *next, bool *used_next, struct fault *f)
{
	char name[64];
	const char *equals = strchr(word, '='), *value = equals ? equals + 1 : next;
	size_t n = equals ? (size_t)(equals - word) : strlen(word);
	snprintf(name, sizeof name, "%.*s", (int)n, word);
	if (equals && !strcmp(name, "sandbox")) {
		o->sandbox = true;
		o->sandbox_dir = value;
		return E_OK;
	}
	if (!equals && switch_on(o, name))
		return E_OK;
	*used_next = !equals;
	for (const struct flag *fl = flags; fl->name; fl++)
		if (!strcmp(name, fl->name))
			return value ? fl->take(o, value, f) : fault_set(f, E_USAGE, _("the option --%s wants a value"), name);
	if (value && take_setting(o, name, value))
		return E_OK;
	return fault_set(f, E_USAGE, _("no such option: --%s"), name);
}

enum err options_parse(struct options *o, int argc, char **argv, struct fault *f)
{
	int i = 1;
	*o = (struct options){ .clock = -1, .passphrase_fd = -1 };
	for (; i < argc; i++) {
		const char *a = argv[i];
		bool used = false;
		enum err e;
		if (!strcmp(a, "--")) {
			i++;
			break;
		}
		if (!strcmp(a, "-h"))
			a = "--help";
		if (!strcmp(a, "-V"))
			a = "--version";
		if (a[0] != '-' || a[1] != '-')
			break;
		e = take(o, a + 2, i + 1 < argc ? argv[i + 1] : NULL, &used, f);
		if (e)
			return e;
		i += used;
	}
	o->argc = argc - i;
	o->argv = argv + i;
	if (o->argc && o->argv[0][0] == '-')
		return fault_set(f, E_USAGE, _("no such option: %s"), o->argv[0]);
	return E_OK;
}

void options_free(struct options *o)
{
	for (size_t i = 0; i < o->settings.n; i++)
		free(o->settings.v[i]);
	vec_free(&o->settings);
}

enum err options_apply(const struct options *o, struct conf *c, struct fault *f)
{
	for (size_t i = 0; i < o->settings.n; i++) {
		struct slice rest = slice_of(o->settings.v[i]), name;
		slice_split(&rest, '=', &name);
		char *key = mem_strndup(name.p, name.n), *value = mem_strndup(rest.p, rest.n);
		enum err e = conf_set(c, key, value, "flag");
		if (e)
			fault_set(f, e == E_NOT_FOUND ? E_USAGE : e, "%s = %s", key, value);
		free(key);
		free(value);
		if (e)
			return f->code;
	}
	return E_OK;
}

static const struct flag flags[] = {
	{ "size", take_size },       { "clock", take_clock },     { "set", take_set },   { "dump", take_dump },
	{ "keys", take_keys },       { "fixture", take_fixture }, { "profile", take_profile },
	{ "passphrase-fd", take_passphrase_fd },
	{ NULL, NULL },
};
