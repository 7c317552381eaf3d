/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/app.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/paths.h"
#include "io/http.h"
#include "io/net.h"
#include "model/bandwidth.h"
#include "model/capacity.h"
#include "model/coin.h"
#include "model/contacts.h"
#include "model/courier.h"
#include "model/demo.h"
#include "model/discover.h"
#include "model/ipfs.h"
#include "model/journal.h"
#include "model/lookout.h"
#include "model/machine.h"
#include "model/mail.h"
#include "model/notices.h"
#include "model/peers.h"
#include "model/presence.h"
#include "model/recorded.h"
#include "model/series.h"
#include "model/services.h"
#include "model/skywire.h"
#include "model/snap.h"
#include "model/ssh_keys.h"
#include "model/station.h"
#include "model/storage.h"
#include "model/swarm.h"
#include "model/tasks.h"
#include "model/todo.h"
#include "model/undo.h"
#include "model/vaults.h"
#include "model/wallet.h"
#include "model/wallet_follow.h"
#include "model/world.h"
#include <stdlib.h>

enum { CACHE_MAX = 4 << 20, CACHE_VERSION = 1 };

struct app *app_new(struct loop *l, struct conf *c)
{
	struct app *a = mem_new(sizeof *a);
	a->loop = l;
	a->conf = c;
	subject_init(&a->settings, "settings");
	a->tasks = tasks_new(l);
	a->undo = undo_new();
	a->notices = notices_new();
	a->world = world_new(l, c);
	a->vaults = vaults_new(a);
	a->wallet = wallet_new(a);
	a->contacts = contacts_new();
	a->coin = coin_new(a, NULL, NULL);
	a->station = station_new(a);
	a->mail = mail_new();
	a->todo = todo_new();
	a->presence = presence_new(a);
	a->discover = discover_new(a);
	a->demo = demo_new(a);
	a->series = series_new(a, NULL);
	a->ipfs = ipfs_new(a);
	a->bandwidth = bandwidth_new(a);
	a->peers = peers_new(a);
	a->storage = storage_new(a);
	a->machine = machine_new(a);
	a->services = services_new(a);
	a->swarm = swarm_new(a);
	a->skywire = skywire_new(a);
	a->capacity = capacity_new(a);
	a->ssh_keys = ssh_keys_new(a);
	a->lookout = lookout_new(a);
	return a;
}

void app_free(struct app *a)
{
	if (!a)
		return;
	lookout_free(a->lookout);
	a->lookout = NULL;
	ssh_keys_free(a->ssh_keys);
	capacity_free(a->capacity);
	skywire_free(a->skywire);
	swarm_free(a->swarm);
	services_free(a->services);
	machine_free(a->machine);
	storage_free(a->storage);
	peers_free(a->peers);
	bandwidth_free(a->bandwidth);
	ipfs_free(a->ipfs);
	series_free(a->series);
	demo_free(a->demo);
	discover_free(a->discover);
	presence_free(a->presence);
	todo_free(a->todo);
	mail_free(a->mail);
	station_free(a->station);
	courier_free(a->courier);
	wallet_free(a->wallet);
	journal_close(a->journal);
	recorded_free(a->recorded);
	coin_free(a->coin);
	contacts_free(a->contacts);
	vaults_free(a->vaults);
	world_free(a->world);
	if (a->net)
		net_free(a->net);
	notices_free(a->notices);
	undo_free(a->undo);
	tasks_free(a->tasks);
	subject_done(&a->settings);
	free(a);
}

static unsigned trace_begin(void *arg, const char *label, void (*cancel)(void *self), void *self)
{
	return tasks_begin(arg, label, cancel, self);
}

static void trace_progress(void *arg, unsigned id, int64_t done, int64_t total)
{
	tasks_progress(arg, id, done, total);
}

static void trace_end(void *arg, unsigned id, enum err outcome)
{
	tasks_end(arg, id, outcome);
}

static struct net_conf net_settings(struct app *a)
{
	const char *proxy = conf_text(a->conf, "net.proxy");
	return (struct net_conf){
		.proxy = *proxy ? proxy : NULL,
		.plain = conf_bool(a->conf, "net.allow_plain"),
		.trace = { trace_begin, trace_progress, trace_end, a->tasks },
	};
}

