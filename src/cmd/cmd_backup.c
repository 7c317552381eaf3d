/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backup and restore. Everything that can refuse is looked at before a passphrase is asked; the file appears under its name
 * only when it is whole. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "cmd/handlers.h"
#include "io/work.h"
#include "keys/seal.h"
#include "model/app.h"
#include "model/backup.h"
#include "model/tasks.h"
#include <stdlib.h>
#include <unistd.h>

enum { LEAST_LETTERS = 8 };

/* The way of both: passphrase (twice when saving), key derived in the worker, file written or read, and for a restore the
 * question whether to replace what is there. Nothing of the person's changes before that question is answered. */

/* One backup or restore on its way. The passphrase goes to the worker; the key comes back from it. */
struct saving {
	char *file;
	bool restore;
	struct secret passphrase;
	struct str sealed;           /* restore: the file */
	struct secret inside;        /* restore: what it holds */
	struct work *work;
	uint64_t job;
	unsigned task;
	struct backup_count count;
};

/* What the thread works on: all its own, since it may outlive the run. */
struct derivation {
	struct secret passphrase;
	struct seal_key key;
	char *file;
	size_t file_n;
	enum err e;
	struct fault fault;
};

static void clean_up(struct cmd_run *r, enum err e)
{
	struct saving *s = r->data;

	if (s->work) {
		work_forget(s->work, s->job);
		work_free(s->work);
	}
	if (s->task)
		tasks_end(r->app->tasks, s->task, e);
	secret_free(&s->passphrase);
	secret_free(&s->inside);
	str_free(&s->sealed);
	free(s->file);
	free(s);
}

static void give_up(struct cmd_run *r)
{
	cmd_finish(r, E_CANCELLED, NULL, NULL);
}

static void give_up_task(void *arg)
{
	give_up(arg);
}

static void derive(void *job)
{
	struct derivation *d = job;
	struct slice pass = { (const char *)d->passphrase.p, d->passphrase.n };

	d->e = d->file ? seal_key_for((struct slice){ d->file, d->file_n }, backup_kind, pass, &d->key, &d->fault)
	               : seal_key_new(pass, seal_usual, &d->key);
}

static void drop(void *job)
{
	struct derivation *d = job;

	secret_free(&d->passphrase);
	seal_key_free(&d->key);
	free(d->file);
}

static void saved(struct cmd_run *r)
{
	struct saving *s = r->data;
	struct str text = { 0 };
	json_t *result = json_pack("{s:s, s:I, s:I}", "file", s->file, "files", (json_int_t)s->count.files, "bytes",
	                           (json_int_t)s->count.bytes);

	str_addf(&text, ngettext("%lu file saved in %s", "%lu files saved in %s", s->count.files), (unsigned long)s->count.files, s->file);
	str_addf(&text, "\n%s", _("Without the passphrase nobody can read it, nor can you: keep both, apart from each other."));
	cmd_finish(r, E_OK, result, str_c(&text));
	str_free(&text);
}

static void write_backup(struct cmd_run *r, const struct seal_key *key)
{
	struct saving *s = r->data;
	struct str inside = { 0 }, open = { 0 }, out = { 0 };
	enum err e = backup_collect(&inside, &s->count, &r->fault);

	str_adds(&open, PACKAGE_NAME " " PACKAGE_VERSION " ");
	tick_rfc3339(&open, tick_now());
	if (!e)
		e = seal_write(key, backup_kind, BACKUP_VERSION, slice_str(&open), slice_str(&inside), &out);
	if (!e)
		e = paths_write(s->file, slice_str(&out), &r->fault);
	str_free(&inside);
	str_free(&open);
	str_free(&out);
	if (e)
		cmd_finish(r, e, NULL, NULL);
	else
		saved(r);
}

static void put_back(struct cmd_run *r)
{
	struct saving *s = r->data;
	struct str text = { 0 };
	enum err e = backup_restore((struct slice){ (const char *)s->inside.p, s->inside.n }, &s->count, &r->fault);
	json_t *result;

	if (e) {
		cmd_finish(r, e, NULL, NULL);
		return;
	}
	result = json_pack("{s:s, s:I, s:I, s:I}", "file", s->file, "files", (json_int_t)s->count.files, "bytes",
	                   (json_int_t)s->count.bytes, "replaced", (json_int_t)s->count.replaced);
	str_addf(&text, ngettext("%lu file taken back", "%lu files taken back", s->count.files), (unsigned long)s->count.files);
	str_addf(&text, "\n%s", _("Start vigie again to use them. What stood there before is kept beside, as NAME.before-restore."));
	cmd_finish(r, E_OK, result, str_c(&text));
	str_free(&text);
}

