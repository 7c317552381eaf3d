/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the node says of itself in numbers: version, traffic, storage, exchange of blocks, system. */
#include "sandbox/kubo/answer.h"
#include "sandbox/kubo/args.h"
#include "sandbox/kubo/inside.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

static const int64_t storage_max = 60000000000, base_size = 41300000000;
enum { OBJECT = 176000, WANTED = 3 };

void cmd_version(struct kubo *k, struct request *r)
{
	const char *encoding = request_arg(r, "encoding", 0);
	char text[48];

	if (encoding && !strcmp(encoding, "text")) {
		snprintf(text, sizeof text, "ipfs version %s\n", kubo_version(k));
		kubo_headers(k, r);
		request_reply(r, 200, "text/plain", slice_of(text));
		return;
	}
	kubo_json(k, r,
		  json_pack("{s:s,s:s,s:s,s:s,s:s}", "Version", kubo_version(k), "Commit", "", "Repo", kubo_on(k, "ahead") ? "19" : "18",
			    "System", "arm64/linux", "Golang", "go1.26.4"));
}

struct bw_query {
	unsigned char peer[32];
	bool of_peer;
	int protocol;            /* -1: all, -2: one that nobody speaks */
};

static struct flow flow(struct kubo *k, const struct bw_query *q)
{
	const struct peer *all;
	size_t n = kubo_everybody(k, &all);
	double start = (double)k->started_ms / 1000, now = (double)kubo_now(k) / 1000;
	struct flow sum = { 0 };

	if (q->protocol == -2 || kubo_on(k, "alone") || kubo_on(k, "no-metrics"))
		return sum;
	for (size_t i = 0; i < n; i++) {
		struct flow f;
		if (q->of_peer && memcmp(all[i].pub, q->peer, 32))
			continue;
		f = peer_flow(&all[i], start, now, q->protocol);
		sum.total_in += f.total_in;
		sum.total_out += f.total_out;
		sum.rate_in += f.rate_in;
		sum.rate_out += f.rate_out;
	}
	return sum;
}

static json_t *bw_json(struct kubo *k, const struct bw_query *q)
{
	struct flow f = flow(k, q);

	return json_pack("{s:I,s:I,s:o,s:o}", "TotalIn", (json_int_t)f.total_in, "TotalOut", (json_int_t)f.total_out, "RateIn",
			 go_number(f.rate_in), "RateOut", go_number(f.rate_out));
}

static bool more_bw(struct kubo *k, void *own, struct str *out)
{
	json_t *o = bw_json(k, own);
	char *text = json_dumps(o, JSON_COMPACT);

	str_addf(out, "%s\n", text);
	free(text);
	json_decref(o);
	return true;
}

/* False: answered with what is wrong. */
static bool read_query(struct kubo *k, struct request *r, struct bw_query *q, int64_t *interval)
{
	const char *peer = kubo_arg(r, "peer", "p"), *proto = kubo_arg(r, "proto", "t"), *every = kubo_arg(r, "interval", "i");

	*q = (struct bw_query){ .protocol = -1 };
	if (kubo_on(k, "offline")) {
		kubo_refuse(k, r, "unable to run offline: this command must be run in online mode. Try running 'ipfs daemon' first");
	} else if (kubo_on(k, "no-metrics")) {
		kubo_fail(k, r, "bandwidth reporter disabled in config");
	} else if (peer && *peer && proto && *proto) {
		kubo_refuse(k, r, "please only specify peer OR protocol");
	} else if (!go_interval(every ? every : "1s", interval) || *interval < 1) {
		kubo_fail(k, r, "time: invalid duration \"%s\"", every);
	} else if (peer && *peer && peerid_read(slice_of(peer), q->peer)) {
		kubo_fail(k, r, "failed to parse peer ID: invalid cid: invalid cid: expected 1 as the cid version number, got: 57");
	} else {
		q->of_peer = peer && *peer;
		if (proto && *proto) {
			q->protocol = -2;
			for (int i = 0; i < TRAFFIC_PROTOCOLS; i++)
				if (!strcmp(proto, traffic_protocols[i]))
					q->protocol = i;
		}
		return true;
	}
	return false;
}

void cmd_bw(struct kubo *k, struct request *r)
{
	struct bw_query q;
	int64_t interval;

	if (!read_query(k, r, &q, &interval))
		return;
	if (kubo_flag(r, "poll", NULL, false)) {
		kubo_stream(k, r, "application/json", interval, more_bw, mem_dup(&q, sizeof q), free);
		return;
	}
	/* A stream of one is a stream to Kubo. */
	request_add_header(r, "X-Chunked-Output", "1");
	kubo_json(k, r, bw_json(k, &q));
}

/* The village adds some 300 MB a day; what the collector finds in the evening is gone again. */
uint64_t kubo_repo_size(const struct kubo *k)
{
	double days = (double)(kubo_now(k) - k->swarm->world->start_ms) / 86400e3;
	double size = (double)base_size + 3e8 * days + 1.2e8 * (days - floor(days));

	if (kubo_on(k, "full"))
		return (uint64_t)storage_max - 1700;
	return (uint64_t)(size > (double)storage_max ? (double)storage_max : size) + blocks_bytes(k->blocks);
}

