/* SPDX-License-Identifier: GPL-3.0-or-later */
/* QR codes are drawn into a grid, the cells painted into an image as a terminal with the theme's colours would, and read back
 * by somebody else's reader. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/mem.h"
#include "ui/draw/qr.h"
#include "ui/draw/theme.h"
#include <zbar.h>

enum { CELL_W = 4, CELL_H = 8 };

static const char address[] = "g1KhCeK2Zi9GXqUtGSB2ymNAWzrtd1VbdcmvPjAgZp4ca4wZ";
static const char uri[] = "june://g1KhCeK2Zi9GXqUtGSB2ymNAWzrtd1VbdcmvPjAgZp4ca4wZ?amount=2000&comment=merci";

static int grey(uint32_t rgb)
{
	return (int)((299 * (rgb >> 16 & 255) + 587 * (rgb >> 8 & 255) + 114 * (rgb & 255)) / 1000);
}

/* Whether the dot (dy of CELL_H) of a cell's text is ink. */
static bool ink(const struct cell *c, int dy)
{
	if (!c->len)
		return false;
	if (!memcmp(c->text, "█", 3))
		return true;
	if (!memcmp(c->text, "▀", 3))
		return dy < CELL_H / 2;
	return !memcmp(c->text, "▄", 3) && dy >= CELL_H / 2;
}

static unsigned char *paint(const struct grid *g, const struct theme *t, enum theme_level level, int ground)
{
	unsigned char *image = mem_array((size_t)(g->h * CELL_H) * (size_t)(g->w * CELL_W), 1);
	int y, x;

	for (y = 0; y < g->h * CELL_H; y++)
		for (x = 0; x < g->w * CELL_W; x++) {
			const struct cell *c = &g->cells[y / CELL_H * g->w + x / CELL_W];
			const struct style *s = &t->styles[c->role][level];
			int fg = s->fg == THEME_OWN ? 255 - ground : grey(theme_rgb(s->fg));
			int bg = s->bg == THEME_OWN ? ground : grey(theme_rgb(s->bg));

			image[y * g->w * CELL_W + x] = (unsigned char)(ink(c, y % CELL_H) ? fg : bg);
		}
	return image;
}

/* What the reader finds in the painted grid; NULL when nothing. */
static char *read_back(const struct grid *g, const struct theme *t, enum theme_level level, int ground)
{
	unsigned char *pixels = paint(g, t, level, ground);
	zbar_image_scanner_t *scanner = zbar_image_scanner_create();
	zbar_image_t *image = zbar_image_create();
	const zbar_symbol_t *symbol;
	char *found = NULL;

	zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
	zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
	zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
	zbar_image_set_size(image, (unsigned)(g->w * CELL_W), (unsigned)(g->h * CELL_H));
	zbar_image_set_data(image, pixels, (unsigned long)(g->w * CELL_W) * (unsigned long)(g->h * CELL_H), NULL);
	zbar_scan_image(scanner, image);
	symbol = zbar_image_first_symbol(image);
	if (symbol)
		found = mem_strdup(zbar_symbol_get_data(symbol));
	zbar_image_destroy(image);
	zbar_image_scanner_destroy(scanner);
	free(pixels);
	return found;
}

static struct grid *drawn(const char *text, enum qr_level level, enum qr_form form, int quiet, bool invert)
{
	struct qr *q = qr_new(slice_of(text), level, NULL);
	struct grid *g;
	int h, w;

	assert_non_null(q);
	qr_need(q, form, quiet, &h, &w);
	g = grid_new(h + 4, w + 8, form == QR_HALF ? GLYPHS_FULL : GLYPHS_VT);
	qr_draw(q, g, 2, 4, form, quiet, invert);
	qr_free(q);
	return g;
}

/* Every theme, both forms, all levels, quiet zone 4 and 2, on a dark and on a light terminal. */
static void every_form_is_read_by_zbar(void **state)
{
	static const char *const texts[] = { address, uri };
	size_t i, n;
	int text, form, quiet, ground, level;

	(void)state;
	for (i = 0; i < theme_count(); i++) {
		struct theme *t = theme_load(theme_name(i), NULL, NULL, NULL);

		for (n = text = 0; text < 2; text++)
			for (form = QR_HALF; form <= QR_DOUBLE; form++)
				for (quiet = QR_QUIET; quiet >= QR_QUIET_LEAST; quiet -= 2)
					for (level = QR_L; level <= QR_H; level++)
						for (ground = 0; ground < 256; ground += 255) {
							struct grid *g = drawn(texts[text], (enum qr_level)level, (enum qr_form)form, quiet, false);
							char *got = read_back(g, t, n++ % 2 ? THEME_16 : THEME_256, ground);

							if (!got)
								fail_msg("%s: form %d quiet %d level %d ground %d", theme_name(i), form, quiet, level, ground);
							assert_string_equal(got, texts[text]);
							free(got);
							grid_free(g);
						}
		theme_free(t);
	}
}

static void an_inverted_code_is_the_negative(void **state)
{
	struct theme *t = theme_load("default", NULL, NULL, NULL);
	struct grid *g = drawn(address, QR_M, QR_HALF, 4, true);
	char *got = read_back(g, t, THEME_256, 0);

	(void)state;
	assert_null(got);     /* on a terminal that shows colours as they are nobody reads it */
	grid_free(g);
	theme_free(t);
}

static void sizes_are_those_of_the_standard(void **state)
{
	struct qr *q = qr_new(slice_of(address), QR_M, NULL);
	int h, w;

	(void)state;
	assert_int_equal(q->size, 33);
	qr_need(q, QR_HALF, 4, &h, &w);
	assert_int_equal(h, 21);
	assert_int_equal(w, 41);
	qr_need(q, QR_DOUBLE, 4, &h, &w);
	assert_int_equal(h, 41);
	assert_int_equal(w, 82);
	assert_int_equal(qr_fit(q, QR_HALF, (struct rect){ 0, 0, 24, 80 }), 4);
	assert_int_equal(qr_fit(q, QR_HALF, (struct rect){ 0, 0, 19, 80 }), 2);
	assert_int_equal(qr_fit(q, QR_HALF, (struct rect){ 0, 0, 18, 80 }), -1);
	assert_int_equal(qr_fit(q, QR_DOUBLE, (struct rect){ 0, 0, 24, 80 }), -1);
	qr_free(q);
	q = qr_new(slice_of(address), QR_L, NULL);
	assert_int_equal(q->size, 29);
	qr_free(q);
}

static void too_much_and_nothing_are_refused(void **state)
{
	struct fault f = { 0 };
	struct str s = { 0 };

	(void)state;
	assert_null(qr_new(SLICE(""), QR_M, &f));
	assert_int_equal(f.code, E_INVALID);
	str_addn(&s, 'x', 3000);
	assert_null(qr_new(slice_str(&s), QR_L, &f));
	assert_int_equal(f.code, E_TOO_BIG);
	str_addn(&s, 'x', 9000);
	assert_null(qr_new(slice_str(&s), QR_L, &f));
	assert_int_equal(f.code, E_TOO_BIG);
	str_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_is_read_by_zbar), cmocka_unit_test(an_inverted_code_is_the_negative),
		cmocka_unit_test(sizes_are_those_of_the_standard), cmocka_unit_test(too_much_and_nothing_are_refused)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
