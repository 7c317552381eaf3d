/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help, manual and completions out of the table, so that none can lag behind it. */
#include "cmd/gen.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cmd/settings.h"

enum { NAME_COLUMNS = 15, KEY_COLUMNS = 20 };

/* Options that come before a command; the others are the settings, see add_option_names. */
static const char *const switches[] = { "--sandbox", "--plain", "--readonly", "--dump-roles", "--print-config", "--version", "--help" };
static const char *const valued[] = { "--dump", "--size", "--keys", "--clock", "--profile", "--set", "--passphrase-fd" };

static const char man_page[] =
#include "src/cmd/man_page.inc"
	;

static void pad(struct str *out, const char *text, int columns)
{
	int width = text_width(slice_of(text));

	str_adds(out, text);
	str_addn(out, ' ', (size_t)(width < columns ? columns - width : 1));
}

/* The options in lines of at most 80 columns; what each wants is in the manual. */
static void add_options(struct str *out)
{
	int at = 0;

	for (size_t i = 0; i < sizeof switches / sizeof *switches + sizeof valued / sizeof *valued; i++) {
		size_t n = sizeof switches / sizeof *switches;
		const char *name = i < n ? switches[i] : valued[i - n];
		int width = 1 + (int)strlen(name) + (i < n ? 0 : 4);

		if (!i || at + width > 79) {
			str_addf(out, "%s ", i ? "\n" : "");
			at = 1;
		}
		str_addf(out, " %s%s", name, i < n ? "" : " ...");
		at += width;
	}
	str_adds(out, "\n\n");
}

void gen_help(struct str *out)
{
	str_adds(out, _("Usage: vigie [OPTIONS] [COMMAND [ARGUMENTS]]"));
	str_adds(out, "\n\n");
	add_options(out);
	str_adds(out, _("Without a command the full screen opens. With one, it is done and the program ends:"));
	str_adds(out, "\n\n");
	for (int id = 0; id < CMD_COUNT; id++) {
		const struct cmd *c = cmd_at((enum cmd_id)id);

		if (!(c->flags & CMD_ONE_SHOT) || c->flags & CMD_UNLISTED)
			continue;
		str_adds(out, "  ");
		pad(out, c->name, NAME_COLUMNS);
		str_addf(out, "%s\n", _(c->help));
	}
	str_addc(out, '\n');
	str_adds(out, _("vigie help COMMAND tells more about one, vigie man prints the manual."));
	str_addc(out, '\n');
}

static const char *danger_words(enum danger d)
{
	switch (d) {
	case ASK: return _("It asks before it acts; --yes answers for you. Refused with --readonly.");
	case TYPE: return _("It wants a name typed before it acts; --yes answers for you. Refused with --readonly.");
	default: return NULL;
	}
}

void gen_command(struct str *out, const struct keymap *k, const struct cmd *c)
{
	const char *danger = danger_words(c->danger);
	struct str keys = { 0 };

	str_addf(out, "%s%s%s\n  %s\n", c->name, c->args[0] ? " " : "", c->args, _(c->help));
	if (danger)
		str_addf(out, "  %s\n", danger);
	if (k && keymap_keys(k, c->contexts, (enum cmd_id)(c - cmd_at(0)), 9, &keys)) {
		str_adds(out, "  ");
		str_addf(out, _("Keys: %s"), str_c(&keys));
		str_addc(out, '\n');
	}
	if (!(c->flags & CMD_ONE_SHOT)) {
		str_adds(out, "  ");
		str_adds(out, _("On the screen and in the line mode only."));
		str_addc(out, '\n');
	}
	str_free(&keys);
}

static bool one_place(struct str *out, const struct keymap *k, uint32_t bit, bool first)
{
	bool any = false;

	for (int id = 0; id < CMD_COUNT; id++) {
		const struct cmd *c = cmd_at((enum cmd_id)id);
		struct str keys = { 0 };

		if (c->contexts & bit && keymap_keys(k, bit, (enum cmd_id)id, 9, &keys)) {
			if (!any)
				str_addf(out, "%s[%s]\n", first ? "" : "\n", keymap_context(bit));
			any = true;
			str_adds(out, "  ");
			pad(out, str_c(&keys), KEY_COLUMNS);
			str_addf(out, "%s\n", _(c->help));
		}
		str_free(&keys);
	}
	return any;
}

void gen_keys(struct str *out, const struct keymap *k, uint32_t contexts)
{
	bool any = false;

	for (uint32_t bit = 1; keymap_context(bit); bit <<= 1)
		if (!contexts || contexts & bit)
			any = one_place(out, k, bit, !any) || any;
}

json_t *gen_json(const struct keymap *k)
{
	json_t *items = json_array();
	static const char *const dangers[] = { "look", "self", "ask", "type" };

	for (int id = 0; id < CMD_COUNT; id++) {
		const struct cmd *c = cmd_at((enum cmd_id)id);
		struct str keys = { 0 };

		if (k)
			keymap_keys(k, c->contexts, (enum cmd_id)id, 9, &keys);
		json_array_append_new(items, json_pack("{s:s, s:s, s:s, s:s, s:s, s:b}", "name", c->name, "args", c->args, "help", c->help,
		                                       "keys", str_c(&keys), "danger", dangers[c->danger], "one_shot",
		                                       (c->flags & CMD_ONE_SHOT) != 0));
		str_free(&keys);
	}
	return json_pack("{s:o, s:b}", "items", items, "more", 0);
}

