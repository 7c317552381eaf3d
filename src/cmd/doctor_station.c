/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of the station's services. Each asks a question that only the right service answers, so that something else on its
 * port is named as such. */
#include "base/clean.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cmd/cmd_station.h"
#include "io/http.h"
#include "io/jread.h"
#include "model/app.h"
#include "model/machine.h"
#include "model/world.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PATIENCE_MS = 4000, ANSWER_MOST = 4 << 20 };

/* Each service is asked for something only it answers, at the address of the settings or at its usual place. */
struct place {
	const char *name;
	enum endpoint endpoint;
	const char *usual, *path, *method, *header, *body;
	const char *member;       /* "" the answer is a JSON string itself; "a|b": one of these */
	const char *version;      /* member that tells its version or state; NULL none */
	const char *missing;      /* N_() advice when nothing is there */
};

static const struct place places[];

struct probe {
	struct doctor_item *item;
	const struct place *place;
	char url[400];
};

static void clean_into(struct str *out, const json_t *v)
{
	if (json_is_string(v)) {
		str_adds(out, ", ");
		clean_line(out, (struct slice){ json_string_value(v), json_string_length(v) }, 60);
	}
}

static bool recognised(const struct place *p, const json_t *o)
{
	struct slice rest = slice_of(p->member), word;
	if (!*p->member)
		return json_is_string(o);
	while (rest.n && slice_split(&rest, '|', &word)) {
		char *name = mem_strndup(word.p, word.n);
		bool there = json_object_get(o, name) != NULL;
		free(name);
		if (there)
			return true;
	}
	return false;
}

static void judge(struct probe *p, const struct http_answer *a)
{
	struct str detail = { 0 };
	json_t *o = jread_load(a->body, ANSWER_MOST, NULL);
	str_adds(&detail, p->url);
	if (!o || !recognised(p->place, o)) {
		str_addf(&detail, ": %s", _("something else answers there, or it answers nonsense"));
		doctor_done(p->item, DOCTOR_BROKEN, str_c(&detail), _("look into its log; another program may have taken the port"));
	} else {
		clean_into(&detail, p->place->version ? jread_at(o, p->place->version) : NULL);
		doctor_done(p->item, DOCTOR_FOUND, str_c(&detail), "");
	}
	json_decref(o);
	str_free(&detail);
}

static void answered(void *arg, const struct http_answer *a)
{
	struct probe *p = arg;
	struct str detail = { 0 };
	bool named = *world_endpoint(doctor_app(p->item)->world, p->place->endpoint, NULL);
	str_addf(&detail, "%s: %s", p->url, err_message(a->fault.code));
	if (!a->fault.code)
		judge(p, a);
	else if (a->fault.code == E_REFUSED && !named)
		doctor_done(p->item, DOCTOR_MISSING, str_c(&detail), _(p->place->missing));
	else if (a->fault.code == E_HTTP_AUTH)
		doctor_done(p->item, DOCTOR_DENIED, str_c(&detail), _("it wants a login or a key: see its settings"));
	else
		doctor_done(p->item, DOCTOR_BROKEN, str_c(&detail), err_hint(a->fault.code));
	str_free(&detail);
}

static void probe_drop(void *arg)
{
	free(arg);
}

/* The first address of a list; web sockets answer plain questions on the same port. */
static void address(struct probe *p, const char *list)
{
	size_t n = strcspn(list, " ");
	const char *scheme = "";
	if (!strncmp(list, "ws://", 5) || !strncmp(list, "wss://", 6)) {
		scheme = list[2] == 's' ? "https" : "http";
		size_t skip = list[2] == 's' ? 3 : 2;
		list += skip;
		n -= skip;
	}
	while (n && list[n - 1] == '/')
		n--;
	snprintf(p->url, sizeof p->url, "%s%.*s%s", scheme, (int)(n < 300 ? n : 300), list, p->place->path);
}

static void ask(struct doctor_item *item, const struct place *place)
{
	struct app *a = doctor_app(item);
	const char *list = world_endpoint(a->world, place->endpoint, NULL), *headers[] = { place->header, NULL };
	struct probe *p;
	if (!*list && world_is_sandbox(a->world)) {
		doctor_done(item, DOCTOR_MISSING, _("this sandbox has none"), "");
		return;
	}
	p = mem_new(sizeof *p);
	*p = (struct probe){ .item = item, .place = place };
	address(p, *list ? list : place->usual);
	http_start(app_net(a), &(struct http_ask){ .method = place->method, .url = p->url, .headers = place->header ? headers : NULL,
	                                           .body = slice_of(place->body), .type = "application/json", .flags = NET_LAN,
	                                           .deadline_ms = PATIENCE_MS, .max_body = ANSWER_MOST, .done = answered, .drop = probe_drop,
	                                           .arg = p });
}

