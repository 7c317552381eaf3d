/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/contacts.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "base/tick.h"
#include "base/versioned.h"
#include "codec/address.h"
#include "io/lock.h"
#include "model/snap.h"

enum { FORMAT = 1, MOST = 20000, BYTES = 16 << 20, NAME = 64, NOTE = 2000 };

struct contacts {
	struct subject subject;
	VEC(, struct contact) v;   /* by name */
	bool loose;
};

static const char kind[] = "contacts";

struct contacts *contacts_new(void)
{
	struct contacts *c = mem_new(sizeof *c);

	subject_init(&c->subject, kind);
	return c;
}

static void free_one(struct contact *c)
{
	free(c->name);
	free(c->note);
	free(c->group);
	free(c->npub);
	free(c->mail);
}

static void clear(struct contacts *c)
{
	for (size_t i = 0; i < c->v.n; i++)
		free_one(&c->v.v[i]);
	vec_free(&c->v);
}

void contacts_free(struct contacts *c)
{
	if (!c)
		return;
	clear(c);
	subject_done(&c->subject);
	free(c);
}

struct subject *contacts_subject(struct contacts *c)
{
	return &c->subject;
}

size_t contacts_count(const struct contacts *c)
{
	return c->v.n;
}

const struct contact *contacts_at(const struct contacts *c, size_t i)
{
	return i < c->v.n ? &c->v.v[i] : NULL;
}

const struct contact *contacts_by_pub(const struct contacts *c, const unsigned char pub[32])
{
	for (size_t i = 0; i < c->v.n; i++)
		if (!memcmp(c->v.v[i].pub, pub, 32))
			return &c->v.v[i];
	return NULL;
}

const struct contact *contacts_by_name(const struct contacts *c, const char *name, bool *several)
{
	const struct contact *found = NULL;

	*several = false;
	for (size_t i = 0; i < c->v.n; i++)
		if (!strcmp(c->v.v[i].name, name)) {
			*several = found != NULL;
			found = &c->v.v[i];
		}
	return found;
}

static char *clean_copy(const char *text, size_t most, bool lines)
{
	struct str s = { 0 };

	if (lines)
		clean_text(&s, slice_of(text), most, 50);
	else
		clean_line(&s, slice_trim(slice_of(text)), most);
	return str_take(&s);
}

static struct contact clean_one(const struct contact *c)
{
	struct contact d = {
		.name = clean_copy(c->name, NAME, false), .note = clean_copy(c->note, NOTE, true), .group = clean_copy(c->group, NAME, false),
		.npub = clean_copy(c->npub, 80, false), .mail = clean_copy(c->mail, 128, false), .made = c->made ? c->made : tick_now(),
	};

	memcpy(d.pub, c->pub, 32);
	return d;
}

/* In front of the first that comes after it; takes over what one points to. */
static void insert(struct contacts *c, const struct contact *one)
{
	size_t i = 0;

	while (i < c->v.n && strcmp(c->v.v[i].name, one->name) <= 0)
		i++;
	vec_insert(&c->v, i, *one);
}

static enum err file_name(const char *suffix, enum path_kind where, struct str *path, struct fault *f)
{
	struct str name = { 0 };
	enum err e;

	str_addf(&name, "%s%s", kind, suffix);
	e = paths_world(where, name.p, path);
	str_free(&name);
	return e ? fault_set(f, E_IO, "%s", kind) : E_OK;
}

static enum err read_file(struct contacts *c, struct fault *f)
{
	struct str path = { 0 }, text = { 0 };
	enum err e = file_name("", PATH_DATA, &path, f);
	json_t *list = NULL, *o;
	json_error_t je;
	size_t i;

	if (!e)
		e = versioned_read(str_c(&path), kind, FORMAT, BYTES, &text, NULL, f);
	if (!e && !(list = json_loadb(str_c(&text), text.n, 0, &je)))
		e = fault_set(f, E_CORRUPT, "%s", str_c(&path));
	if (!e || e == E_NOT_FOUND)
		clear(c);
	json_array_foreach(list, i, o) {
		struct contact one = { .made = snap_int(o, "made", 0) };
		struct address a;

		if (c->v.n >= MOST || address_read(slice_of(json_string_value(json_object_get(o, "address"))), &a))
			continue;
		memcpy(one.pub, a.pub, 32);
		one.name = snap_text(o, "name", NAME);
		one.note = clean_copy(json_string_value(json_object_get(o, "note")), NOTE, true);
		one.group = snap_text(o, "group", NAME);
		one.npub = snap_text(o, "npub", 80);
		one.mail = snap_text(o, "mail", 128);
		insert(c, &one);
	}
	json_decref(list);
	str_free(&path);
	str_free(&text);
	return e == E_NOT_FOUND ? E_OK : e;
}