/* "--g1-rpc" is the flag of the setting g1.rpc. */
static void add_option_names(struct str *out, bool with_value, char between)
{
	size_t n = with_value ? sizeof valued / sizeof *valued : sizeof switches / sizeof *switches;

	for (size_t i = 0; i < n; i++)
		str_addf(out, "%s%c", with_value ? valued[i] : switches[i], between);
	for (size_t i = 0; with_value && i < settings_count; i++) {
		str_adds(out, "--");
		for (const char *p = settings_keys[i].name; *p; p++)
			str_addc(out, *p == '.' || *p == '_' ? '-' : *p);
		str_addc(out, between);
	}
	str_cut(out, out->n - 1);
}

static bool listed(const struct cmd *c)
{
	return c->flags & CMD_ONE_SHOT && !(c->flags & CMD_UNLISTED);
}

void gen_bash(struct str *out)
{
	str_adds(out, "# bash completion of vigie, printed by: vigie completion bash\n"
	              "_vigie()\n{\n"
	              "\tlocal cur=${COMP_WORDS[COMP_CWORD]} i=1 line\n"
	              "\tlocal IFS=$' \\t\\n'\n"
	              "\tCOMPREPLY=()\n"
	              "\twhile ((i < COMP_CWORD)); do\n"
	              "\t\tcase ${COMP_WORDS[i]} in\n\t\t");
	add_option_names(out, true, '|');
	str_adds(out, ")\n\t\t\t((i += 2)); [[ ${COMP_WORDS[i-1]} == = ]] && ((i += 1)) ;;\n"
	              "\t\t-*) ((i += 1)); [[ ${COMP_WORDS[i]} == = && i -lt COMP_CWORD ]] && ((i += 2)) ;;\n"
	              "\t\t*) break ;;\n\t\tesac\n\tdone\n"
	              "\tif ((i >= COMP_CWORD)); then\n"
	              "\t\tif [[ $cur == -* ]]; then\n\t\t\tCOMPREPLY=($(compgen -W '");
	add_option_names(out, false, ' ');
	str_addc(out, ' ');
	add_option_names(out, true, ' ');
	str_adds(out, "' -- \"$cur\"))\n\t\telif ((i == COMP_CWORD)); then\n\t\t\tCOMPREPLY=($(compgen -W '");
	for (int id = 0; id < CMD_COUNT; id++)
		if (listed(cmd_at((enum cmd_id)id)))
			str_addf(out, "%s ", cmd_at((enum cmd_id)id)->name);
	str_adds(out, "' -- \"$cur\"))\n\t\tfi\n\t\treturn\n\tfi\n"
	              "\twhile IFS= read -r line; do\n"
	              "\t\tif [[ $line == :files ]]; then\n\t\t\tcompopt -o default 2>/dev/null\n"
	              "\t\telse\n\t\t\tCOMPREPLY+=(\"$(printf %q \"${line%%$'\\t'*}\")\")\n\t\tfi\n"
	              "\tdone < <(\"$1\" complete -- \"${COMP_WORDS[@]:i:COMP_CWORD-i+1}\" 2>/dev/null)\n"
	              "}\ncomplete -F _vigie vigie\n");
}

/* Inside '...' for zsh's _describe: a colon ends the word, a quote ends the string. */
static void add_zsh_words(struct str *out, const char *text, bool name)
{
	for (; *text; text++) {
		if (*text == '\'')
			str_adds(out, "'\\'");
		if (*text == ':' && name)
			str_addc(out, '\\');
		str_addc(out, *text);
	}
}

void gen_zsh(struct str *out)
{
	str_adds(out, "#compdef vigie\n"
	              "# zsh completion of vigie, printed by: vigie completion zsh (for .zshrc: eval \"$(vigie completion zsh)\")\n"
	              "_vigie() {\n"
	              "\tlocal -a commands options found\n"
	              "\tlocal line i=2 files=0\n"
	              "\toptions=(");
	add_option_names(out, false, ' ');
	str_addc(out, ' ');
	add_option_names(out, true, ' ');
	str_adds(out, ")\n\tcommands=(\n");
	for (int id = 0; id < CMD_COUNT; id++) {
		const struct cmd *c = cmd_at((enum cmd_id)id);

		if (!listed(c))
			continue;
		str_adds(out, "\t\t'");
		add_zsh_words(out, c->name, true);
		str_addc(out, ':');
		add_zsh_words(out, _(c->help), false);
		str_adds(out, "'\n");
	}
	str_adds(out, "\t)\n\twhile (( i < CURRENT )); do\n\t\tcase ${words[i]} in\n\t\t(");
	add_option_names(out, true, '|');
	str_adds(out, ") (( i += 2 )) ;;\n\t\t(-*) (( i += 1 )) ;;\n\t\t(*) break ;;\n\t\tesac\n\tdone\n"
	              "\tif (( i >= CURRENT )); then\n"
	              "\t\tif [[ ${words[CURRENT]} == -* ]]; then\n\t\t\tcompadd -a options\n"
	              "\t\telif (( i == CURRENT )); then\n\t\t\t_describe command commands\n\t\tfi\n\t\treturn\n\tfi\n"
	              "\twhile IFS= read -r line; do\n"
	              "\t\tif [[ $line == :files ]]; then\n\t\t\tfiles=1\n"
	              "\t\telse\n\t\t\tfound+=(\"${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}\")\n\t\tfi\n"
	              "\tdone < <(\"${words[1]}\" complete -- \"${(@Q)words[i,CURRENT]}\" 2>/dev/null)\n"
	              "\t(( ${#found} )) && _describe value found\n"
	              "\t(( files )) && _files\n"
	              "}\n"
	              "(( $+functions[compdef] )) && compdef _vigie vigie\n");
}

const char *gen_man(void)
{
	return man_page;
}
