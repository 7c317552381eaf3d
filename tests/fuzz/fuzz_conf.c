/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Configuration from anywhere: no crash, warnings stay text, values stay inside their types, and what is written into such a
 * file is read back from it. */
#include "base/conf.h"
#include "base/conf_line.h"
#include "base/text.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct conf_key keys[] = {
	{ "ui.theme", CONF_TEXT, "default", NULL, NULL, "" },
	{ "ui.mouse", CONF_BOOL, "yes", NULL, NULL, "" },
	{ "ui.glyphs", CONF_CHOICE, "auto", NULL, "auto|utf8|vt|ascii", "" },
	{ "net.timeout", CONF_INT, "20", NULL, "1..600", "" },
	{ "name", CONF_TEXT, "nobody", NULL, NULL, "" },
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* The last line of the file is also taken as a value to write into the whole of it. */
static void write_and_read_back(struct slice in, const char *name)
{
	struct str value = { 0 }, file = { 0 };
	size_t start = in.n;
	while (start && in.p[start - 1] != '\n')
		start--;
	str_reserve(&value, 0);
	str_add(&value, slice_from(in, start));
	if (!memchr(value.p, 0, value.n) && conf_line_writable(str_c(&value))) {
		conf_line_write(&file, in, name, str_c(&value));
		struct conf *c = conf_new(keys, sizeof keys / sizeof *keys);
		conf_parse(c, slice_str(&file), "f", NULL);
		must(!strcmp(conf_text(c, name), str_c(&value)));
		conf_free(c);
	}
	str_free(&value);
	str_free(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice in = { (const char *)data, size };
	struct str warnings = { 0 };
	struct conf *c = conf_new(keys, sizeof keys / sizeof *keys);
	conf_parse(c, in, "f", &warnings);
	must(text_valid(slice_str(&warnings)));
	must(warnings.n < 60 * 300);
	for (size_t i = 0; i < conf_count(c); i++)
		must(text_valid(slice_of(conf_text(c, keys[i].name))));
	must(conf_int(c, "net.timeout") >= 1 && conf_int(c, "net.timeout") <= 600);
	conf_free(c);
	str_free(&warnings);
	write_and_read_back(in, "ui.theme");
	write_and_read_back(in, "name");
	return 0;
}
