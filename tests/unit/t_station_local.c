/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "station/home.h"
#include "station/host.h"
#include "station/nightly.h"
#include "station/who.h"
#include "tests/shared.h"
#include <jansson.h>
#include <sys/stat.h>
#include <time.h>
#include <utmp.h>

static const char own_peer[] = "12D3KooWNeC7dfME2PJevtQRDT7RKP2J2nXXE82RmUEQeToiFFCo";
static const char other_peer[] = "12D3KooWASPw9eH95cGfETNZoqfX9wEwNzLkTX7MfpxSUuau9L32";

/* Writes a file below the test's home, making its folders. */
static void put(const char *path, const char *bytes)
{
	char full[4096];
	snprintf(full, sizeof full, "%s", unit_file(path));
	for (char *p = full + strlen(getenv("HOME")) + 1; (p = strchr(p, '/')); p++) {
		*p = 0;
		mkdir(full, 0700);
		*p = '/';
	}
	unit_write(full, bytes);
}

static const char *root(void)
{
	static char path[4096];
	snprintf(path, sizeof path, "%s", unit_file("root"));
	return path;
}

static void machine_files(void)
{
	put("root/proc/stat", "cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 50 0 50 400 0 0 0 0 0 0\ncpu1 50 0 50 400 0 0 0 0 0 0\nbtime 1779000000\n"
	                      "procs_running 3\n");
	put("root/proc/meminfo", "MemTotal:        8000000 kB\nMemFree:          100000 kB\nMemAvailable:    3000000 kB\nSwapTotal:  1000 kB\n"
	                         "SwapFree:   400 kB\n");
	put("root/proc/loadavg", "0.42 1.05 12.30 1/234 5678\n");
	put("root/proc/uptime", "966151.25 1234.5\n");
	put("root/proc/cpuinfo", "processor : 0\nmodel name\t: Cortex-A76\n");
	put("root/proc/sys/kernel/hostname", "phare\n");
	put("root/proc/sys/kernel/osrelease", "6.1.0-rpi\n");
	put("root/proc/net/dev", "Inter-|   Receive\n face |bytes\n    lo: 999 1 0 0 0 0 0 0 999 1 0 0 0 0 0 0\n"
	                         "  eth0: 1000 1 0 0 0 0 0 0 5000 1 0 0 0 0 0 0\nveth12: 7 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0\n");
	put("root/sys/class/net/eth0/speed", "1000\n");
	put("root/sys/class/net/eth0/operstate", "up\n");
	put("root/sys/class/thermal/thermal_zone0/temp", "41000\n");
	put("root/sys/class/thermal/thermal_zone0/type", "acpitz\n");
	put("root/sys/class/thermal/thermal_zone1/temp", "54100\n");
	put("root/sys/class/thermal/thermal_zone1/type", "cpu-thermal\n");
	put("root/proc/self/mounts", "/dev/sda1 / ext4 rw 0 0\nproc /proc proc rw 0 0\n/dev/sdb1 /srv/my\\040disk ext4 ro,noatime 0 0\n"
	                             "nas:/x /mnt/nas nfs4 rw 0 0\n/dev/sda1 /etc/hosts ext4 rw 0 0\n");
	put("root/statvfs/.sizes", "1000 700 250\n");
	put("root/statvfs/srv/my disk/.sizes", "5000 10 4990\n");
	put("root/proc/net/tcp", "  sl  local_address rem_address   st\n   0: 0100007F:1389 00000000:0000 0A 0 0 0\n"
	                         "   1: 0100007F:0016 0100007F:9C40 01 0 0 0\n");
	put("root/proc/net/tcp6", "  sl  local\n   0: 00000000000000000000000000000000:3039 00000000000000000000000000000000:0000 0A 0\n");
}

