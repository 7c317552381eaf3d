/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/exec.h"

#include "codec/pack.h"

struct layer exec_open(struct exec *x)
{
	return (struct layer){ state_share(&x->st), x->events.n, x->scheduled.n, x->n_events };
}

void exec_keep(struct exec *x, struct layer *l)
{
	(void)x;
	state_free(&l->st);
}

void exec_back(struct exec *x, struct layer *l)
{
	state_free(&x->st);
	x->st = l->st;
	l->st.trie.root = NULL;
	str_cut(&x->events, l->events);
	x->n_events = l->n_events;
	x->scheduled.n = l->scheduled;
}

void exec_free(struct exec *x)
{
	state_free(&x->st);
	str_free(&x->events);
	vec_free(&x->scheduled);
}

void derr_encode(struct derr e, struct str *out)
{
	pack_uint(out, e.kind, 1);
	if (e.kind == D_MODULE) {
		pack_uint(out, e.module, 1);
		pack_uint(out, e.error, 4);
	} else if (e.kind == D_TOKEN || e.kind == D_ARITHMETIC || e.kind == D_TRANSACTIONAL) {
		pack_uint(out, e.error, 1);
	}
}

struct derr module_error(const struct exec *x, const char *pallet, const char *name)
{
	const struct rt_pallet *p = runtime_pallet(x->rt, pallet);
	const struct rt_variant *v = p ? runtime_named(x->rt, p->errors, name) : NULL;

	return v ? (struct derr){ D_MODULE, p->index, v->index } : (struct derr){ .kind = D_OTHER };
}

static void put_value(struct str *o, char what, va_list *ap)
{
	struct slice s;
	uint64_t w;

	switch (what) {
	case 'a':
		pack_bytes(o, va_arg(*ap, const unsigned char *), 32);
		break;
	case 'q':
		pack_uint(o, va_arg(*ap, uint64_t), 8);
		break;
	case 'd':
		pack_uint(o, va_arg(*ap, uint32_t), 4);
		break;
	case 'h':
		pack_uint(o, va_arg(*ap, unsigned), 2);
		break;
	case 'b':
		pack_uint(o, va_arg(*ap, unsigned), 1);
		break;
	case 'B':
		s = va_arg(*ap, struct slice);
		pack_blob(o, s.p, s.n);
		break;
	case 'e':
		derr_encode(va_arg(*ap, struct derr), o);
		break;
	case 'W':
		w = va_arg(*ap, uint64_t);
		pack_compact(o, w);
		pack_compact(o, 0);
		break;
	}
}

/* An event record: phase, pallet, variant, fields, and no topics. */
void emit(struct exec *x, const char *pallet, const char *name, const char *what, ...)
{
	const struct rt_pallet *p = runtime_pallet(x->rt, pallet);
	const struct rt_variant *v = runtime_named(x->rt, p->events, name);
	va_list ap;

	pack_uint(&x->events, x->phase, 1);
	if (x->phase == PHASE_EXTRINSIC)
		pack_uint(&x->events, x->extrinsic, 4);
	pack_uint(&x->events, p->index, 1);
	pack_uint(&x->events, v->index, 1);
	va_start(ap, what);
	for (; *what; what++)
		put_value(&x->events, *what, &ap);
	va_end(ap);
	pack_compact(&x->events, 0);
	x->n_events++;
}
