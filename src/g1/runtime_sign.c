/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metadata comes from a node that may lie: were its word enough, "transfer" could be made to mean another call with the same
 * arguments. So a call keeps the place it has in the metadata of this program, unless two nodes agree that it moved. */
#include "g1/runtime.h"
#include "base/i18n.h"
#include "codec/shape.h"
#include "codec/value.h"

enum { NESTING = 8, CALLS = 20000 };

/* The runtime this program was written for; made once, it stays. */
static const struct runtime *known(void)
{
	static struct runtime *r;
	static const struct runtime_id id = { .name = "g1", .spec = 1100, .tx = 1 };
	if (!r)
		r = runtime_builtin(&id);
	return r;
}

static bool same_type(const struct meta *a, uint32_t ta, const struct meta *b, uint32_t tb)
{
	struct str sa = { 0 }, sb = { 0 };
	bool same = shape_type(a, ta, &sa) == E_OK && shape_type(b, tb, &sb) == E_OK && slice_eq(slice_str(&sa), slice_str(&sb));
	str_free(&sa);
	str_free(&sb);
	return same;
}

static const struct meta_extension *extension(const struct meta *m, struct slice name)
{
	for (size_t i = 0; i < m->n_extensions; i++)
		if (slice_eq(m->extensions[i].name, name))
			return &m->extensions[i];
	return NULL;
}

/* Each extension is one that this program fills, and none that protects is missing. The order is free: it is read. */
static enum err check_extensions(const struct meta *m, const struct meta *k, struct fault *f)
{
	for (size_t i = 0; i < m->n_extensions; i++) {
		const struct meta_extension *e = &m->extensions[i], *own = extension(k, e->name);
		if (!own)
			return fault_set(f, E_RUNTIME_CHANGED, _("a signature now holds \"%.*s\", which is unknown here"),
			                 (int)(e->name.n < 60 ? e->name.n : 60), e->name.p);
		if (!same_type(m, e->extra, k, own->extra) || !same_type(m, e->additional, k, own->additional))
			return fault_set(f, E_RUNTIME_CHANGED, _("the part \"%.*s\" of a signature has another form now"),
			                 (int)own->name.n, own->name.p);
		if (extension(m, e->name) != e)
			return fault_set(f, E_RUNTIME_CHANGED, _("a signature holds \"%.*s\" twice"), (int)own->name.n, own->name.p);
	}
	for (size_t i = 0; i < k->n_extensions; i++)
		if (!extension(m, k->extensions[i].name))
			return fault_set(f, E_RUNTIME_CHANGED, _("the part \"%.*s\" of a signature is missing now"),
			                 (int)k->extensions[i].name.n, k->extensions[i].name.p);
	if (!same_type(m, m->address, k, k->address) || !same_type(m, m->signature, k, k->signature))
		return fault_set(f, E_RUNTIME_CHANGED, _("addresses or signatures are written in another form now"));
	return E_OK;
}

static void call_name(const struct meta_pallet *p, const struct registry_variant *v, struct str *out)
{
	str_add(out, p->name);
	str_addc(out, '.');
	str_add(out, v->name);
}

/* One call by name: the same arguments here and in the known runtime, and a place that can be believed. */
static enum err check_call(const struct runtime *r, const struct meta_pallet *p, const struct registry_variant *v, struct fault *f)
{
	struct str name = { 0 };
	unsigned char here[32], there[32];
	const struct meta_pallet *kp;
	enum err e = E_OK;
	call_name(p, v, &name);
	const struct registry_variant *kv = meta_call(known()->meta, slice_str(&name), &kp);
	if (!kv)
		e = fault_set(f, E_RUNTIME_CHANGED, _("%.80s is a new call, unknown here"), name.p);
	else if (shape_call(r->meta, slice_str(&name), NULL, here) || shape_call(known()->meta, slice_str(&name), NULL, there) ||
	         memcmp(here, there, sizeof here))
		e = fault_set(f, E_RUNTIME_CHANGED, _("%.80s takes other arguments now"), name.p);
	else if ((kp->index != p->index || kv->index != v->index) && r->id.spec == known()->id.spec)
		e = fault_set(f, E_RUNTIME_CHANGED, _("%.80s has another number, though the runtime has the version this program knows"), name.p);
	else if ((kp->index != p->index || kv->index != v->index) && !r->agreed)
		e = fault_set(f, E_RUNTIME_CHANGED, _("%.80s has another number now, and only one node says so"), name.p);
	str_free(&name);
	return e;
}