static void machine(void **state)
{
	struct host h;
	unsigned char ports[8192];
	(void)state;
	machine_files();
	host_init(&h);
	host_read(&h, root());
	assert_int_equal(h.cores, 2);
	assert_int_equal(h.cpu, -1); /* a share needs two readings */
	assert_int_equal(h.mem_total, 8000000LL * 1024);
	assert_int_equal(h.mem_available, 3000000LL * 1024);
	assert_int_equal(h.load[0], 42);
	assert_int_equal(h.load[2], 1230);
	assert_int_equal(h.uptime, 966151);
	assert_int_equal(h.booted, 1779000000);
	assert_int_equal(h.running, 3);
	assert_string_equal(h.model, "Cortex-A76");
	assert_string_equal(h.name, "phare");
	assert_int_equal(h.nets.n, 1);
	assert_int_equal(h.nets.v[0].rate_in, -1);
	assert_int_equal(h.nets.v[0].speed_mbps, 1000);
	assert_true(h.nets.v[0].up);
	assert_int_equal(h.temp_mc, 54100); /* the processor's, although another were hotter */
	assert_int_equal(h.disks.n, 2);
	assert_string_equal(h.disks.v[1].mount, "/srv/my disk");
	assert_true(h.disks.v[1].look_only);
	assert_string_equal(host_disk_of(&h, "/srv/my disk/ipfs")->mount, "/srv/my disk");
	assert_string_equal(host_disk_of(&h, "/srv/my disks")->mount, "/");
	put("root/proc/stat", "cpu  150 0 150 900 0 0 0 0 0 0\ncpu0 100 0 100 400 0 0 0 0 0 0\ncpu1 50 0 50 500 0 0 0 0 0 0\nbtime 1779000000\n");
	put("root/proc/net/dev", "  eth0: 500 1 0 0 0 0 0 0 9000 1 0 0 0 0 0 0\n");
	nanosleep(&(struct timespec){ .tv_nsec = 3000000 }, NULL);
	host_read(&h, root());
	assert_int_equal(h.cpu, 500);
	assert_int_equal(h.core[0], 1000);
	assert_int_equal(h.core[1], 0);
	assert_int_equal(h.nets.v[0].rate_in, 0); /* a counter that began anew is no negative rate */
	assert_true(h.nets.v[0].rate_out > 0);
	host_listening(root(), ports);
	assert_true(ports[5001 / 8] >> 5001 % 8 & 1);
	assert_true(ports[12345 / 8] >> 12345 % 8 & 1);
	assert_false(ports[22 / 8] >> 22 % 8 & 1);
	host_free(&h);
	host_init(&h);
	host_read(&h, "/nowhere");
	assert_int_equal(h.mem_total, -1);
	assert_int_equal(h.disks.n, 0);
	host_free(&h);
}

static void real_machine(void **state)
{
	struct host h;
	(void)state;
	host_init(&h);
	host_read(&h, "");
	assert_true(h.cores > 0 && h.mem_total > 0 && h.uptime > 0);
	host_free(&h);
}

static void count_station(void *arg, const struct beacon *b, const char *peer, int64_t at)
{
	int *n = arg;
	*n += 1;
	if (!strcmp(peer, other_peer)) {
		assert_string_equal(b->host, "brain.demo.example");
		assert_int_equal(at, 1779890400);
	} else {
		assert_int_equal(b->kind, BEACON_NONE); /* its file is damaged: it is heard of all the same */
	}
}

static void folders(void **state)
{
	char peer[64], path[200], value[32];
	struct beacon b;
	int64_t at;
	bool heart;
	int n = 0;
	(void)state;
	const char *home = unit_file("zen");
	assert_false(home_peer(home, peer));
	snprintf(path, sizeof path, "zen/tmp/%s/12345.json", own_peer);
	put(path, "{\"hostname\":\"raspberry\",\"ipfsnodeid\":\"12D3KooWNeC7dfME2PJevtQRDT7RKP2J2nXXE82RmUEQeToiFFCo\",\"NODEZEN\":\"-10\","
	          "\"NODEG1PUB\":\"DppwtXmW\",\"captainZEN\":\"38\",\"CAPTAING1PUB\":\"g1none\"}");
	snprintf(path, sizeof path, "zen/tmp/%s/_MySwarm.moats", own_peer);
	put(path, "1779890500\n");
	snprintf(path, sizeof path, "zen/tmp/%s/y_ssh.pub", own_peer);
	put(path, "x\n");
	put("zen/tmp/coucou/DppwtXmW.COINS", "12.05\n");
	put("zen/Astroport.ONE/.env", "# x\nexport PAF=9\nNCARD='2'\nZCARDX=7\n");
	put("zen/tmp/not-a-peer/12345.json", "{}");
	home = unit_file("zen");
	assert_true(home_peer(home, peer));
	assert_string_equal(peer, own_peer);
	beacon_init(&b);
	assert_int_equal(home_beacon(unit_file("zen"), own_peer, &b, &at, &heart, NULL), E_OK);
	assert_int_equal(at, 1779890500);
	assert_false(heart);
	assert_int_equal(b.node_zc, 11050); /* (12.05 - 1) * 10, from the cache of wallets */
	assert_int_equal(b.captain_zc, 3800);
	assert_int_equal(home_coins(unit_file("zen"), "../secret"), FIG_NONE);
	assert_int_equal(home_level(unit_file("zen"), own_peer), 'Y');
	home_env(unit_file("zen"), "PAF", value, sizeof value);
	assert_string_equal(value, "9");
	home_env(unit_file("zen"), "NCARD", value, sizeof value);
	assert_string_equal(value, "2");
	home_env(unit_file("zen"), "ZCARD", value, sizeof value);
	assert_string_equal(value, "");
	beacon_free(&b);
	snprintf(path, sizeof path, "zen/tmp/swarm/%s/12345.json", other_peer);
	put(path, "{\"hostname\":\"brain.demo.example\",\"created\":\"1779890400\"}");
	put("zen/tmp/swarm/12D3KooWM6jEPqDEgnjmTjnB4vCBkGoQp7rtS5m9mpikSHoDD581/12345.json", "{\"hostname\":");
	put("zen/tmp/swarm/evil/12345.json", "{\"hostname\":\"x\"}");
	struct home_walk *walk = home_walk_new(unit_file("zen"));
	while (home_walk_next(walk, 1, count_station, &n))
		;
	home_walk_free(walk);
	assert_int_equal(n, 2);
}