static void check_ipfs(struct doctor_item *item)
{
	ask(item, &places[0]);
}

static void check_g1(struct doctor_item *item)
{
	ask(item, &places[1]);
}

static void check_relay(struct doctor_item *item)
{
	ask(item, &places[2]);
}

static void check_station(struct doctor_item *item)
{
	ask(item, &places[3]);
}

static void check_upassport(struct doctor_item *item)
{
	ask(item, &places[4]);
}

static void check_skywire(struct doctor_item *item)
{
	ask(item, &places[5]);
}

/* Whether its door is there, and open for us. */
static void check_containers(struct doctor_item *item)
{
	static const struct {
		const char *path, *name;
	} sockets[] = { { "/run/docker.sock", "docker" }, { "/var/run/docker.sock", "docker" }, { "/run/podman/podman.sock", "podman" } };
	char path[500];
	for (size_t i = 0; i < sizeof sockets / sizeof *sockets; i++) {
		snprintf(path, sizeof path, "%s%s", machine_root(), sockets[i].path);
		if (!access(path, R_OK | W_OK))
			doctor_done(item, DOCTOR_FOUND, path, "");
		else if (errno == EACCES)
			doctor_done(item, DOCTOR_DENIED, path, _("ask to be added to the group docker (it gives the rights of root), then log in again"));
		else
			continue;
		return;
	}
	doctor_done(item, DOCTOR_MISSING, _("no container engine"), _("only needed for Nextcloud and other services in containers"));
}

/* The system's own journal, of which a person without the group sees only their part. */
static void check_journal(struct doctor_item *item)
{
	static const char *const folders[] = { "/var/log/journal", "/run/log/journal" };
	char path[900];
	struct dirent *d;
	for (size_t i = 0; i < 2; i++) {
		snprintf(path, sizeof path, "%s%s", machine_root(), folders[i]);
		DIR *at = opendir(path);
		bool denied = !at && errno == EACCES;
		size_t n = strlen(path);
		while (at && (d = readdir(at))) {
			if (d->d_name[0] == '.')
				continue;
			snprintf(path + n, sizeof path - n, "/%s/system.journal", d->d_name);
			denied = access(path, R_OK) && errno == EACCES;
			if (denied || !access(path, R_OK)) {
				closedir(at);
				at = NULL;
				doctor_done(item, denied ? DOCTOR_DENIED : DOCTOR_FOUND, path,
				            denied ? _("ask to be added to the group systemd-journal, then log in again") : "");
				return;
			}
		}
		if (at)
			closedir(at);
		if (denied) {
			doctor_done(item, DOCTOR_DENIED, path, _("ask to be added to the group systemd-journal, then log in again"));
			return;
		}
	}
	doctor_done(item, DOCTOR_MISSING, _("this machine keeps no journal of systemd"), "");
}

static const struct place places[] = {
	{ "ipfs", END_IPFS, "http://127.0.0.1:5001", "/api/v0/version", "POST", NULL, "", "Version", "Version",
	  N_("install Kubo and start it (ipfs daemon), or set ipfs.api") },
	{ "g1", END_G1_RPC, "http://127.0.0.1:9944", "", "POST", NULL,
	  "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"system_chain\",\"params\":[]}", "result", "result",
	  N_("no node here: public ones are used instead") },
	{ "relay", END_RELAYS, "http://127.0.0.1:7777", "", "GET", "Accept: application/nostr+json", "", "name|supported_nips", "name",
	  N_("no relay here: public ones are used instead") },
	{ "station", END_STATION, "http://127.0.0.1:12345", "/", "GET", NULL, "", "hostname|status", "hostname",
	  N_("no Astroport station here; set station.url to look at one afar") },
	{ "upassport", END_UPASSPORT, "http://127.0.0.1:54321", "/health", "GET", NULL, "", "status", "status",
	  N_("part of a station: is the service upassport running?") },
	{ "skywire", END_SKYWIRE, "http://127.0.0.1:8000", "/api/ping", "GET", NULL, "", "", NULL,
	  N_("no Skywire hypervisor here; set skywire.url to look at one afar") },
};

const struct doctor_check doctor_station[] = {
	{ "ipfs", check_ipfs }, { "g1", check_g1 }, { "relay", check_relay }, { "station", check_station },
	{ "upassport", check_upassport }, { "skywire", check_skywire }, { "containers", check_containers }, { "journal", check_journal },
	{ NULL, NULL },
};
