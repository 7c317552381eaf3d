/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/conf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/tick.h"
#include "codec/hex.h"
#include "io/work.h"
#include "keys/norm.h"
#include "keys/vault_edit.h"
#include "keys/vault_export.h"
#include "keys/vault_list.h"
#include "keys/vault_try.h"
#include "model/app.h"
#include "model/notices.h"
#include "model/tasks.h"
#include "model/vaults.h"
#include "model/vaults_hold.h"
#include "model/vaults_in.h"
#include "model/world.h"
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { LEAST_LETTERS = 8, WATCH_MS = 5000, SUSPENDED_MS = 3000, SHOWN_MS = 60000 };

enum act { ACT_CREATE, ACT_UNLOCK, ACT_PASSPHRASE, ACT_EXPORT };

/* What the thread works on. The vault is lent to it for ACT_PASSPHRASE and ACT_EXPORT: nobody else touches it meanwhile. */
struct job {
	enum act act;
	char *path;
	unsigned char genesis[32];
	struct secret passphrase, other; /* other: the fresh passphrase, or that of a key file */
	struct seal_params params;
	int64_t now;
	uint32_t account, safe;
	enum keyfile_kind as;
	struct vault *vault, *lent;
	struct secret out;
	enum err e;
	struct fault fault;
	bool *orphan;                    /* the model is gone: a lent vault is the job's to close */
};

struct vaults {
	struct subject subject;
	struct app *app;
	struct vault *vault;
	struct work *work;
	bool working, lock_after, *orphan; /* lock_after: it was to be locked while it was at work */
	unsigned task;
	vaults_fn *fn;
	void (*out_fn)(void *arg, enum err e, struct secret *out, const struct fault *f);
	void *arg;
	vaults_fn *reveal_fn;
	void *reveal_arg;
	struct secret shown;             /* to the person, for a minute */
	struct loop_timer *idle, *cover;
	int64_t touched, asleep;         /* tick_ms; how long the machine has slept so far */
};

struct vaults *vaults_new(struct app *a)
{
	struct vaults *v = mem_new(sizeof *v);

	subject_init(&v->subject, "vault");
	v->app = a;
	return v;
}

void vaults_free(struct vaults *v)
{
	if (!v)
		return;
	loop_timer_del(v->idle);
	loop_timer_del(v->cover);
	secret_free(&v->shown);
	if (v->working)
		*v->orphan = true;
	else
		vault_lock(v->vault);
	if (v->work)
		work_free(v->work);
	subject_done(&v->subject);
	free(v);
}

const struct app *vaults_app(const struct vaults *v)
{
	return v->app;
}

struct subject *vaults_subject(struct vaults *v)
{
	return &v->subject;
}

enum err vaults_place(const struct vaults *v, struct str *path, unsigned char genesis[32], struct fault *f)
{
	if (hex_exact(slice_of(world_genesis(v->app->world)), genesis, 32))
		return fault_set(f, E_INVALID, "g1.genesis");
	return paths_world(PATH_DATA, "vault", path) ? fault_set(f, E_IO, "vault") : E_OK;
}

enum vault_state vaults_state(const struct vaults *v)
{
	struct str path = { 0 };
	unsigned char genesis[32];
	enum vault_state s = v->working ? VAULTS_WORKING : v->vault ? VAULTS_OPEN : VAULTS_NONE;

	if (s == VAULTS_NONE && !vaults_place(v, &path, genesis, NULL)) {
		size_t n = path.n;

		str_adds(&path, ".bak");
		if (!access(path.p, F_OK))
			s = VAULTS_LOCKED;
		str_cut(&path, n);
		if (!access(path.p, F_OK))
			s = VAULTS_LOCKED;
	}
	str_free(&path);
	return s;
}

int64_t vaults_wait(const struct vaults *v)
{
	struct str path = { 0 };
	unsigned char genesis[32];
	int64_t wait = vaults_place(v, &path, genesis, NULL) ? 0 : vault_try_wait(str_c(&path), tick_now());

	str_free(&path);
	return wait;
}

