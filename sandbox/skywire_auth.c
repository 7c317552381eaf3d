/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/skywire.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>

/* Everybody may know them: they only open the invented boards. */
static const char demo_user[] = "admin", demo_password[] = "Village-1";

enum { SESSION_MS = 12 * 3600 * 1000, TOKEN_MS = 30 * 1000 };

void skywire_json(struct request *r, int status, json_t *o)
{
	char *text = json_dumps(o, JSON_ENCODE_ANY | JSON_COMPACT);
	struct str body = { 0 };

	str_addf(&body, "%s\n", text);
	request_reply(r, status, "application/json", slice_str(&body));
	str_free(&body);
	free(text);
	json_decref(o);
}

void skywire_error(struct request *r, int status, const char *fmt, ...)
{
	struct str text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	str_addv(&text, fmt, ap);
	va_end(ap);
	skywire_json(r, status, json_pack("{s:s}", "error", str_c(&text)));
	str_free(&text);
}

static void random_hex(char *out, size_t bytes)
{
	unsigned char b[32];

	randombytes_buf(b, bytes);
	sodium_bin2hex(out, bytes * 2 + 1, b, bytes);
}

static bool logged_in(struct skywire *s, struct request *r)
{
	const char *cookie = request_cookie(r, "swm-session");

	return cookie && *s->session && !strcmp(cookie, s->session) && sandbox_now_ms(s->sb) < s->session_until_ms;
}

static void login(struct skywire *s, struct request *r)
{
	json_error_t je;
	json_t *o = json_loadb(r->body.p, r->body.n, 0, &je);
	const char *user = json_string_value(json_object_get(o, "username"));
	const char *password = json_string_value(json_object_get(o, "password"));
	struct str cookie = { 0 };

	if (logged_in(s, r)) {
		skywire_error(r, 403, "not logged out");
	} else if (!user || !password || strcmp(user, demo_user) || strcmp(password, demo_password)) {
		skywire_error(r, 401, "incorrect username or password");
	} else {
		random_hex(s->session, 16);
		s->session_until_ms = sandbox_now_ms(s->sb) + SESSION_MS;
		str_addf(&cookie, "swm-session=%s; Path=/; HttpOnly", s->session);
		request_add_header(r, "Set-Cookie", cookie.p);
		skywire_json(r, 200, json_true());
	}
	str_free(&cookie);
	json_decref(o);
}

static void give_csrf(struct skywire *s, struct request *r)
{
	random_hex(s->csrf, 32);
	s->csrf_until_ms = sandbox_now_ms(s->sb) + TOKEN_MS;
	skywire_json(r, 200, json_pack("{s:s}", "csrf_token", s->csrf));
}

static void user(struct skywire *s, struct request *r, bool with)
{
	static const char nobody[] = "00000000-0000-0000-0000-000000000000";

	skywire_json(r, 200, json_pack("{s:s,s:{s:s,s:s,s:s},s:n}", "username", with ? demo_user : "", "current_session", "sid",
				       with ? s->session : nobody, "username", with ? demo_user : "", "expiry",
				       with ? "2099-01-01T00:00:00Z" : "0001-01-01T00:00:00Z", "other_sessions"));
}

bool skywire_auth(struct skywire *s, struct request *r, const char *path)
{
	bool on = mischief_on(s->mischief, "auth"), post = !strcmp(r->method, "POST");

	if (!strcmp(path, "/ping")) {
		request_reply(r, 200, "text/plain; charset=utf-8", SLICE("\"PONG!\""));
		return true;
	}
	if (!strcmp(path, "/csrf")) {
		give_csrf(s, r);
		return true;
	}
	if (on && post && !strcmp(path, "/login")) {
		login(s, r);
		return true;
	}
	if (on && post && !strcmp(path, "/create-account")) {
		skywire_error(r, 403, "user already exists");
		return true;
	}
	if (on && !logged_in(s, r)) {
		skywire_error(r, 401, "session cookie is either non-existent, expired, or ill-formatted");
		return true;
	}
	if (on && post && !strcmp(path, "/logout")) {
		*s->session = 0;
		skywire_json(r, 200, json_true());
		return true;
	}
	if (!strcmp(path, "/user")) {
		user(s, r, on);
		return true;
	}
	return false;
}

bool skywire_csrf_missing(struct skywire *s, struct request *r)
{
	const char *token = request_header(r, "X-CSRF-Token");

	if (!strcmp(r->method, "GET"))
		return false;
	if (token && *s->csrf && !strcmp(token, s->csrf) && sandbox_now_ms(s->sb) < s->csrf_until_ms)
		return false;
	if (token)
		skywire_error(r, 403, "csrf token is invalid");
	else
		skywire_error(r, 403, "no csrf token for %s request", r->method);
	return true;
}