static void night(void **state)
{
	struct nightly n;
	struct fault f = { 0 };
	(void)state;
	assert_int_equal(nightly_load(&n, unit_file("zen2"), &f), E_NOT_FOUND);
	put("zen2/log/20h12_20260526.log", "old\n");
	put("zen2/log/20h12_20260527.log",
	    "20H12 station raspberry Wed May 27 20:12:03 UTC 2026\nPING BOOTSTRAP\n=== NOSTR / CONSTELLATION ERRORS ===\n"
	    "UPlanet already up to date\nNOSTRCARD.refresh : 6 MULTIPASS, 0 errors\n❌ UPLANET.refresh : IPNS publish timeout\n"
	    "ERROR. IPFS daemon not restarting \x1b[31m\n20H12 EXECUTION TERMINÉE - Wed May 27 20:20:03 UTC 2026\n"
	    "20H12 Execution time was 480 seconds.\n");
	put("zen2/log/20h12_garbage.log", "x\n");
	assert_int_equal(nightly_load(&n, unit_file("zen2"), &f), E_OK);
	assert_int_equal(n.day, 1779840000);
	assert_int_equal(n.began, 1779912723);
	assert_int_equal(n.ended - n.began, 480);
	assert_true(n.finished);
	assert_int_equal(n.errors, 2);
	assert_null(strchr(n.error[1], 27));
	assert_int_equal(n.n_phases, 4);
	assert_string_equal(n.phases[0].name, "bootstrap");
	assert_string_equal(n.phases[2].name, "MULTIPASS");
	/* a run that was cut has no end */
	put("zen2/log/20h12_20260528.log", "Thu May 28 20:12:03 UTC 2026\n20:13:00 git pull\n20:14:30 NOSTRCARD.refresh\n");
	assert_int_equal(nightly_load(&n, unit_file("zen2"), &f), E_OK);
	assert_false(n.finished);
	assert_int_equal(n.ended, 0);
	assert_int_equal(n.phases[0].seconds, 90);
}

/* A key of which the PeerID is known from outside. */
static const char vector_line[] = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKehqkHZr3mVqt8chPnxPQ7t3Pxf7fZ34P2yb9eFycsG ipfs.libra.copylaradio.com";
static const char vector_peer[] = "12D3KooWM6jEPqDEgnjmTjnB4vCBkGoQp7rtS5m9mpikSHoDD581";

static void ssh_lines(void **state)
{
	struct ssh_key k;
	struct str line = { 0 };
	(void)state;
	assert_false(ssh_line(&k, SLICE("# comment")));
	assert_false(ssh_line(&k, SLICE("   ")));
	assert_true(ssh_line(&k, slice_of(vector_line)));
	assert_false(k.damaged);
	assert_string_equal(k.peer, vector_peer);
	assert_string_equal(k.comment, "ipfs.libra.copylaradio.com");
	assert_int_equal(strncmp(k.fingerprint, "SHA256:", 7), 0);
	assert_int_equal(strlen(k.fingerprint), 50);
	str_addf(&line, "no-pty,command=\"/bin/echo \\\"a b\\\"\" %s", vector_line);
	assert_true(ssh_line(&k, slice_str(&line)));
	assert_string_equal(k.peer, vector_peer);
	assert_string_equal(k.options, "no-pty,command=\"/bin/echo \\\"a b\\\"\"");
	assert_true(ssh_line(&k, SLICE("ssh-ed25519 AAAA x")));
	assert_true(k.damaged);
	assert_true(ssh_line(&k, SLICE("complete nonsense here")));
	assert_true(k.damaged);
	/* the type inside must be the type outside */
	str_cut(&line, 0);
	str_addf(&line, "ssh-rsa%s", vector_line + 11);
	assert_true(ssh_line(&k, slice_str(&line)) && k.damaged);
	str_free(&line);
}

