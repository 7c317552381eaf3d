/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/world.h"
#include "base/conf.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "base/tick.h"
#include "io/loop.h"
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 16384, PATIENCE_MS = 20000 };

/* addresses: what the sandbox said, NULL for kinds it does not have and outside of the sandbox. */
struct world {
	struct subject subject;
	struct loop *loop;
	struct conf *conf;
	bool sandbox;
	char *genesis;
	char *addresses[END_COUNT];
	pid_t child;
	int pipe;
	struct loop_fd *reader;
	struct loop_timer *patience;
	struct str line;
	void (*ready)(void *arg, enum err e, const struct fault *f);
	void *arg;
};

struct endpoint_kind {
	const char *setting;   /* NULL: only a sandbox or a station tells it */
	const char *member;    /* of the sandbox's line; of its "g1" object for the first two */
};

static const struct endpoint_kind kinds[END_COUNT];

struct world *world_new(struct loop *l, struct conf *c)
{
	struct world *w = mem_new(sizeof *w);
	subject_init(&w->subject, "world");
	w->loop = l;
	w->conf = c;
	w->pipe = -1;
	w->genesis = mem_strdup("");
	return w;
}

static void stop_listening(struct world *w)
{
	loop_timer_del(w->patience);
	w->patience = NULL;
	if (w->reader)
		loop_fd_del(w->reader);
	w->reader = NULL;
	if (w->pipe >= 0)
		close(w->pipe);
	w->pipe = -1;
}

void world_free(struct world *w)
{
	if (!w)
		return;
	stop_listening(w);
	if (w->child > 0) {
		kill(w->child, SIGTERM);
		waitpid(w->child, NULL, WNOHANG); /* it ends by itself; nobody waits for it */
	}
	for (int i = 0; i < END_COUNT; i++)
		free(w->addresses[i]);
	free(w->genesis);
	str_free(&w->line);
	subject_done(&w->subject);
	free(w);
}

struct subject *world_subject(struct world *w)
{
	return &w->subject;
}

static void finish(struct world *w, enum err e, const struct fault *f)
{
	void (*ready)(void *arg, enum err e, const struct fault *f) = w->ready;
	stop_listening(w);
	w->ready = NULL;
	subject_state(&w->subject, e ? STATE_ERROR : STATE_FRESH, e ? f : NULL);
	if (ready)
		ready(w->arg, e, f);
}

static void fail(struct world *w, enum err e, const char *why)
{
	struct fault f = { 0 };
	fault_set(&f, e, "vigie-sandbox: %s", why);
	finish(w, e, &f);
}

/* "ipfs" is an object with api and gateway; everything else is one address or a list. */
static char *address_text(const json_t *v, const char *member)
{
	struct str out = { 0 };
	size_t i;
	json_t *one;
	if (json_is_object(v))
		v = json_object_get(v, member);
	if (json_is_string(v))
		str_adds(&out, json_string_value(v));
	json_array_foreach(v, i, one)
		if (json_is_string(one))
			str_addf(&out, "%s%s", out.n ? " " : "", json_string_value(one));
	return str_take(&out);
}

static void take_line(struct world *w)
{
	json_error_t je;
	json_t *o = json_loadb(w->line.p, w->line.n, 0, &je), *g1 = json_object_get(o, "g1");
	const char *genesis = json_string_value(json_object_get(g1, "genesis"));
	struct str name = { 0 };
	if (!json_is_object(o)) {
		json_decref(o);
		fail(w, E_PROTOCOL, "its first line makes no sense");
		return;
	}
	for (int i = 0; i < END_COUNT; i++) {
		free(w->addresses[i]);
		const json_t *from = i <= END_G1_INDEXER ? g1 : o;
		bool gateway = i == END_IPFS_GATEWAY;
		w->addresses[i] = address_text(json_object_get(from, gateway ? "ipfs" : kinds[i].member), gateway ? "gateway" : "api");
	}
	free(w->genesis);
	w->genesis = mem_strdup(genesis ? genesis : "");
	str_addf(&name, "sandbox-%.8s", genesis && strlen(genesis) > 10 ? genesis + 2 : "00000000");
	paths_set_world(name.p);
	tick_confirm(tick_now()); /* that world lives on this machine's clock */
	str_free(&name);
	json_decref(o);
	finish(w, E_OK, NULL);
}

static void readable(void *arg, short revents)
{
	struct world *w = arg;
	char buf[4096];
	ssize_t n = read(w->pipe, buf, sizeof buf);
	(void)revents;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		fail(w, E_FAILED, "ended before it was ready");
		return;
	}
	const char *end = memchr(buf, '\n', (size_t)n);
	str_add(&w->line, (struct slice){ buf, end ? (size_t)(end - buf) : (size_t)n });
	if (end)
		take_line(w);
	else if (w->line.n > LINE_MAX_BYTES)
		fail(w, E_PROTOCOL, "its first line does not end");
}

