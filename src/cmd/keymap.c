/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys to commands in layers: the table, then the person's file. Lookup is by key and context; the narrower context wins, then
 * the person's line. */
#include "cmd/keymap.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "base/text.h"
#include "base/vec.h"
#include "cmd/complete.h"
#include "cmd/parse.h"
#include "cmd/spec.h"

enum { MAX_FILE = 256 * 1024, MAX_LINE = 1024, MAX_USER = 1000, MAX_WARNINGS = 50 };

struct keymap {
	VEC(, struct binding) all;   /* in the order made; a later one of the person's wins */
};

/* One reading of a file. */
struct reading {
	struct keymap *k;
	const char *origin;
	struct str *warnings;
	int line, warned, user;
	uint32_t section;            /* 0: no heading yet */
	bool skip;                   /* below a heading that is not known */
};

struct place {
	uint32_t bit;
	const char *name;
};

static const struct place contexts_known[];

static enum keymap_layer layer_of(uint32_t contexts)
{
	if (contexts & IN_ALL)
		return LAYER_GLOBAL;
	return contexts & (IN_LIST | IN_FORM) ? LAYER_LIST : LAYER_VIEW;
}

static void add(struct keymap *k, struct binding b)
{
	vec_push(&k->all, b);
}

/* "1=home" in the table: the key 1 runs the command with the argument home. */
static void add_default(struct keymap *k, enum cmd_id id, struct slice word)
{
	const struct cmd *c = cmd_at(id);
	struct binding b = { .contexts = c->contexts, .layer = layer_of(c->contexts), .id = id };
	const char *equal = word.n > 1 ? memchr(word.p + 1, '=', word.n - 1) : NULL;

	b.argv = mem_array(2, sizeof *b.argv);
	if (equal) {
		b.argv[b.argc++] = mem_strndup(equal + 1, (size_t)(word.p + word.n - equal - 1));
		word = slice_to(word, (size_t)(equal - word.p));
	}
	if (key_parse(word, &b.key))
		add(k, b);
	else
		free(b.argv[0]), free(b.argv);
}

struct keymap *keymap_new(void)
{
	struct keymap *k = mem_new(sizeof *k);

	for (int id = 0; id < CMD_COUNT; id++) {
		struct slice keys = slice_of(cmd_at((enum cmd_id)id)->keys), word;

		while (slice_split(&keys, ' ', &word))
			if (word.n)
				add_default(k, (enum cmd_id)id, word);
	}
	return k;
}

void keymap_free(struct keymap *k)
{
	if (!k)
		return;
	for (size_t i = 0; i < k->all.n; i++) {
		for (int a = 0; a < k->all.v[i].argc; a++)
			free(k->all.v[i].argv[a]);
		free(k->all.v[i].argv);
	}
	vec_free(&k->all);
	free(k);
}

/* Whatever stood in the file reaches the warning only clean and short. */
static void warn(struct reading *r, const char *what, struct slice about)
{
	if (++r->warned > MAX_WARNINGS)
		return;
	str_addf(r->warnings, "%s:%d: ", r->origin, r->line);
	clean_line(r->warnings, slice_of(what), 240); /* it may quote a word of the file, too */
	if (about.n) {
		str_adds(r->warnings, ": ");
		clean_line(r->warnings, about, 60);
	}
	str_addc(r->warnings, '\n');
}

static void read_heading(struct reading *r, struct slice line)
{
	struct slice name = slice_trim((struct slice){ line.p + 1, line.n - 2 });

	r->section = 0;
	r->skip = false;
	for (size_t i = 0; contexts_known[i].name; i++)
		if (slice_is(name, contexts_known[i].name)) {
			r->section = contexts_known[i].bit;
			return;
		}
	r->skip = true;
	warn(r, _("no such place, the keys below it are left out"), name);
}

/* The key ends at the first blank, or at an equal sign that is not itself the key ("=", "C-="). */
static struct slice take_key(struct slice *line)
{
	size_t n = 1;

	while (n < line->n && line->p[n] != ' ' && line->p[n] != '\t' && (line->p[n] != '=' || line->p[n - 1] == '-'))
		n++;
	struct slice key = slice_to(*line, n);
	*line = slice_trim(slice_from(*line, n));
	return key;
}

