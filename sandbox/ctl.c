/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/ctl.h"

#include "base/i18n.h"
#include "base/mem.h"

#include <curl/curl.h>
#include <sodium.h>
#include <stdio.h>

static void on_request(struct request *r, void *arg)
{
	struct sandbox *sb = arg;
	const char *token = request_header(r, "X-Token");
	struct str line = { 0 }, why = { 0 };
	json_t *out;
	char *text;
	int status = 200;

	if (!token || strlen(token) != strlen(sb->token) || sodium_memcmp(token, sb->token, strlen(sb->token))) {
		request_reply(r, 401, "application/json", SLICE("{\"error\":\"the token is missing or wrong\"}\n"));
		return;
	}
	str_add(&line, r->body);
	out = sandbox_order(sb, str_c(&line), &why);
	if (!out) {
		out = json_pack("{s:s}", "error", str_c(&why));
		status = 400;
	}
	text = json_dumps(out, JSON_ENCODE_ANY | JSON_COMPACT);
	request_reply(r, status, "application/json", slice_of(text));
	free(text);
	json_decref(out);
	str_free(&line);
	str_free(&why);
}

/* The service that a command names, with its control port left out: it must stay reachable. */
static struct mischief *named(struct sandbox *sb, const char *name, struct str *why)
{
	struct mischief *m = strcmp(name, "ctl") ? server_mischief(sb->server, name) : NULL;

	if (!m)
		str_addf(why, "no such service: %s", name);
	return m;
}

static json_t *mischief_json(const struct mischief *m)
{
	json_t *on = json_object(), *names = json_object();

	for (size_t i = 0; i < m->switches.n; i++) {
		json_object_set_new(names, m->switches.v[i].name, json_string(m->switches.v[i].help));
		if (m->switches.v[i].on)
			json_object_set_new(on, m->switches.v[i].name, json_string(m->switches.v[i].arg));
	}
	return json_pack("{s:i,s:i,s:b,s:b,s:b,s:o,s:o}", "latency_ms", m->latency_ms, "loss", m->loss, "freeze", m->freeze,
			 "cut", m->cut, "down", m->down, "on", on, "switches", names);
}

static json_t *cmd_list(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why)
{
	json_t *out = json_object();
	const char *name;

	(void)arg, (void)n, (void)words, (void)why;
	for (size_t i = 0; (name = server_name_at(sb->server, i)); i++)
		json_object_set_new(out, name, mischief_json(server_mischief(sb->server, name)));
	return out;
}

static json_t *changed(struct sandbox *sb, struct mischief *m)
{
	server_mischief_changed(sb->server);
	return mischief_json(m);
}

/* latency SERVICE MS, loss SERVICE PERCENT */
static json_t *cmd_number(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why)
{
	bool loss = arg != NULL;
	struct mischief *m = n == 3 ? named(sb, words[1], why) : NULL;
	uint64_t v;

	if (!m || !slice_u64(slice_of(words[2]), &v) || v > (loss ? 100u : 600000u))
		return NULL;
	*(loss ? &m->loss : &m->latency_ms) = (int)v;
	return changed(sb, m);
}

static bool on_off(const char *word, bool *on)
{
	*on = !strcmp(word, "on");
	return *on || !strcmp(word, "off");
}

/* freeze, cut, down SERVICE on|off */
static json_t *cmd_flag(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why)
{
	struct mischief *m = n == 3 ? named(sb, words[1], why) : NULL;
	bool on;

	(void)arg;
	if (!m || !on_off(words[2], &on))
		return NULL;
	*(words[0][0] == 'f' ? &m->freeze : words[0][0] == 'c' ? &m->cut : &m->down) = on;
	return changed(sb, m);
}

static json_t *cmd_switch(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why)
{
	struct mischief *m = n == 4 || n == 5 ? named(sb, words[1], why) : NULL;
	bool on;

	(void)arg;
	if (!m || !on_off(words[3], &on))
		return NULL;
	if (mischief_set(m, words[2], on, n == 5 ? words[4] : "")) {
		str_addf(why, "%s has no switch %s", words[1], words[2]);
		return NULL;
	}
	return changed(sb, m);
}