static enum err write_file(const struct contacts *c, struct fault *f)
{
	struct str path = { 0 };
	json_t *list = json_array();
	enum err e = file_name("", PATH_DATA, &path, f);
	char *text;

	for (size_t i = 0; i < c->v.n; i++) {
		const struct contact *o = &c->v.v[i];
		char address[SS58_MAX];

		ss58_encode(SS58_G1, o->pub, address);
		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:I}", "address", address, "name", o->name, "note",
		                                      o->note, "group", o->group, "npub", o->npub, "mail", o->mail, "made",
		                                      (json_int_t)o->made));
	}
	text = json_dumps(list, JSON_INDENT(1));
	json_decref(list);
	if (!e)
		e = versioned_write(str_c(&path), kind, FORMAT, slice_of(text), f);
	free(text);
	str_free(&path);
	return e;
}

void contacts_loose(struct contacts *c)
{
	c->loose = true;
	subject_state(&c->subject, STATE_FRESH, NULL);
}

enum err contacts_load(struct contacts *c, struct fault *f)
{
	enum err e = read_file(c, f);

	subject_state(&c->subject, e ? STATE_ERROR : STATE_FRESH, e ? f : NULL);
	subject_touch(&c->subject);
	return e;
}

/* What another instance wrote meanwhile is read before the change is made to it, under a lock of both. */
static enum err begin(struct contacts *c, struct lock **lock, struct fault *f)
{
	struct str path = { 0 };
	const struct lock_holder me = { .who = "vigie", .what = "contacts" };
	enum err e;

	if (c->loose)
		return E_OK;
	e = file_name(".lock", PATH_STATE, &path, f);
	if (!e)
		e = lock_take(str_c(&path), &me, false, lock, NULL, f);
	str_free(&path);
	return e ? e : read_file(c, f);
}

static enum err end(struct contacts *c, struct lock *lock, enum err e, struct fault *f)
{
	if (!e && !c->loose)
		e = write_file(c, f);
	lock_give(lock);
	subject_touch(&c->subject);
	return e;
}

static bool forget(struct contacts *c, const unsigned char pub[32])
{
	for (size_t i = 0; i < c->v.n; i++)
		if (!memcmp(c->v.v[i].pub, pub, 32)) {
			free_one(&c->v.v[i]);
			vec_remove(&c->v, i);
			return true;
		}
	return false;
}

/* Takes over what one points to. */
static enum err put(struct contacts *c, struct contact *one, struct fault *f)
{
	bool several;
	const struct contact *same = contacts_by_name(c, one->name, &several);
	enum err e = E_OK;

	if (!*one->name)
		e = fault_set(f, E_INVALID, "%s", _("a contact needs a name"));
	else if (same && memcmp(same->pub, one->pub, 32))
		e = fault_set(f, E_EXISTS, "%s", one->name);
	else if (c->v.n >= MOST && !same)
		e = fault_set(f, E_TOO_BIG, "%s", kind);
	if (e) {
		free_one(one);
		return e;
	}
	forget(c, one->pub);
	insert(c, one);
	return E_OK;
}

enum err contacts_put(struct contacts *c, const struct contact *one, struct fault *f)
{
	struct contact mine = clean_one(one);
	struct lock *lock = NULL;
	enum err e = begin(c, &lock, f);

	if (e)
		free_one(&mine);
	else
		e = put(c, &mine, f);
	return end(c, lock, e, f);
}

enum err contacts_remove(struct contacts *c, const unsigned char pub[32], struct fault *f)
{
	struct lock *lock = NULL;
	enum err e = begin(c, &lock, f);

	if (!e && !forget(c, pub))
		e = fault_set(f, E_NOT_FOUND, "%s", kind);
	return end(c, lock, e, f);
}

enum err contacts_add(struct contacts *c, struct contact *v, size_t n, size_t *taken, struct fault *f)
{
	struct lock *lock = NULL;
	enum err e = begin(c, &lock, f);

	*taken = 0;
	for (size_t i = 0; i < n; i++) {
		struct contact mine = clean_one(&v[i]);

		if (e)
			free_one(&mine);
		else if (!put(c, &mine, NULL))
			++*taken;
	}
	return end(c, lock, e, f);
}
