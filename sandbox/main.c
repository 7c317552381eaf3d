/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "sandbox/ctl.h"
#include "sandbox/share.h"
#include "sandbox/world.h"

#include <getopt.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>

enum { O_SEED = 256, O_MEMBERS, O_WALLETS, O_TRANSFERS, O_STATIONS, O_BLOCK, O_FINALITY, O_SEALING, O_PORT, O_STATE, O_CLOCK, O_STILL,
       O_ACCOUNTS, O_HELP, O_DIE, O_BUSY };

static const struct option long_options[];

static void usage(FILE *out)
{
	fputs(_("usage: vigie-sandbox [OPTION...]          runs the whole small world and prints one JSON line when it answers\n"
		"       vigie-sandbox ctl ORDER ...         sends an order to the control port of a running one\n"
		"  --seed N           the same seed gives the same world (1)\n"
		"  --members N        members of the web of trust (150)\n"
		"  --wallets N        accounts (400)\n"
		"  --transfers N      transfers in the two years before the start (6000)\n"
		"  --busy N           N of a hundred transfers are the first member's (0)\n"
		"  --stations N       stations of the swarm (12)\n"
		"  --block-time S     seconds between blocks (6)\n"
		"  --finality N       blocks are final N blocks behind the head (2)\n"
		"  --sealing HOW      timed, instant (a block for each extrinsic) or manual (by the order seal)\n"
		"  --port P           the port of the first service, the others follow; else any free ports\n"
		"  --state DIR        keeps the world there and goes on with it at the next start\n"
		"  --clock T          the world starts at this time (seconds since 1970)\n"
		"  --still            nobody in the village acts by themselves\n"
		"  --accounts         prints the ready accounts with their demo secrets\n"), out);
}

static long number(const char *text, const char *what, long min, long max)
{
	char *end;
	long v = strtol(text, &end, 10);

	if (end == text || *end || v < min || v > max) {
		fprintf(stderr, _("vigie-sandbox: --%s takes a number from %ld to %ld\n"), what, min, max);
		exit(2);
	}
	return v;
}

static void block_time(struct options *o, const char *text)
{
	char *end;
	double v = strtod(text, &end);

	if (end == text || *end || !(v >= 0.05 && v <= 3600)) {
		fputs(_("vigie-sandbox: --block-time takes seconds, from 0.05 to 3600\n"), stderr);
		exit(2);
	}
	o->block_time_ms = (long)(v * 1000 + 0.5);
}

static void sealing(struct options *o, const char *text)
{
	static const char *const names[] = { "timed", "instant", "manual" };

	for (int i = 0; i < 3; i++)
		if (!strcmp(text, names[i])) {
			o->sealing = (enum sealing)i;
			return;
		}
	fputs(_("vigie-sandbox: --sealing takes timed, instant or manual\n"), stderr);
	exit(2);
}

static bool take_option(struct options *o, int c)
{
	switch (c) {
	case O_SEED: o->seed = (uint64_t)number(optarg, "seed", 0, 1000000000000L); break;
	case O_MEMBERS: o->members = number(optarg, "members", 20, 100000); break;
	case O_WALLETS: o->wallets = number(optarg, "wallets", 20, 1000000); break;
	case O_TRANSFERS: o->transfers = number(optarg, "transfers", 0, 10000000); break;
	case O_BUSY: o->busy = number(optarg, "busy", 0, 100); break;
	case O_STATIONS: o->stations = number(optarg, "stations", 1, 1000); break;
	case O_BLOCK: block_time(o, optarg); break;
	case O_FINALITY: o->finality = number(optarg, "finality", 0, 200); break;
	case O_SEALING: sealing(o, optarg); break;
	case O_PORT: o->port = number(optarg, "port", 1, 65500); break;
	case O_STATE: o->state = optarg; break;
	case O_CLOCK: o->clock = number(optarg, "clock", 1000000000, 9000000000L); break;
	case O_STILL: o->still = true; break;
	case O_DIE: prctl(PR_SET_PDEATHSIG, SIGTERM); break;
	default: return false;
	}
	return true;
}

static void on_signal(void *arg, int signo)
{
	(void)signo;
	loop_quit(arg);
}

static int end(struct loop *l, struct share *share, enum err e, const struct fault *f)
{
	if (e && e != E_CANCELLED)
		fprintf(stderr, "vigie-sandbox: %s: %s\n", f->where, err_message(f->code));
	share_give(share);
	loop_free(l);
	return e && e != E_CANCELLED;
}

static void tell(void *arg, const struct sandbox *sb)
{
	share_tell(arg, sb);
}

static int run(struct options *o)
{
	struct loop *l = loop_new();
	struct sandbox sb;
	struct share *share = NULL;
	struct fault f = { 0 };
	json_t *heir = NULL;
	char *text;
	enum err e;

	loop_signal(l, SIGINT, on_signal, l);
	loop_signal(l, SIGTERM, on_signal, l);
	signal(SIGPIPE, SIG_IGN);
	if (o->state && (e = share_take(l, o->state, &share, &heir, &f)))
		return end(l, NULL, e, &f);
	if (share) {
		o->started = tell;
		o->arg = share;
	}
	o->inherit = heir;
	if ((e = sandbox_start(&sb, l, o, &f))) {
		json_decref(heir);
		return end(l, share, e, &f);
	}
	text = heir ? NULL : json_dumps(sb.line, JSON_COMPACT);
	if (text) {
		puts(text);
		fflush(stdout);
	}
	free(text);
	json_decref(heir);
	loop_run(l);
	if (share)
		share_hush(share);
	sandbox_stop(&sb);
	return end(l, share, E_OK, &f);
}

int main(int argc, char **argv)
{
	struct options o = { .seed = 1, .members = 150, .wallets = 400, .transfers = 6000, .stations = 12, .block_time_ms = 6000,
			     .finality = 2 };
	int c;

	umask(077);
	i18n_init(paths_exe_dir());
	if (sodium_init() < 0)
		return 1;
	if (argc > 1 && !strcmp(argv[1], "ctl"))
		return ctl_main(argc - 2, argv + 2);
	while ((c = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		if (c == O_ACCOUNTS) {
			char *text = world_accounts_json();

			puts(text);
			free(text);
			return 0;
		}
		if (c == O_HELP) {
			usage(stdout);
			return 0;
		}
		if (!take_option(&o, c)) {
			usage(stderr);
			return 2;
		}
	}
	if (optind < argc) {
		usage(stderr);
		return 2;
	}
	return run(&o);
}

static const struct option long_options[] = {
	{ "seed", 1, NULL, O_SEED },         { "members", 1, NULL, O_MEMBERS },     { "wallets", 1, NULL, O_WALLETS },
	{ "transfers", 1, NULL, O_TRANSFERS }, { "stations", 1, NULL, O_STATIONS }, { "block-time", 1, NULL, O_BLOCK },
	{ "finality", 1, NULL, O_FINALITY }, { "sealing", 1, NULL, O_SEALING },     { "port", 1, NULL, O_PORT },
	{ "state", 1, NULL, O_STATE },       { "clock", 1, NULL, O_CLOCK },         { "still", 0, NULL, O_STILL },
	{ "accounts", 0, NULL, O_ACCOUNTS }, { "help", 0, NULL, O_HELP },           { "die-with-parent", 0, NULL, O_DIE },
	{ "busy", 1, NULL, O_BUSY },
	{ NULL, 0, NULL, 0 },
};