static json_t *cmd_clear(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why)
{
	const char *name;

	(void)arg;
	if (n > 2 || (n == 2 && !named(sb, words[1], why)))
		return NULL;
	for (size_t i = 0; (name = server_name_at(sb->server, i)); i++)
		if (n == 1 || !strcmp(name, words[1]))
			mischief_clear(server_mischief(sb->server, name));
	if (n == 1)
		sb->disk_full = false;
	server_mischief_changed(sb->server);
	return json_pack("{s:b}", "cleared", 1);
}

static json_t *cmd_disk(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why)
{
	(void)arg, (void)why;
	if (n != 2 || !on_off(words[1], &sb->disk_full))
		return NULL;
	return json_pack("{s:b}", "disk_full", sb->disk_full);
}

static enum err start(struct sandbox *sb, json_t *line, struct fault *f)
{
	static const struct port_handlers none;
	struct port_handlers h = none;
	struct port *p;

	h.name = "ctl";
	h.request = on_request;
	h.arg = sb;
	p = sandbox_listen(sb, &h, f);
	if (!p)
		return f ? f->code : E_FAILED;
	sandbox_command(sb, "list", "", cmd_list, NULL);
	sandbox_command(sb, "latency", "SERVICE MILLISECONDS", cmd_number, NULL);
	sandbox_command(sb, "loss", "SERVICE PERCENT", cmd_number, sb);
	sandbox_command(sb, "freeze", "SERVICE on|off", cmd_flag, NULL);
	sandbox_command(sb, "cut", "SERVICE on|off", cmd_flag, NULL);
	sandbox_command(sb, "down", "SERVICE on|off", cmd_flag, NULL);
	sandbox_command(sb, "switch", "SERVICE NAME on|off [ARGUMENT]", cmd_switch, NULL);
	sandbox_command(sb, "clear", "[SERVICE]", cmd_clear, NULL);
	sandbox_command(sb, "disk-full", "on|off", cmd_disk, NULL);
	json_object_set_new(line, "ctl", json_sprintf("http://127.0.0.1:%d", port_number(p)));
	json_object_set_new(line, "token", json_string(sb->token));
	return E_OK;
}

static size_t keep(char *p, size_t size, size_t n, void *arg)
{
	str_add(arg, (struct slice){ p, size * n });
	return size * n;
}

static int send_order(const char *url, const char *token, const char *line)
{
	struct curl_slist *headers = NULL;
	struct str head = { 0 }, answer = { 0 };
	long status = 0;
	CURL *c = curl_easy_init();
	CURLcode rc;

	str_addf(&head, "X-Token: %s", token);
	headers = curl_slist_append(headers, str_c(&head));
	curl_easy_setopt(c, CURLOPT_URL, url);
	curl_easy_setopt(c, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(c, CURLOPT_POSTFIELDS, line);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, keep);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, &answer);
	rc = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(c);
	curl_slist_free_all(headers);
	if (rc)
		fprintf(stderr, _("vigie-sandbox: the control port %s does not answer\n"), url);
	else
		fprintf(status == 200 ? stdout : stderr, "%s\n", str_c(&answer));
	str_free(&head);
	str_free(&answer);
	return rc ? 3 : status == 200 ? 0 : 1;
}

int ctl_main(int argc, char **argv)
{
	const char *url = getenv("VIGIE_SANDBOX_CTL"), *token = getenv("VIGIE_SANDBOX_TOKEN");
	struct str line = { 0 };
	int i = 0, rc;

	for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
		if (!strcmp(argv[i], "--url"))
			url = argv[i + 1];
		else if (!strcmp(argv[i], "--token"))
			token = argv[i + 1];
		else
			break;
	}
	if (i >= argc || !url || !token) {
		fputs(_("usage: vigie-sandbox ctl --url URL --token TOKEN ORDER ... (or VIGIE_SANDBOX_CTL and VIGIE_SANDBOX_TOKEN; "
			"the order help lists all)\n"), stderr);
		return 2;
	}
	for (; i < argc; i++)
		str_addf(&line, "%s%s", line.n ? " " : "", argv[i]);
	rc = send_order(url, token, str_c(&line));
	str_free(&line);
	return rc;
}

const struct service service_ctl = { .name = "ctl", .start = start };