static void open_backup(struct cmd_run *r, const struct seal_key *key)
{
	struct saving *s = r->data;
	struct str text = { 0 };
	struct question q = { .title = _("Restore"), .word = "restore" };
	enum err e = seal_read(key, backup_kind, slice_str(&s->sealed), &s->inside, &r->fault);

	if (!e)
		e = backup_look((struct slice){ (const char *)s->inside.p, s->inside.n }, &s->count);
	if (e) {
		cmd_finish(r, e, NULL, NULL);
		return;
	}
	str_addf(&text, ngettext("%lu file comes back.", "%lu files come back.", s->count.files), (unsigned long)s->count.files);
	str_addc(&text, ' ');
	str_addf(&text, ngettext("%lu of yours is replaced and kept beside.", "%lu of yours are replaced and kept beside.",
	                         s->count.replaced), (unsigned long)s->count.replaced);
	q.text = str_c(&text);
	r->cancel = NULL; /* the question can be answered with no */
	cmd_confirm(r, &q, put_back);
	str_free(&text);
}

/* Back on the loop; not called for a job that was forgotten because the run was given up. */
static void derived(void *arg, void *job)
{
	struct cmd_run *r = arg;
	struct saving *s = r->data;
	struct derivation *d = job;

	s->job = 0;
	if (d->e) {
		r->fault = d->fault;
		cmd_finish(r, d->e, NULL, NULL);
	} else if (s->restore) {
		open_backup(r, &d->key);
	} else {
		write_backup(r, &d->key);
	}
}

static void start_work(struct cmd_run *r)
{
	struct saving *s = r->data;
	struct derivation d = { .passphrase = s->passphrase };
	struct work_job job = { .run = derive, .done = derived, .drop = drop, .arg = r };

	s->passphrase = (struct secret){ 0 };
	if (s->restore) {
		d.file = mem_dup(s->sealed.p, s->sealed.n);
		d.file_n = s->sealed.n;
	}
	s->work = work_new(r->app->loop, "backup");
	s->job = work_do(s->work, &job, &d, sizeof d);
	r->cancel = give_up;
	if (r->app->tasks)
		s->task = tasks_begin(r->app->tasks, s->restore ? _("opening the backup") : _("saving the backup"), give_up_task, r);
}

static void second_passphrase(void *arg, enum err e, struct secret *again)
{
	struct cmd_run *r = arg;
	struct saving *s = r->data;

	if (!e && (again->n != s->passphrase.n || memcmp(again->p, s->passphrase.p, again->n)))
		e = fault_set(&r->fault, E_INVALID, "%s", _("the two passphrases differ"));
	if (e)
		cmd_finish(r, e, NULL, NULL);
	else
		start_work(r);
}

static void first_passphrase(void *arg, enum err e, struct secret *secret)
{
	struct cmd_run *r = arg;
	struct saving *s = r->data;

	if (!e && !s->restore && secret->n < LEAST_LETTERS)
		e = fault_set(&r->fault, E_INVALID, _("a passphrase of at least %d letters, please: several words are best"), LEAST_LETTERS);
	if (e) {
		cmd_finish(r, e, NULL, NULL);
		return;
	}
	s->passphrase = secret_copy(secret->p, secret->n);
	if (s->restore)
		start_work(r);
	else
		r->front->ops->ask_secret(r->front->self, _("The same passphrase again"), second_passphrase, r);
}

static void ask_passphrase(struct cmd_run *r)
{
	struct saving *s = r->data;

	if (!r->front) {
		cmd_finish(r, E_USAGE, NULL, NULL);
		return;
	}
	r->front->ops->ask_secret(r->front->self, s->restore ? _("Passphrase of the backup") : _("Passphrase for the backup"),
	                          first_passphrase, r);
}

static struct saving *begin(struct cmd_run *r, bool restore)
{
	struct saving *s = mem_new(sizeof *s);

	s->file = mem_strdup(cmd_arg(r, 0));
	s->restore = restore;
	r->data = s;
	r->drop = clean_up;
	return s;
}

enum err cmd_backup_save(struct cmd_run *r)
{
	struct saving *s = begin(r, false);
	struct str text = { 0 };
	struct question q = { .title = _("Backup") };

	if (access(s->file, F_OK)) {
		ask_passphrase(r);
		return E_OK;
	}
	str_addf(&text, _("%s is there already and will be replaced."), s->file);
	q.text = str_c(&text);
	cmd_confirm(r, &q, ask_passphrase);
	str_free(&text);
	return E_OK;
}

enum err cmd_backup_restore(struct cmd_run *r)
{
	struct saving *s = begin(r, true);
	struct seal_look look;
	enum err e = paths_read(s->file, SEAL_MAX, &s->sealed, &r->fault);

	/* what is wrong with the file is told before a passphrase is asked */
	if (!e)
		e = seal_look(slice_str(&s->sealed), backup_kind, BACKUP_VERSION, &look, &r->fault);
	if (e)
		cmd_finish(r, e, NULL, NULL);
	else
		ask_passphrase(r);
	return E_OK;
}
