/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Movements, totals, suggestions and QR images, over the recorded chain that the tests of screens show. */
#include "tests/unit/unit.h"
#include "base/conf.h"
#include "base/paths.h"
#include "base/tick.h"
#include "cmd/settings.h"
#include "codec/address.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/moves.h"
#include "model/moves_totals.h"
#include "model/qrimage.h"
#include "model/suggest.h"
#include "model/wallet.h"
#include <qrencode.h>

static struct loop *loop;
static struct conf *conf;
static struct app *app;
static struct moves *moves;

static void turns(void)
{
	for (int i = 0; i < 6; i++) {
		loop_turn(loop, 1);
		while (subject_flush())
			;
	}
}

static int setup(void **state)
{
	struct fault f = { 0 };
	char path[1024];
	const char *top = getenv("top_srcdir");

	(void)state;
	assert_int_equal(paths_init(NULL, &f), E_OK);
	paths_set_world("g1");
	tick_fix(1795171080);
	loop = loop_new();
	conf = conf_new(settings_keys, settings_count);
	app = app_new(loop, conf);
	app->still = true;
	snprintf(path, sizeof path, "%s/tests/fixtures/wallet-chain.json", top ? top : "..");
	assert_int_equal(app_load_file(app, path, &f), E_OK);
	moves = moves_new(app);
	moves_show(moves, app->wallet->accounts.v[0].pub);
	moves_filter(moves, &(struct moves_filter){ 0 });
	turns();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	moves_free(moves);
	app_free(app);
	conf_free(conf);
	loop_free(loop);
	return 0;
}

static void rows_end_at_the_balance(void **state)
{
	const struct account *a = &app->wallet->accounts.v[0];
	const struct moves_sum *s = moves_sum(moves);
	const struct moves_row *m = moves_at(moves, 0);
	int64_t gap_c, late_c, sum_c = 0;

	(void)state;
	assert_non_null(m);
	assert_int_equal(m->balance_c, a->free_c + a->reserved_c);
	assert_true(m->provisional);
	assert_true(m->entry > 0);
	assert_true(moves_gap(moves, &gap_c));
	assert_false(moves_late(moves, &late_c));
	for (size_t i = 0; i < s->rows; i++)
		sum_c += moves_at(moves, i)->amount_c;
	assert_int_equal(gap_c + sum_c, a->free_c + a->reserved_c);
	assert_int_equal(s->in_c - s->out_c, sum_c);
	assert_int_equal(s->since, moves_at(moves, s->rows - 1)->when);
	assert_null(moves_at(moves, s->rows));
	assert_false(moves_at(moves, 2)->provisional);
}

static void add_total(void *arg, const struct moves_total *t)
{
	int64_t *sum = arg;

	sum[0] += t->in_c;
	sum[1] += t->out_c;
	sum[2] += t->rows;
	sum[3]++;
}

/* However they are cut up, totals add up to the same. */
static void totals_add_up(void **state)
{
	int64_t party[4] = { 0 }, in_c = 0, out_c = 0, until = tick_now();
	size_t rows = 0;
	const struct moves_sum all = *moves_sum(moves);
	struct moves_sum s;
	char name[8];

	(void)state;
	moves_filter(moves, &(struct moves_filter){ .no_claims = true });
	moves_by_party(moves, 100, add_total, party);
	assert_int_equal(party[0], moves_sum(moves)->in_c);
	assert_int_equal(party[1], moves_sum(moves)->out_c);
	assert_int_equal(party[2], moves_sum(moves)->rows);
	assert_int_equal(party[3], 4);
	moves_filter(moves, &(struct moves_filter){ 0 });
	for (size_t i = 0; i < 12; i++) {
		int64_t since = moves_month(i, name);

		assert_true(since < until);
		assert_int_equal(strlen(name), 7);
		assert_true(moves_between(moves, since, until, &s));
		in_c += s.in_c;
		out_c += s.out_c;
		rows += s.rows;
		until = since - 1;
	}
	assert_int_equal(in_c, all.in_c);
	assert_int_equal(out_c, all.out_c);
	assert_int_equal(rows, all.rows);
}

static void filters_hold(void **state)
{
	const struct moves_row *m;

	(void)state;
	moves_filter(moves, &(struct moves_filter){ .words = "fraises" });
	assert_int_equal(moves_sum(moves)->rows, 1);
	assert_string_equal(moves_at(moves, 0)->name, "claire-nicolle");
	moves_filter(moves, &(struct moves_filter){ .words = "clémence" });  /* a label means its address */
	assert_int_equal(moves_sum(moves)->rows, 1);
	assert_int_equal(moves_at(moves, 0)->amount_c, -500);
	moves_filter(moves, &(struct moves_filter){ .way = MOVES_OUT, .least_c = 1000, .since = 1793000000 });
	for (size_t i = 0; (m = moves_at(moves, i)); i++)
		assert_true(m->amount_c <= -1000 && m->when >= 1793000000);
	assert_true(moves_sum(moves)->rows > 1);
	moves_filter(moves, &(struct moves_filter){ 0 });
}

static void only_what_is_proven_is_suggested(void **state)
{
	struct str s = { 0 };

	(void)state;
	assert_true(suggest_party(app, SLICE("CLE"), &s));
	unit_str_is(&s, "clémence");
	assert_true(suggest_party(app, SLICE(" sav"), &s));
	unit_str_is(&s, "savings");
	assert_true(suggest_party(app, SLICE("say"), &s));
	unit_str_is(&s, "saymour");
	assert_false(suggest_party(app, SLICE("saymour"), &s));
	assert_false(suggest_party(app, SLICE("la-f"), &s));   /* in the history, without identity */
	assert_false(suggest_party(app, SLICE(""), &s));
	assert_false(suggest_party(app, SLICE("zz"), &s));
	assert_int_equal(s.n, 0);
}