static void ssh_vectors(void **state)
{
	size_t n;
	json_error_t je;
	json_t *v;
	(void)state;
	char *text = shared_load(shared_path("data/astroport-samples/keys/ssh-to-peerid.json"), &n);
	if (!text)
		skip();
	json_t *list = json_loadb(text, n, 0, &je);
	assert_true(json_array_size(list) > 0);
	json_array_foreach(list, n, v) {
		struct ssh_key k;
		assert_true(ssh_line(&k, slice_of(json_string_value(json_object_get(v, "ssh")))));
		assert_string_equal(k.peer, json_string_value(json_object_get(v, "peer_id")));
	}
	json_decref(list);
	free(text);
}

static void ssh_origins_of(void **state)
{
	struct ssh_known_list known = { 0 };
	struct ssh_keys_list keys = { 0 };
	struct str text = { 0 };
	struct fault f = { 0 };
	(void)state;
	str_addf(&text, "# mine\n%s\n\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBumlTuYq16suvdrBYbwuf8eeMqQo2L56UIv3u4Ntxu astro@x uplanet:g1abc\n"
		"garbage\n", vector_line);
	put("ssh/authorized_keys", text.p);
	put("ssh/boot.txt", vector_line);
	ssh_learn_file(&known, unit_file("ssh/boot.txt"), SSH_BOOTSTRAP, NULL);
	ssh_learn_file(&known, unit_file("ssh/nothing"), SSH_SELF, NULL);
	assert_int_equal(known.n, 1);
	assert_int_equal(ssh_audit(&keys, unit_file("ssh/authorized_keys"), &known, &f), E_OK);
	assert_int_equal(keys.n, 3);
	assert_int_equal(keys.v[0].origin, SSH_BOOTSTRAP);
	assert_int_equal(keys.v[0].line, 2);
	/* the mark "uplanet:" in a comment proves nothing */
	assert_int_equal(keys.v[1].origin, SSH_UNKNOWN);
	assert_true(keys.v[2].damaged);
	assert_int_equal(ssh_audit(&keys, unit_file("ssh/none"), &known, &f), E_NOT_FOUND);
	vec_free(&keys);
	vec_free(&known);
	str_free(&text);
}

static void people(void **state)
{
	struct utmp u = { .ut_type = USER_PROCESS, .ut_tv.tv_sec = 1779890000 };
	struct whos w = { 0 };
	(void)state;
	memcpy(u.ut_user, "ana\x1b[2J", 7);
	memcpy(u.ut_line, "pts/0", 5);
	memcpy(u.ut_host, "10.0.0.7", 8);
	put("root/run/utmp", "");
	FILE *f = fopen(unit_file("root/run/utmp"), "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(&u, sizeof u, 1, f), 1);
	u.ut_type = DEAD_PROCESS;
	assert_int_equal(fwrite(&u, sizeof u, 1, f), 1);
	fclose(f);
	put("root/run/systemd/sessions/3", "UID=1000\nUSER=bernard\nREMOTE_HOST=10.0.0.8\nTTY=pts/1\nREALTIME=1779890000000000\nCLASS=user\n");
	put("root/run/systemd/sessions/c1", "USER=gdm\nCLASS=greeter\n");
	who_read(&w, root());
	assert_int_equal(w.n, 2);
	assert_null(strchr(w.v[0].name, 27));
	assert_string_equal(w.v[0].from, "10.0.0.7");
	assert_string_equal(w.v[1].name, "bernard");
	assert_int_equal(w.v[1].since, 1779890000);
	vec_free(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(machine), cmocka_unit_test(real_machine), cmocka_unit_test(folders), cmocka_unit_test(night),
		cmocka_unit_test(ssh_lines), cmocka_unit_test(ssh_vectors), cmocka_unit_test(ssh_origins_of), cmocka_unit_test(people),
	};
	setenv("TZ", "UTC", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