static void read_action(struct reading *r, struct slice key, struct slice action)
{
	struct binding b = { .layer = LAYER_USER, .id = CMD_COUNT, .line = r->line };
	struct words words;
	struct fault f = { 0 };
	const struct cmd *c = NULL;

	if (!key_parse(key, &b.key)) {
		warn(r, _("no such key"), key);
		return;
	}
	if (parse_words(action, &words, &f) || !words.n) {
		warn(r, f.code ? f.where : _("what should the key do? Write a command, or none"), (struct slice){ "", 0 });
		parse_free(&words);
		return;
	}
	b.contexts = r->section ? r->section : IN_ALL;
	if (strcmp(words.v[0], "none")) {
		c = cmd_by_name(slice_of(words.v[0]));
		if (!c) {
			const char *near = complete_nearest(slice_of(words.v[0]));
			struct str what = { 0 };

			str_addf(&what, near ? _("no such command, is it %s?") : _("no such command"), near);
			warn(r, str_c(&what), slice_of(words.v[0]));
			str_free(&what);
		} else if (words.n > 1 && spec_check(c->name, c->args, words.n - 1, words.v + 1, &f)) {
			warn(r, f.where, (struct slice){ "", 0 });
			c = NULL;
		}
		if (!c) {
			parse_free(&words);
			return;
		}
		b.id = (enum cmd_id)(c - cmd_at(0));
		if (!r->section)
			b.contexts = c->contexts;
	}
	free(words.v[0]);
	b.argc = words.n - 1;
	b.argv = words.v;
	memmove(b.argv, b.argv + 1, (size_t)words.n * sizeof *b.argv);
	add(r->k, b);
	r->user++;
}

static void read_line(struct reading *r, struct slice line)
{
	struct slice key;

	if (line.n > MAX_LINE || !text_valid(line) || (line.n && memchr(line.p, 0, line.n))) {
		warn(r, _("this line is too long or no plain text, it is left out"), (struct slice){ "", 0 });
		return;
	}
	line = slice_trim(line);
	if (!line.n || line.p[0] == '#')
		return;
	if (line.p[0] == '[' && line.n > 2 && line.p[line.n - 1] == ']') {
		read_heading(r, line);
		return;
	}
	if (r->skip)
		return;
	key = take_key(&line);
	if (!line.n || line.p[0] != '=')
		warn(r, _("this is not of the form: key = command"), key);
	else if (r->user >= MAX_USER)
		warn(r, _("too many keys, this one is left out"), key);
	else
		read_action(r, key, slice_trim(slice_from(line, 1)));
}

/* Two of the person's lines for one key in one place: the later one wins, and that is told. */
static void warn_double(struct reading *r)
{
	const struct keymap *k = r->k;

	for (size_t i = 0; i < k->all.n; i++)
		for (size_t j = i + 1; j < k->all.n && k->all.v[i].line; j++) {
			const struct binding *a = &k->all.v[i], *b = &k->all.v[j];
			struct str key = { 0 };

			if (a->contexts != b->contexts || !key_same(&a->key, &b->key))
				continue;
			r->line = b->line;
			key_write(&key, &b->key);
			warn(r, _("this key was given before, this line counts"), slice_str(&key));
			str_free(&key);
			break;
		}
}

void keymap_parse(struct keymap *k, struct slice bytes, const char *origin, struct str *warnings)
{
	struct reading r = { .k = k, .origin = origin, .warnings = warnings };
	struct slice line;

	while (slice_split(&bytes, '\n', &line)) {
		r.line++;
		read_line(&r, line);
	}
	warn_double(&r);
	if (r.warned > MAX_WARNINGS)
		str_addf(warnings, ngettext("%s: and %d more fault\n", "%s: and %d more faults\n",
		                            (unsigned long)(r.warned - MAX_WARNINGS)), origin, r.warned - MAX_WARNINGS);
}

enum err keymap_load(struct keymap *k, struct str *warnings, struct fault *f)
{
	struct str path = { 0 }, bytes = { 0 };
	enum err e = paths_in(PATH_CONFIG, "keys", &path);