/* How long the machine has been suspended since it was started. */
static int64_t slept(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return tick_ms() - (int64_t)t.tv_sec * 1000 - t.tv_nsec / 1000000;
}

static void watch_idle(void *arg)
{
	struct vaults *v = arg;
	int64_t minutes = conf_int(v->app->conf, "wallet.lock_minutes");
	bool slept_now = slept() - v->asleep > SUSPENDED_MS && conf_bool(v->app->conf, "wallet.lock_suspend");

	v->idle = NULL;
	if (slept_now || (!v->working && minutes && tick_ms() - v->touched >= minutes * 60000))
		vaults_lock(v);
	if (v->vault)
		v->idle = loop_timer_add(v->app->loop, WATCH_MS, watch_idle, v);
}

void vaults_touch(struct vaults *v)
{
	v->touched = tick_ms();
}

static void opened(struct vaults *v, struct vault *vault)
{
	v->vault = vault;
	v->asleep = slept();
	vaults_touch(v);
	loop_timer_del(v->idle);
	v->idle = loop_timer_add(v->app->loop, WATCH_MS, watch_idle, v);
}

void vaults_cover(struct vaults *v)
{
	loop_timer_del(v->cover);
	v->cover = NULL;
	if (!v->shown.p)
		return;
	secret_free(&v->shown);
	subject_touch(&v->subject);
}

static void time_is_up(void *arg)
{
	struct vaults *v = arg;

	v->cover = NULL;
	vaults_cover(v);
}

const struct secret *vaults_revealed(const struct vaults *v)
{
	return v->shown.p ? &v->shown : NULL;
}

bool vaults_lock(struct vaults *v)
{
	vaults_cover(v);
	if (v->working) {
		v->lock_after = true;
		return true;
	}
	if (!v->vault)
		return false;
	vault_lock(v->vault);
	v->vault = NULL;
	loop_timer_del(v->idle);
	v->idle = NULL;
	subject_touch(&v->subject);
	return true;
}

static enum err export_secret(struct job *j)
{
	struct slice pass = norm_slice(&j->passphrase);

	if (j->as == KEYFILE_UNKNOWN)
		return vault_export_safe(j->lent, j->safe, pass, j->now, &j->out, &j->fault);
	return vault_export_account(j->lent, j->account, pass, j->now, j->as, norm_slice(&j->other), &j->out, &j->fault);
}

static void run(void *job)
{
	struct job *j = job;
	struct slice pass = norm_slice(&j->passphrase);

	switch (j->act) {
	case ACT_CREATE: j->e = vault_create(j->path, j->genesis, pass, j->params, &j->vault, &j->fault); break;
	case ACT_UNLOCK: j->e = vault_unlock(j->path, j->genesis, pass, j->now, &j->vault, &j->fault); break;
	case ACT_PASSPHRASE:
		j->e = vault_edit_passphrase(j->lent, pass, norm_slice(&j->other), j->params, j->now, &j->fault);
		break;
	case ACT_EXPORT: j->e = export_secret(j); break;
	}
	if (j->e && !j->fault.code)
		j->fault.code = j->e;
}

static void drop(void *job)
{
	struct job *j = job;

	if (*j->orphan)
		vault_lock(j->lent);
	vault_lock(j->vault);
	secret_free(&j->passphrase);
	secret_free(&j->other);
	secret_free(&j->out);
	free(j->path);
	free(j->orphan);
}