void cmd_repo_stat(struct kubo *k, struct request *r)
{
	bool size_only = kubo_flag(r, "size-only", "s", false);
	json_int_t size = (json_int_t)kubo_repo_size(k);

	kubo_json(k, r,
		  json_pack("{s:I,s:I,s:I,s:s,s:s}", "RepoSize", size, "StorageMax", (json_int_t)storage_max, "NumObjects",
			    size_only ? (json_int_t)0 : size / OBJECT, "RepoPath", size_only ? "" : k->repo_path, "Version",
			    size_only ? "" : kubo_on(k, "ahead") ? "fs-repo@19" : "fs-repo@18"));
}

void cmd_repo_version(struct kubo *k, struct request *r)
{
	kubo_json(k, r, json_pack("{s:s}", "Version", kubo_on(k, "ahead") ? "19" : "18"));
}

json_t *kubo_cid(const struct cid *c)
{
	struct str s = { 0 };
	json_t *o;

	cid_text(c, 0, &s);
	o = json_pack("{s:s}", "/", str_c(&s));
	str_free(&s);
	return o;
}

/* Wanted for a minute each, then others. */
static json_t *wantlist(struct kubo *k)
{
	json_t *a = json_array();

	for (int i = 0; i < WANTED && !kubo_on(k, "alone"); i++) {
		int64_t seed[2] = { kubo_now(k) / 60000 + i * 7, (int64_t)k->swarm->world->seed };
		struct cid c = cid_of(1, CID_RAW, seed, sizeof seed);
		json_array_append_new(a, kubo_cid(&c));
	}
	return a;
}

static json_t *partners(struct kubo *k)
{
	const struct peer *all;
	size_t n = kubo_everybody(k, &all);
	json_t *a = json_array();

	for (size_t i = 0; i < n && !kubo_on(k, "alone"); i++)
		if (peer_up(&all[i], (double)kubo_now(k) / 1000))
			json_array_append_new(a, json_string(all[i].id));
	return a;
}

void cmd_bitswap(struct kubo *k, struct request *r)
{
	struct flow f = flow(k, &(struct bw_query){ .protocol = 0 });
	json_int_t got = (json_int_t)(f.total_in / 190000), sent = (json_int_t)(f.total_out / 170000);

	if (kubo_on(k, "offline")) {
		kubo_refuse(k, r, "unable to run offline: this command must be run in online mode. Try running 'ipfs daemon' first");
		return;
	}
	kubo_json(k, r,
		  json_pack("{s:o,s:o,s:I,s:I,s:I,s:I,s:I,s:I,s:I}", "Wantlist", wantlist(k), "Peers", partners(k), "BlocksReceived", got,
			    "DataReceived", (json_int_t)(f.total_in * 0.93), "DupBlksReceived", got / 40, "DupDataReceived",
			    (json_int_t)(f.total_in * 0.02), "MessagesReceived", got * 9, "BlocksSent", sent, "DataSent",
			    (json_int_t)(f.total_out * 0.93)));
}

void cmd_wantlist(struct kubo *k, struct request *r)
{
	if (kubo_on(k, "offline"))
		kubo_fail(k, r, "this command must be run in online mode. Try running 'ipfs daemon' first");
	else if (kubo_arg(r, "peer", "p"))
		kubo_json(k, r, json_pack("{s:n}", "Keys"));
	else
		kubo_json(k, r, json_pack("{s:o}", "Keys", wantlist(k)));
}

void cmd_ledger(struct kubo *k, struct request *r)
{
	const char *arg = request_arg(r, "arg", 0);
	struct bw_query q = { .protocol = 0, .of_peer = true };
	char id[PEERID_MAX];
	struct flow f;

	if (peerid_read(slice_of(arg), q.peer)) {
		kubo_fail(k, r, "failed to parse peer ID: invalid cid: invalid cid: cid too short");
		return;
	}
	f = flow(k, &q);
	peerid_text(q.peer, id);
	kubo_json(k, r,
		  json_pack("{s:s,s:o,s:I,s:I,s:I}", "Peer", id, "Value", go_number(f.total_out / (f.total_in + 1)), "Sent",
			    (json_int_t)f.total_out, "Recv", (json_int_t)f.total_in, "Exchanged", (json_int_t)(f.total_out / 170000)));
}

void cmd_diag(struct kubo *k, struct request *r)
{
	const struct station *here = &k->swarm->stations.v[HERE];
	json_int_t disk = (json_int_t)here->machine->disk_gb * 1000000000, size = (json_int_t)kubo_repo_size(k);

	kubo_json(k, r,
		  json_pack("{s:{s:I,s:s,s:I},s:{s:s,s:s},s:s,s:s,s:{s:i,s:I},s:{s:[s,s,s],s:b},s:{s:s,s:s,s:i,s:i,s:i,s:s,s:s}}", "diskinfo",
			    "free_space", disk - size - 31000000000, "fstype", "61267", "total_space", disk, "environment", "GOPATH", "",
			    "IPFS_PATH", k->repo_path, "ipfs_commit", "", "ipfs_version", kubo_version(k), "memory", "swap", 0, "virt",
			    (json_int_t)2009244000, "net", "interface_addresses", "/ip4/127.0.0.1", "/ip4/192.168.1.42", "/ip6/::1",
			    "online", !kubo_on(k, "offline"), "runtime", "arch", "arm64", "compiler", "gc", "gomaxprocs", 4, "numcpu",
			    here->machine->cores, "numgoroutines", 240 + (int)kubo_peers(k) * 4, "os", "linux", "version", "go1.26.4"));
}