	if (!e)
		e = paths_read(str_c(&path), MAX_FILE, &bytes, f);
	if (!e)
		keymap_parse(k, slice_str(&bytes), str_c(&path), warnings);
	str_free(&bytes);
	str_free(&path);
	return e == E_NOT_FOUND ? E_OK : e;
}

/* The stronger of two bindings of one key: the lower layer; in one layer the one for fewer places; else the later one. */
static bool stronger(const struct binding *a, const struct binding *b)
{
	bool a_all = a->contexts & IN_ALL, b_all = b->contexts & IN_ALL;

	if (a->layer != b->layer)
		return a->layer < b->layer;
	return a_all != b_all ? b_all : true;
}

const struct binding *keymap_find(const struct keymap *k, uint32_t contexts, const struct keystroke *key)
{
	const struct binding *best = NULL;

	for (size_t i = 0; i < k->all.n; i++) {
		const struct binding *b = &k->all.v[i];

		if (b->contexts & (contexts | IN_ALL) && key_same(&b->key, key) && (!best || stronger(b, best)))
			best = b;
	}
	return best && best->id != CMD_COUNT ? best : NULL;
}

size_t keymap_keys(const struct keymap *k, uint32_t contexts, enum cmd_id id, size_t max, struct str *out)
{
	size_t n = 0;

	for (int user = 1; user >= 0; user--)
		for (size_t i = 0; i < k->all.n; i++) {
			const struct binding *b = &k->all.v[i];

			if (b->id != id || (b->line > 0) != user || keymap_find(k, contexts, &b->key) != b)
				continue;
			if (n++ >= max)
				continue;
			if (n > 1)
				str_addc(out, ' ');
			key_write(out, &b->key);
		}
	return n;
}

size_t keymap_conflicts(const struct keymap *k, struct str *out)
{
	size_t found = 0;

	for (size_t i = 0; i < k->all.n; i++)
		for (size_t j = i + 1; j < k->all.n; j++) {
			const struct binding *a = &k->all.v[i], *b = &k->all.v[j];
			uint32_t both = a->contexts & b->contexts;

			if (a->layer != b->layer || !both || !key_same(&a->key, &b->key))
				continue;
			found++;
			key_write(out, &a->key);
			str_addf(out, " (%s): %s, %s\n", keymap_context(both & -both),
			         a->id == CMD_COUNT ? "none" : cmd_at(a->id)->name, b->id == CMD_COUNT ? "none" : cmd_at(b->id)->name);
		}
	return found;
}

const char *keymap_context(uint32_t bit)
{
	for (size_t i = 0; contexts_known[i].name; i++)
		if (contexts_known[i].bit == bit)
			return contexts_known[i].name;
	return NULL;
}

static const struct place contexts_known[] = {
	{ IN_ALL, "everywhere" }, { IN_LIST, "list" }, { IN_HOME, "home" }, { IN_WALLET, "wallet" }, { IN_PAY, "pay" },
	{ IN_PEOPLE, "people" }, { IN_PERSON, "person" }, { IN_MAP, "map" }, { IN_MAIL, "mail" }, { IN_STATION, "station" },
	{ IN_SWARM, "swarm" }, { IN_MARKET, "market" }, { IN_NET, "net" }, { IN_FILES, "files" }, { IN_SETTINGS, "settings" },
	{ IN_LOG, "log" }, { IN_TASKS, "tasks" }, { IN_HELP, "help" }, { IN_FORM, "form" }, { IN_QR, "qr" },
	{ IN_SETUP, "setup" }, { IN_JOURNAL, "journal" }, { IN_CONTACTS, "contacts" }, { IN_PEERS, "peers" },
	{ IN_STORAGE, "storage" }, { IN_SERVICES, "services" }, { IN_SKYWIRE, "skywire" }, { IN_CAPACITY, "capacity" },
	{ IN_KEYS, "keys" }, { IN_ACCOUNT, "account" }, { IN_IMPORT, "import" }, { (uint32_t)IN_FIGURES, "figures" }, { 0, NULL }
};