static void done(void *arg, void *job)
{
	struct vaults *v = arg;
	struct job *j = job;
	vaults_fn *fn = v->fn;
	void (*out_fn)(void *, enum err, struct secret *, const struct fault *) = v->out_fn;

	v->working = false;
	v->orphan = NULL;
	if (v->task)
		tasks_end(v->app->tasks, v->task, j->e);
	v->task = 0;
	if (j->vault) {
		opened(v, j->vault);
		if (vault_recovered(j->vault))
			notices_add(v->app->notices, NOTICE_WARN, _("The file of the vault was damaged or gone: its older generation was opened. "
			            "What was changed last may be missing."));
		j->vault = NULL;
	}
	vaults_touch(v);
	subject_touch(&v->subject);
	if (v->lock_after)
		vaults_lock(v);
	v->lock_after = false;
	if (fn)
		fn(v->arg, j->e, &j->fault);
	else if (out_fn)
		out_fn(v->arg, j->e, &j->out, &j->fault);
}

/* Takes the job over. What cannot even begin is told on the spot. */
static void begin(struct vaults *v, struct job *j, const char *label, vaults_fn *fn, void *arg)
{
	struct str path = { 0 };
	struct work_job w = { .run = run, .done = done, .drop = drop, .arg = v };

	j->orphan = mem_new(sizeof *j->orphan);
	j->now = tick_now();
	if (!j->e && v->working)
		j->e = fault_set(&j->fault, E_BUSY, "%s", _("the vault is at work"));
	if (!j->e)
		j->e = vaults_place(v, &path, j->genesis, &j->fault);
	j->path = str_take(&path);
	if (j->e) {
		if (fn)
			fn(arg, j->e, &j->fault);
		else
			v->out_fn(arg, j->e, &j->out, &j->fault);
		drop(j);
		return;
	}
	v->fn = fn;
	v->arg = arg;
	v->working = true;
	v->orphan = j->orphan;
	if (!v->work)
		v->work = work_new(v->app->loop, "vault");
	if (v->app->tasks)
		v->task = tasks_begin(v->app->tasks, label, NULL, NULL);
	work_do(v->work, &w, j, sizeof *j);
	subject_touch(&v->subject);
}

static struct secret take(struct secret *s)
{
	struct secret t = *s;

	*s = (struct secret){ 0 };
	return t;
}

static enum err strong_enough(const struct secret *s, struct fault *f)
{
	return s->n >= LEAST_LETTERS ? E_OK : fault_set(f, E_INVALID,
		_("a passphrase of at least %d letters, please: several words are best"), LEAST_LETTERS);
}

/* Tests of the whole program unlock vaults by the hundred: the sandbox's may be weak, a real one never. */
static struct seal_params params(const struct vaults *v)
{
	const char *quick = getenv("VIGIE_SANDBOX_QUICK_VAULT");

	return quick && world_is_sandbox(v->app->world) ? (struct seal_params){ 1, 8 } : seal_usual;
}

void vaults_create(struct vaults *v, struct secret *passphrase, vaults_fn *fn, void *arg)
{
	struct job j = { .act = ACT_CREATE, .passphrase = take(passphrase), .params = params(v) };

	j.e = v->vault ? fault_set(&j.fault, E_EXISTS, "vault") : strong_enough(&j.passphrase, &j.fault);
	begin(v, &j, _("making the vault"), fn, arg);
}

void vaults_unlock(struct vaults *v, struct secret *passphrase, vaults_fn *fn, void *arg)
{
	struct job j = { .act = ACT_UNLOCK, .passphrase = take(passphrase) };

	if (v->vault && !v->working)
		vaults_lock(v);
	begin(v, &j, _("unlocking the vault"), fn, arg);
}

void vaults_passphrase(struct vaults *v, struct secret *old, struct secret *fresh, vaults_fn *fn, void *arg)
{
	struct job j = { .act = ACT_PASSPHRASE, .passphrase = take(old), .other = take(fresh), .params = params(v), .lent = v->vault };

	j.e = v->vault ? strong_enough(&j.other, &j.fault) : fault_set(&j.fault, E_LOCKED, "%s", "");
	begin(v, &j, _("changing the passphrase"), fn, arg);
}

struct vault *vaults_get(struct vaults *v)
{
	return v->working ? NULL : v->vault;
}