static void nothing_leaves_a_recorded_world(void **state)
{
	struct fault f = { 0 };
	struct str path = { 0 };

	(void)state;
	assert_int_equal(coin_open(app->coin, &f), E_OK);
	assert_null(app->coin->g1);
	assert_null(app->net);
	assert_int_equal(paths_world(PATH_STATE, "journal.db", &path), E_OK);
	assert_int_not_equal(access(str_c(&path), F_OK), 0);
	str_cut(&path, 0);
	assert_int_equal(paths_world(PATH_DATA, "contacts", &path), E_OK);
	assert_int_not_equal(access(str_c(&path), F_OK), 0);
	str_free(&path);
}

static void names_of_files(void **state)
{
	char *path = paths_typed(SLICE("  ~/a b.csv "));
	struct str wanted = { 0 };

	(void)state;
	str_addf(&wanted, "%s/a b.csv", getenv("HOME"));
	assert_string_equal(path, str_c(&wanted));
	free(path);
	str_free(&wanted);
	path = paths_typed(SLICE("~x/a"));
	assert_string_equal(path, "~x/a");
	free(path);
	assert_true(qrimage_is(SLICE("/tmp/a.PNG")));
	assert_true(qrimage_is(SLICE("b.jpeg")));
	assert_false(qrimage_is(SLICE("payments.csv")));
	assert_false(qrimage_is(SLICE(".png")));
}

static struct {
	bool done;
	enum err e;
	char text[200];
} image;

static void image_read(void *arg, enum err e, const char *text, const struct fault *f)
{
	(void)arg;
	(void)f;
	image.done = true;
	image.e = e;
	snprintf(image.text, sizeof image.text, "%s", text);
}

static void read_image(const char *path)
{
	struct fault f = { 0 };

	memset(&image, 0, sizeof image);
	assert_non_null(qrimage_read(loop, path, image_read, NULL, &f));
	while (!image.done)
		loop_turn(loop, 100);
}

/* As a grey picture, eight pixels a module. */
static void write_code(const char *path, const char *text)
{
	QRcode *q = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	FILE *f = fopen(path, "w");

	assert_non_null(q);
	assert_non_null(f);
	int w = (q->width + 8) * 8;
	fprintf(f, "P5\n%d %d\n255\n", w, w);
	for (int y = 0; y < w; y++)
		for (int x = 0; x < w; x++) {
			int i = y / 8 - 4, j = x / 8 - 4;
			bool in = i >= 0 && j >= 0 && i < q->width && j < q->width;

			fputc(in && q->data[i * q->width + j] & 1 ? 0 : 255, f);
		}
	assert_int_equal(fclose(f), 0);
	QRcode_free(q);
}

static void codes_in_images_are_read(void **state)
{
	struct fault f = { 0 };
	char path[4096];

	(void)state;
	if (system("command -v zbarimg > /dev/null 2>&1"))
		skip();
	snprintf(path, sizeof path, "%s", unit_file("code.pgm"));
	write_code(path, "g1://g1LAN1C5rktuWS2giuZ7z1CydYKV2HQeH2rj8A6qY3CemwTVz?amount=12.50");
	read_image(path);
	assert_int_equal(image.e, E_OK);
	assert_string_equal(image.text, "g1://g1LAN1C5rktuWS2giuZ7z1CydYKV2HQeH2rj8A6qY3CemwTVz?amount=12.50");
	write_code(path, "a\033[31mb\nc");
	read_image(path);
	assert_null(strchr(image.text, 033));
	unit_write(path, "P5\n64 64\n255\n");
	read_image(path);
	assert_int_not_equal(image.e, E_OK);
	assert_null(qrimage_read(loop, unit_file("nowhere.png"), image_read, NULL, &f));
	assert_int_equal(f.code, E_NOT_FOUND);
	qrimage_forget(qrimage_read(loop, unit_file("code.pgm"), image_read, NULL, &f));
	for (int i = 0; i < 20; i++) /* until the child that was killed is buried */
		loop_turn(loop, 50);
}

static struct subject mortal;
static struct watch *watchers[3];
static int told;

static void ends_it(void *arg, struct subject *s)
{
	(void)arg;
	told++;
	subject_unwatch(watchers[0]);
	subject_done(s);
	subject_unwatch(watchers[1]);
	subject_unwatch(watchers[2]);
}

/* As when the answer to a command frees the model that brought it. */
static void a_subject_may_end_while_it_tells(void **state)
{
	(void)state;
	subject_init(&mortal, "mortal");
	for (int i = 0; i < 3; i++)
		watchers[i] = subject_watch(&mortal, ends_it, NULL);
	subject_touch(&mortal);
	assert_true(subject_flush());
	assert_int_equal(told, 1);
	assert_false(subject_flush());
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_end_at_the_balance),
		cmocka_unit_test(totals_add_up),
		cmocka_unit_test(filters_hold),
		cmocka_unit_test(only_what_is_proven_is_suggested),
		cmocka_unit_test(nothing_leaves_a_recorded_world),
		cmocka_unit_test(names_of_files),
		cmocka_unit_test(codes_in_images_are_read),
		cmocka_unit_test(a_subject_may_end_while_it_tells),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
