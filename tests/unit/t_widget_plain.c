/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line mode with views made for tests: lines in, lines out. */
#include "screen.h"
#include "fruitviews.h"
#include "ui/widget/plain.h"

struct fixture {
	struct app app;
	struct plain *p;
	struct str out;
	int quits, secrets;
};

static void host_print(void *self, struct slice lines)
{
	str_add(&((struct fixture *)self)->out, lines);
}

static void host_prompt(void *self)
{
	(void)self;
}

static void host_secret(void *self, const char *title)
{
	struct fixture *f = self;

	assert_string_equal(title, "Gate code");
	f->secrets++;
}

static void host_quit(void *self, int code)
{
	(void)code;
	((struct fixture *)self)->quits++;
}

static void begin(struct fixture *f)
{
	struct plain_host host = { .self = f, .print = host_print, .prompt = host_prompt, .read_secret = host_secret,
		                   .quit = host_quit };

	memset(f, 0, sizeof *f);
	fruit_app(&f->app);
	f->p = plain_new(&f->app, fruit_views, &host);
	assert_int_equal(plain_open(f->p, "orchard", 0, NULL), E_OK);
}

static void end(struct fixture *f)
{
	plain_free(f->p);
	str_free(&f->out);
	fruit_app_done(&f->app);
}

static void line(struct fixture *f, const char *text)
{
	str_cut(&f->out, 0);
	plain_line(f->p, slice_of(text));
	plain_announce(f->p);
}

static void says(struct fixture *f, const char *want)
{
	if (strcmp(str_c(&f->out), want)) {
		fprintf(stderr, "it says\n%s--- instead of\n%s---\n", str_c(&f->out), want);
		fail();
	}
	str_cut(&f->out, 0);
}

#define ORCHARD \
	"Orchard\n" \
	"> apple, kind: pome, price: 0.80\n" \
	"  pear, kind: pome, price: 1.20\n" \
	"  plum, kind: stone, price: 2.10\n" \
	"  pêche, kind: stone, price: 3.00\n" \
	"  cherry, kind: stone, price: 4.50\n" \
	"  fig, kind: other, price: 6.40\n" \
	"  quince, kind: pome, price: 1.50\n"

static void says_views_and_moves(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	says(&f, ORCHARD);
	assert_string_equal(plain_prompt(f.p), "orchard> ");
	line(&f, "");
	says(&f, ORCHARD);
	line(&f, "down");
	says(&f, "pear\n");
	line(&f, "j");
	says(&f, "plum\n");
	line(&f, "enter");
	says(&f, "plum\nA plum, ripe in autumn.\n");
	assert_string_equal(plain_prompt(f.p), "card> ");
	line(&f, "back");
	says(&f, "Orchard\n  apple, kind: pome, price: 0.80\n  pear, kind: pome, price: 1.20\n> plum, kind: stone, price: 2.10\n"
	         "  pêche, kind: stone, price: 3.00\n  cherry, kind: stone, price: 4.50\n  fig, kind: other, price: 6.40\n"
	         "  quince, kind: pome, price: 1.50\n");
	line(&f, "/fig");
	says(&f, "Orchard\n> fig, kind: other, price: 6.40\n");
	line(&f, "/");
	line(&f, "fell-all-trees");
	assert_non_null(strstr(str_c(&f.out), "No command is called fell-all-trees"));
	line(&f, "version");
	assert_non_null(strstr(str_c(&f.out), "vigie"));
	line(&f, "'open");
	assert_true(f.out.n > 0);
	line(&f, "help");
	assert_non_null(strstr(str_c(&f.out), "x: Cancel this task"));
	assert_string_equal(plain_prompt(f.p), "orchard> ");
	line(&f, "quit");
	assert_int_equal(f.quits, 1);
	end(&f);
}

static void asks_in_lines(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	line(&f, "x");
	says(&f, "Pick\nThe fruit is picked and gone from the tree for this year.\ny does it, n or Esc leaves\n");
	assert_string_equal(plain_prompt(f.p), "Pick> ");
	line(&f, "");
	assert_string_equal(heard.answer, "cancelled ask");
	line(&f, "x");
	line(&f, "y");
	assert_string_equal(heard.answer, "ok ask");
	line(&f, "outside");
	line(&f, "aple");
	assert_string_equal(heard.answer, "cancelled ask");
	line(&f, "outside");
	line(&f, "apple");
	assert_string_equal(heard.answer, "ok ask");
	line(&f, "refresh");
	line(&f, "");
	assert_string_equal(heard.answer, "ok fig");
	line(&f, "refresh");
	line(&f, "date; rm -rf x");
	assert_string_equal(heard.answer, "ok date; rm -rf x");
	line(&f, "left");
	says(&f, "Kind\n  1 pome\n> 2 stone\n  3 other\n");
	line(&f, "3");
	assert_string_equal(heard.answer, "ok item 2");
	line(&f, "refresh");
	plain_interrupt(f.p);
	assert_string_equal(heard.answer, "cancelled -");
	end(&f);
}

static void secrets_come_by_the_host(void **state)
{
	struct fixture f;
	struct secret s = secret_copy("1234", 4);

	(void)state;
	begin(&f);
	line(&f, "lock");
	assert_int_equal(f.secrets, 1);
	plain_secret(f.p, E_OK, &s);
	assert_string_equal(heard.answer, "ok 4 bytes");
	line(&f, "lock");
	plain_secret(f.p, E_CANCELLED, NULL);
	assert_string_equal(heard.answer, "cancelled 0 bytes");
	assert_int_equal(f.secrets, 2);
	assert_null(strstr(str_c(&f.out), "1234"));
	secret_free(&s);
	end(&f);
}

static void fills_a_form(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	line(&f, "tab 2");
	says(&f, "Order\n> Fruit: apple\n  Amount:   = 0 digits\n  A gift: no\n  Comment: \n");
	line(&f, "choose");
	says(&f, "Fruit\n> 1 apple\n  2 pear\n  3 plum\n");
	line(&f, "2");
	line(&f, "");
	says(&f, "Amount\n");
	line(&f, "12");
	says(&f, "A gift\n");
	line(&f, "");
	says(&f, "Comment\n");
	line(&f, "quit the shop");
	assert_int_equal(f.quits, 0);
	assert_non_null(strstr(str_c(&f.out), "ordered"));
	line(&f, ":tab 1");
	assert_string_equal(plain_prompt(f.p), "orchard> ");
	line(&f, ":tab 2");
	says(&f, "Order\n  Fruit: pear\n  Amount: 12  = 2 digits\n  A gift: no\n> Comment: quit the shop\n");
	end(&f);
}

static void announces_changes_once(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	str_cut(&f.out, 0);
	plain_announce(f.p);
	says(&f, "");
	heard.gone = 6;
	subject_touch(&f.app.settings);
	subject_flush();
	plain_announce(f.p);
	says(&f, "");
	heard.gone = 5;
	subject_touch(&f.app.settings);
	subject_flush();
	plain_announce(f.p);
	says(&f, "  pear, kind: pome, price: 1.20\n");
	plain_announce(f.p);
	says(&f, "");
	plain_front(f.p)->ops->toast(plain_front(f.p)->self, TONE_ERROR, "the node does not answer");
	says(&f, "Error: the node does not answer\n");
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_views_and_moves), cmocka_unit_test(asks_in_lines), cmocka_unit_test(secrets_come_by_the_host),
		cmocka_unit_test(fills_a_form), cmocka_unit_test(announces_changes_once),
	};

	if (secret_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