const struct vault *vaults_look(const struct vaults *v)
{
	return v->working ? NULL : v->vault;
}

void vaults_changed(struct vaults *v)
{
	subject_touch(&v->subject);
}

static const struct vault_account *by_pub(const struct vault *v, const unsigned char pub[32])
{
	const struct vault_account *a;

	for (size_t i = 0; (a = vault_account_at(v, i)); i++)
		if (a->scheme != KEY_NOSTR && !memcmp(a->pub, pub, 32))
			return a;
	return NULL;
}

enum err vaults_sign(struct vaults *v, const unsigned char pub[32], const void *msg, size_t n, unsigned char sig[64])
{
	const struct vault_account *a = v->vault && !v->working ? by_pub(v->vault, pub) : NULL;

	if (!v->vault || v->working)
		return v->working ? E_BUSY : E_LOCKED;
	vaults_touch(v);
	return a ? vault_sign(v->vault, a->id, msg, n, sig) : E_NOT_FOUND;
}

void vaults_export(struct vaults *v, uint32_t account, struct secret *passphrase, const char *as, struct secret *password,
                   void (*fn)(void *arg, enum err e, struct secret *out, const struct fault *f), void *arg)
{
	struct job j = { .act = ACT_EXPORT, .passphrase = take(passphrase), .other = take(password), .account = account,
		.lent = v->vault };
	const struct vault_account *a;

	j.e = v->vault ? E_OK : fault_set(&j.fault, E_LOCKED, "%s", "");
	for (int k = KEYFILE_UNKNOWN + 1; *as && k < KEYFILE_KINDS; k++)
		if (!strcmp(as, keyfile_name((enum keyfile_kind)k)))
			j.as = (enum keyfile_kind)k;
	if (*as && j.as == KEYFILE_UNKNOWN)
		j.e = fault_set(&j.fault, E_UNSUPPORTED, "%s", as);
	for (size_t i = 0; !j.e && !v->working && (a = vault_account_at(v->vault, i)); i++)
		if (a->id == account)
			j.safe = a->safe;
	v->out_fn = fn;
	begin(v, &j, _("reading the secret"), NULL, arg);
}

size_t vaults_list(struct vaults *v, struct vault_account **out)
{
	struct str path = { 0 };
	unsigned char genesis[32];
	const struct vault_account *a;
	size_t n = 0, kept = 0;

	*out = NULL;
	if (v->vault && !v->working) {
		while (vault_account_at(v->vault, n))
			n++;
		*out = mem_array(n, sizeof **out);
		for (size_t i = 0; (a = vault_account_at(v->vault, i)); i++)
			(*out)[i] = *a;
	} else if (vaults_place(v, &path, genesis, NULL) || vault_list_read(str_c(&path), genesis, out, &n, NULL)) {
		n = 0;
		vaults_tell_trouble(v);
	}
	for (size_t i = 0; i < n; i++)
		if ((*out)[i].scheme != KEY_NOSTR)
			(*out)[kept++] = (*out)[i];
	str_free(&path);
	return kept;
}

static void revealed(void *arg, enum err e, struct secret *out, const struct fault *f)
{
	struct vaults *v = arg;
	struct fault locked;

	if (!e && !v->vault) { /* while the passphrase was tried */
		e = fault_set(&locked, E_LOCKED, "%s", "");
		f = &locked;
	}
	if (!e) {
		vaults_cover(v);
		v->shown = take(out);
		v->cover = loop_timer_add(v->app->loop, SHOWN_MS, time_is_up, v);
	}
	v->reveal_fn(v->reveal_arg, e, f);
}

void vaults_reveal(struct vaults *v, uint32_t account, struct secret *passphrase, vaults_fn *fn, void *arg)
{
	struct secret none = { 0 };

	v->reveal_fn = fn;
	v->reveal_arg = arg;
	vaults_export(v, account, passphrase, "", &none, revealed, v);
}
