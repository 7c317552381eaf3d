/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/layout.h"
#include "base/i18n.h"
#include "base/mem.h"
#include <stdio.h>
#include <stdlib.h>

enum { STEPS = 64, DEPTH = 16, NO_SLOT = 255 };

enum step_kind { UINT, BYTES, COMPACT, OPTION, ENUM };

/* n: bytes of UINT and BYTES; of an ENUM the highest index; of an OPTION the steps to leave out when it is None. */
struct step {
	enum step_kind kind;
	uint32_t n;
	unsigned char slot;
};

struct layout {
	struct step step[STEPS];
	size_t n, fields;
};

struct plan {
	const struct meta *m;
	struct layout *l;
	const char *const *paths;
	size_t left;              /* paths not met yet */
	bool met[LAYOUT_FIELDS];
	char path[128];           /* of the field being planned */
	bool optional;            /* inside an Option */
};

static bool plan_type(struct plan *p, uint32_t type, size_t at, unsigned depth);

static unsigned char slot_of(struct plan *p)
{
	for (size_t i = 0; i < p->l->fields; i++)
		if (!p->met[i] && !strcmp(p->paths[i], p->path)) {
			p->met[i] = true;
			p->left--;
			return (unsigned char)i;
		}
	return NO_SLOT;
}

static bool add(struct plan *p, enum step_kind kind, uint32_t n)
{
	if (p->l->n == STEPS)
		return false;
	p->l->step[p->l->n++] = (struct step){ kind, n, slot_of(p) };
	return true;
}

static bool plan_fields(struct plan *p, const struct registry_field *f, size_t n, size_t at, unsigned depth)
{
	for (size_t i = 0; i < n && (p->left || p->optional); i++) {
		char number[24];
		snprintf(number, sizeof number, "%zu", i);
		struct slice name = f[i].name.n ? f[i].name : slice_of(number);
		bool single = n == 1 && !f[i].name.n;
		size_t next = at + (single ? 0 : name.n + (at > 0));
		if (next >= sizeof p->path)
			return false;
		if (!single) {
			if (at)
				p->path[at] = '.';
			memcpy(p->path + next - name.n, name.p, name.n);
			p->path[next] = 0;
		}
		if (!plan_type(p, f[i].type, next, depth))
			return false;
		p->path[at] = 0;
	}
	return true;
}

static bool plan_variant(struct plan *p, const struct registry_type *t, size_t at, unsigned depth)
{
	if (slice_is(t->path, "Option")) {
		const struct registry_variant *some = registry_variant(t, 1);
		size_t here = p->l->n;
		if (!some || some->n_fields != 1 || here == STEPS)
			return false;
		p->l->step[p->l->n++] = (struct step){ OPTION, 0, NO_SLOT };
		bool outer = p->optional; /* what is skipped with None must be planned to its end */
		p->optional = true;
		bool ok = plan_type(p, some->fields[0].type, at, depth);
		p->optional = outer;
		p->l->step[here].n = (uint32_t)(p->l->n - here - 1);
		return ok;
	}
	uint32_t top = 0;
	for (size_t i = 0; i < t->n_variants; i++) {
		if (t->variants[i].n_fields)
			return false;
		top = t->variants[i].index > top ? t->variants[i].index : top;
	}
	return t->n_variants && add(p, ENUM, top);
}

static bool plan_type(struct plan *p, uint32_t type, size_t at, unsigned depth)
{
	const struct registry_type *t = registry_get(&p->m->types, type);
	bool with_sign;
	if (!t || depth > DEPTH)
		return false;
	switch (t->kind) {
	case REG_COMPOSITE:
	case REG_TUPLE:
		return plan_fields(p, t->fields, t->n_fields, at, depth + 1);
	case REG_VARIANT:
		return plan_variant(p, t, at, depth + 1);
	case REG_ARRAY:
		return registry_is_byte(&p->m->types, t->of) && add(p, BYTES, t->len);
	case REG_COMPACT:
		return registry_inner(&p->m->types, t->of)->kind == REG_PRIMITIVE && add(p, COMPACT, 0);
	case REG_PRIMITIVE: {
		size_t width = registry_width(t->primitive, &with_sign);
		if (t->primitive == REG_BOOL)
			return add(p, ENUM, 1);
		return width && add(p, width <= 8 && !with_sign ? UINT : BYTES, (uint32_t)width);
	}
	default:
		return false;
	}
}

struct layout *layout_new(const struct meta *m, uint32_t type, const char *const *paths, size_t n, struct fault *f)
{
	struct layout *l = mem_new(sizeof *l);
	struct plan p = { .m = m, .l = l, .paths = paths, .left = n };
	enum err e = n > LAYOUT_FIELDS ? E_TOO_BIG : E_OK;
	l->fields = n;
	if (!e && !plan_type(&p, type, 0, 0))
		e = E_UNSUPPORTED;
	else if (!e && p.left)
		e = E_NOT_FOUND;
	if (!e)
		return l;
	size_t i = 0;
	while (e != E_TOO_BIG && i + 1 < n && p.met[i])
		i++;
	fault_set(f, e, _("the field %s"), n ? paths[i] : "");
	layout_free(l);
	return NULL;
}

void layout_free(struct layout *l)
{
	free(l);
}

bool layout_read(const struct layout *l, const void *bytes, size_t n, struct layout_field *out)
{
	struct scale in = scale_open(bytes, n);
	memset(out, 0, l->fields * sizeof *out);
	for (size_t i = 0; i < l->n; i++) {
		const struct step *s = &l->step[i];
		struct layout_field got = { .present = true };
		switch (s->kind) {
		case UINT:
			got.u = scale_uint(&in, s->n);
			break;
		case BYTES:
			got.p = scale_take(&in, s->n);
			got.n = s->n;
			break;
		case COMPACT:
			got.u = scale_compact(&in);
			break;
		case ENUM:
			got.u = scale_uint(&in, 1);
			if (got.u > s->n)
				return false;
			break;
		case OPTION:
			if (!scale_flag(&in))
				i += s->n;
			break;
		}
		if (in.bad)
			return false;
		if (s->slot != NO_SLOT)
			out[s->slot] = got;
	}
	return true;
}