static void too_late(void *arg)
{
	struct world *w = arg;
	w->patience = NULL;
	fail(w, E_TIMEOUT, "not ready in 20 s");
}

/* The child is in a group of its own, so that Ctrl-C and Ctrl-Z in the terminal are not for it, and dies with us. */
static void child_runs(const char *program, char *const *argv, int out, pid_t parent)
{
	sigset_t none;
	int null = open("/dev/null", O_RDWR);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(1);
	setpgid(0, 0);
	dup2(null, 0);
	dup2(out, 1);
	dup2(null, 2);
	execv(program, argv);
	_exit(127);
}

/* Beside this program, as in a build tree, or where the shell would find it. False: it is not installed. */
bool world_sandbox_program(struct str *out)
{
	const char *path = getenv("PATH");
	struct slice rest = slice_of(path ? path : ""), dir = slice_of(paths_exe_dir());
	bool found = false;
	do {
		str_cut(out, 0);
		str_addf(out, "%.*s/vigie-sandbox", (int)dir.n, dir.p);
		found = dir.n && !access(out->p, X_OK);
	} while (!found && slice_split(&rest, ':', &dir));
	return found;
}

enum err world_start_sandbox(struct world *w, const char *dir, void (*fn)(void *arg, enum err e, const struct fault *f),
                             void *arg, struct fault *f)
{
	struct str program = { 0 }, state = { 0 }, members = { 0 };
	const char *extra = getenv("VIGIE_SANDBOX_OPTIONS"); /* for tests: blank-separated words */
	char *argv[32];
	int n = 0, fds[2];
	if (!world_sandbox_program(&program)) {
		str_free(&program);
		return fault_set(f, E_NOT_FOUND, "vigie-sandbox");
	}
	if (pipe2(fds, O_CLOEXEC) < 0) {
		str_free(&program);
		return fault_set(f, err_from_errno(errno), "pipe");
	}
	argv[n++] = program.p;
	if (dir && *dir) {
		str_adds(&state, dir);
		argv[n++] = mem_strdup("--state");
		argv[n++] = state.p;
	}
	str_adds(&members, extra ? extra : "");
	for (char *save = NULL, *word = strtok_r(members.p, " ", &save); word && n < 30; word = strtok_r(NULL, " ", &save))
		argv[n++] = word;
	argv[n] = NULL;
	pid_t parent = getpid();
	w->child = fork();
	if (w->child == 0)
		child_runs(program.p, argv, fds[1], parent);
	if (dir && *dir)
		free(argv[1]);
	close(fds[1]);
	str_free(&state);
	str_free(&members);
	str_free(&program);
	if (w->child < 0) {
		close(fds[0]);
		return fault_set(f, err_from_errno(errno), "vigie-sandbox");
	}
	w->sandbox = true;
	w->ready = fn;
	w->arg = arg;
	w->pipe = fds[0];
	fcntl(w->pipe, F_SETFL, O_NONBLOCK);
	w->reader = loop_fd_add(w->loop, w->pipe, POLLIN, readable, w);
	w->patience = loop_timer_add(w->loop, PATIENCE_MS, too_late, w);
	subject_state(&w->subject, STATE_LOADING, NULL);
	return E_OK;
}

bool world_is_sandbox(const struct world *w)
{
	return w->sandbox;
}

const char *world_genesis(const struct world *w)
{
	return w->sandbox ? w->genesis : conf_text(w->conf, "g1.genesis");
}

/* In the sandbox only what it says itself counts, so that no invented payment reaches a real node, nor the reverse. */
const char *world_endpoint(const struct world *w, enum endpoint e, const char **origin)
{
	const char *none = NULL;
	if (!origin)
		origin = &none;
	if (w->sandbox) {
		*origin = "sandbox";
		return w->addresses[e] ? w->addresses[e] : "";
	}
	*origin = NULL;
	if (!kinds[e].setting)
		return "";
	const char *text = conf_text(w->conf, kinds[e].setting);
	if (*text)
		*origin = conf_origin(w->conf, kinds[e].setting);
	return text;
}

static const struct endpoint_kind kinds[END_COUNT] = {
	[END_G1_RPC] = { "g1.rpc", "rpc" },
	[END_G1_INDEXER] = { "g1.indexer", "indexer" },
	[END_POD] = { "pod.url", "pod" },
	[END_RELAYS] = { "nostr.relays", "relays" },
	[END_IPFS] = { "ipfs.api", "ipfs" },
	[END_IPFS_GATEWAY] = { "ipfs.gateway", "gateway" },
	[END_STATION] = { "station.url", "station" },
	[END_UPASSPORT] = { NULL, "upassport" },
	[END_SKYWIRE] = { "skywire.url", "skywire" },
	[END_HOME] = { "station.home", "home" },
	[END_CTL] = { NULL, "ctl" },
};