struct net *app_net(struct app *a)
{
	if (!a->net) {
		struct net_conf c = net_settings(a);
		a->net = net_new(a->loop, &c);
	}
	return a->net;
}

void app_live(struct app *a)
{
	wallet_live(a->wallet);
}

struct journal *app_journal(struct app *a, struct fault *f)
{
	if (!a->journal)
		journal_open(NULL, a->readonly, &a->journal, f);
	return a->journal;
}

struct courier *app_courier(struct app *a, struct fault *f)
{
	struct journal *j = app_journal(a, f);

	if (!a->courier && j)
		a->courier = courier_new(a, j, a->coin->ops, a->coin->self);
	return a->courier;
}

bool app_busy(const struct app *a)
{
	if (demo_subject(a->demo)->state == STATE_LOADING || recorded_busy(a->recorded))
		return true;
	if (a->coin->g1 && (a->coin->subject.state == STATE_LOADING || g1_busy(a->coin->g1) ||
	                    (a->coin->g1->ledger && ledger_writing(a->coin->g1->ledger))))
		return true;
	return tasks_pending(a->tasks) || (a->net && http_pending(a->net));
}

bool app_awaits(const struct app *a)
{
	return a->net && http_pending(a->net);
}

void app_net_changed(struct app *a)
{
	struct net_conf c = net_settings(a);
	if (a->net)
		net_configure(a->net, &c);
}

enum err app_load_file(struct app *a, const char *path, struct fault *f)
{
	struct str bytes = { 0 };
	json_error_t je;
	enum err e = paths_read(path, CACHE_MAX, &bytes, f);
	if (e)
		return e;
	json_t *o = json_loadb(str_c(&bytes), bytes.n, JSON_REJECT_DUPLICATES, &je);
	str_free(&bytes);
	if (!json_is_object(o)) {
		json_decref(o);
		return fault_set(f, E_CORRUPT, "%s", path);
	}
	if (snap_int(o, "version", 0) > CACHE_VERSION) {
		json_decref(o);
		return fault_set(f, E_NEWER, "%s", path);
	}
	wallet_load(a->wallet, json_object_get(o, "wallet"));
	station_load(a->station, json_object_get(o, "station"));
	mail_load(a->mail, json_object_get(o, "mail"));
	todo_load(a->todo, json_object_get(o, "todo"));
	presence_load(a->presence, json_object_get(o, "presence"));
	skywire_load(a->skywire, json_object_get(o, "skywire"));
	if (a->still && json_is_object(json_object_get(o, "chain")))
		e = recorded_load(a, json_object_get(o, "chain"), f);
	json_decref(o);
	return e;
}

static enum err cache_name(struct str *out)
{
	return paths_world(PATH_CACHE, "last.json", out);
}

void app_load_cache(struct app *a)
{
	struct str path = { 0 };
	struct fault f = { 0 };
	if (!cache_name(&path)) {
		enum err e = app_load_file(a, path.p, &f);
		if (e && e != E_NOT_FOUND)
			log_fault(LOG_WARN, "model", &f);
		a->cache_newer = e == E_NEWER;
	}
	wallet_rebuild(a->wallet);
	if (contacts_load(a->contacts, &f))
		log_fault(LOG_WARN, "contacts", &f);
	str_free(&path);
}

void app_save_cache(struct app *a)
{
	struct str path = { 0 };
	struct fault f = { 0 };
	if (a->cache_newer || a->readonly || cache_name(&path)) {
		str_free(&path);
		return;
	}
	json_t *o = json_pack("{s:s,s:i,s:o,s:o,s:o,s:o,s:o,s:o}", "format", "vigie-cache", "version", CACHE_VERSION, "wallet",
	                      wallet_save(a->wallet), "station", station_save(a->station), "mail", mail_save(a->mail), "todo",
	                      todo_save(a->todo), "presence", presence_save(a->presence),
	                      "skywire", skywire_save(a->skywire));
	char *text = json_dumps(o, JSON_INDENT(1));
	json_decref(o);
	if (text && paths_write(path.p, slice_of(text), &f))
		log_fault(LOG_WARN, "model", &f);
	free(text);
	str_free(&path);
}
