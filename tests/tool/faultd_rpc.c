/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A node that answers JSON-RPC as the tests want it. It reads just enough JSON for what a client writes without blanks. */
#include "faultd.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The text of a member, up to the end of its value, in a fresh string. */
static char *member(const char *object, const char *end, const char *name)
{
	char key[40];
	snprintf(key, sizeof key, "\"%s\":", name);
	const char *at = strstr(object, key), *stop;
	int depth = 0;
	bool quoted = false;
	if (!at || at >= end)
		return strdup("");
	at += strlen(key);
	for (stop = at; stop < end; stop++) {
		if (*stop == '\\' && quoted)
			stop++;
		else if (*stop == '"')
			quoted = !quoted;
		else if (!quoted && (*stop == '[' || *stop == '{'))
			depth++;
		else if (!quoted && (*stop == ']' || *stop == '}') && --depth < 0)
			break;
		else if (!quoted && *stop == ',' && !depth)
			break;
	}
	return strndup(at, (size_t)(stop - at));
}

static char *print(const char *fmt, const char *a, const char *b)
{
	size_t n = strlen(fmt) + strlen(a) + strlen(b) + 1;
	char *s = malloc(n);
	snprintf(s, n, fmt, a, b);
	return s;
}

static char *result(const char *id, const char *value)
{
	return print("{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}", id, value);
}

static const char note_text[] = "{\"jsonrpc\":\"2.0\",\"method\":\"test_note\",\"params\":{\"subscription\":%s,\"result\":%s}}";

static bool one(const char *object, const char *end, char **answer, bool (*note)(void *arg, const char *text), void *arg)
{
	char *id = member(object, end, "id"), *method = member(object, end, "method"), *params = member(object, end, "params");
	bool good = true;
	char *s = NULL, sub[40];
	snprintf(sub, sizeof sub, "\"sub%s\"", id);
	if (!strcmp(method, "\"echo\"")) {
		*answer = result(id, *params ? params : "null");
	} else if (!strcmp(method, "\"fail\"")) {
		*answer = print("{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":1010,\"message\":\"Invalid \\u001b[2JTransaction\","
		                "\"data\":\"Inability to pay%s\"}}", id, "");
	} else if (!strcmp(method, "\"times\"")) {
		char n[20];
		snprintf(n, sizeof n, "%d", times(params));
		*answer = result(id, n);
	} else if (!strcmp(method, "\"late\"")) {
		peer_nap(400);
		*answer = result(id, "\"late\"");
	} else if (!strcmp(method, "\"wrong_id\"")) {
		*answer = result("999999", "1");
	} else if (!strcmp(method, "\"garbage\"")) {
		*answer = strdup("{\"jsonrpc\":");
	} else if (!strcmp(method, "\"deep\"")) {
		*answer = malloc(4001);
		memset(*answer, '[', 4000);
		(*answer)[4000] = 0;
	} else if (!strcmp(method, "\"neither\"")) {
		*answer = print("{\"jsonrpc\":\"2.0\",\"id\":%s%s}", id, "");
	} else if (!strcmp(method, "\"drop\"")) {
		good = false;
	} else if (!strcmp(method, "\"sub\"") && note) { /* two notes come before the answer, one after */
		note(arg, s = print(note_text, sub, "1"));
		free(s);
		note(arg, s = print(note_text, sub, "2"));
		free(s);
		note(arg, s = result(id, sub));
		free(s);
		note(arg, s = print(note_text, sub, "3"));
	} else if (!strcmp(method, "\"unsub\"")) {
		times("unsub");
		*answer = result(id, "true");
	} else if (strcmp(method, "\"never\"")) {
		*answer = print("{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32601,\"message\":\"Method not found\"%s}}", id, "");
	}
	free(s);
	free(id);
	free(method);
	free(params);
	return good;
}

/* A batch is answered in the opposite order, as the protocol allows. */
bool serve_rpc(const char *text, char **answer, bool (*note)(void *arg, const char *text), void *arg)
{
	const char *end = text + strlen(text);
	bool good = true;
	if (*text != '[')
		return one(text, end, answer, note, arg);
	*answer = strdup("]");
	for (const char *at = text + 1, *next; good && at && *at == '{'; at = next) {
		char *piece = NULL;
		next = strstr(at + 1, ",{\"jsonrpc\"");
		next = next ? next + 1 : NULL;
		good = one(at, next ? next - 1 : end - 1, &piece, note, arg);
		if (piece) {
			char *all = print((*answer)[0] == ']' ? "%s%s" : "%s,%s", piece, *answer);
			free(*answer);
			*answer = all;
			free(piece);
		}
	}
	char *all = print("[%s%s", *answer, "");
	free(*answer);
	*answer = all;
	return good;
}