enum err runtime_knows(const struct runtime *r, const char *call, struct fault *f)
{
	const struct meta_pallet *p;
	const struct registry_variant *v = meta_call(r->meta, slice_of(call), &p);
	return v ? check_call(r, p, v, f) : fault_set(f, E_RUNTIME_CHANGED, _("%s is gone"), call);
}

static enum err check_calls(const struct runtime *r, struct scale *in, unsigned depth, size_t *left, struct fault *f);

static enum err check_field(const struct runtime *r, uint32_t type, struct scale *in, unsigned depth, size_t *left, struct fault *f)
{
	const struct registry_type *t = registry_get(&r->meta->types, type);
	enum err e = E_OK;
	if (type == r->meta->call)
		return check_calls(r, in, depth + 1, left, f);
	if (t->kind != REG_SEQUENCE || t->of != r->meta->call) {
		if (!value_skip(r->meta, type, in))
			return fault_set(f, E_INVALID, _("the arguments of the call do not fit"));
		return E_OK;
	}
	for (size_t n = scale_count(in, 2); n && !e; n--)
		e = check_calls(r, in, depth + 1, left, f);
	return e;
}

static enum err check_calls(const struct runtime *r, struct scale *in, unsigned depth, size_t *left, struct fault *f)
{
	const struct meta_pallet *p = meta_pallet_at(r->meta, (unsigned)scale_uint(in, 1));
	const struct registry_type *t = p && p->calls != REGISTRY_NONE ? registry_get(&r->meta->types, p->calls) : NULL;
	const struct registry_variant *v = t ? registry_variant(t, (unsigned)scale_uint(in, 1)) : NULL;
	if (!v || in->bad)
		return fault_set(f, E_INVALID, _("these bytes are no call of this chain"));
	if (depth > NESTING || !(*left)--)
		return fault_set(f, E_TOO_BIG, _("calls within calls"));
	enum err e = check_call(r, p, v, f);
	for (size_t i = 0; i < v->n_fields && !e; i++)
		e = check_field(r, v->fields[i].type, in, depth, left, f);
	return e;
}

enum err runtime_may_sign(const struct runtime *r, struct slice call, struct fault *f)
{
	struct scale in = scale_open(call.p, call.n);
	size_t left = CALLS;
	enum err e = check_extensions(r->meta, known()->meta, f);
	if (!e)
		e = check_calls(r, &in, 0, &left, f);
	if (!e && !scale_done(&in))
		e = fault_set(f, E_INVALID, _("something stands behind the call"));
	return e;
}

static void change_of(const struct runtime *r, const char *name, struct str *out)
{
	unsigned char here[32], there[32];
	const struct meta_pallet *p, *kp;
	const struct registry_variant *v = meta_call(r->meta, slice_of(name), &p), *kv = meta_call(known()->meta, slice_of(name), &kp);
	if (!v)
		str_addf(out, _("%s is gone"), name);
	else if (shape_call(r->meta, slice_of(name), NULL, here) || shape_call(known()->meta, slice_of(name), NULL, there) ||
	         memcmp(here, there, sizeof here))
		str_addf(out, _("%s takes other arguments"), name);
	else if (p->index != kp->index || v->index != kv->index)
		str_addf(out, _("%s moved from %u.%u to %u.%u"), name, kp->index, kv->index, p->index, v->index);
	else
		return;
	str_addc(out, '\n');
}

/* What a wallet signs. */
static const char *const calls[] = { "Balances.transfer_keep_alive", "Balances.transfer_allow_death", "Balances.transfer_all",
	"UniversalDividend.claim_uds", "UniversalDividend.transfer_ud", "UniversalDividend.transfer_ud_keep_alive", "Utility.batch_all",
	"System.remark_with_event", "Identity.create_identity", "Identity.confirm_identity", "Identity.change_owner_key",
	"Identity.revoke_identity", "Identity.link_account", "Certification.add_cert", "Certification.renew_cert",
	"Distance.request_distance_evaluation", "Distance.request_distance_evaluation_for" };

bool runtime_as_known(const struct runtime *r)
{
	struct str changes = { 0 };
	runtime_changes(r, &changes);
	bool same = !changes.n;
	str_free(&changes);
	return same;
}

bool runtime_version_known(const struct runtime_id *id)
{
	return id->spec == known()->id.spec && !strcmp(id->name, known()->id.name);
}

void runtime_changes(const struct runtime *r, struct str *out)
{
	struct fault f;
	if (!memcmp(r->hash, known()->hash, sizeof r->hash))
		return;
	if (check_extensions(r->meta, known()->meta, &f))
		str_addf(out, "%s\n", f.where);
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		change_of(r, calls[i], out);
}
