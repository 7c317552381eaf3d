/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "station/host.h"
#include "base/tick.h"
#include "station/host_in.h"
#include "station/read.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/utsname.h>
#include <unistd.h>

enum { FILE_MOST = 1 << 20, NETS_MOST = 64, HEATS_MOST = 32 };

bool host_slurp(const char *root, const char *path, struct str *out)
{
	char name[512];
	char buf[4096];
	ssize_t n;
	str_cut(out, 0);
	if ((size_t)snprintf(name, sizeof name, "%s%s", root, path) >= sizeof name)
		return false;
	int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return false;
	while ((n = read(fd, buf, sizeof buf)) > 0 && out->n < FILE_MOST)
		str_add(out, (struct slice){ buf, (size_t)n });
	close(fd);
	str_reserve(out, 1);
	return n >= 0;
}

static bool slurp_i64(const char *root, const char *path, int64_t *out)
{
	struct str s = { 0 };
	bool good = host_slurp(root, path, &s) && slice_i64(slice_trim(slice_str(&s)), out);
	str_free(&s);
	return good;
}

void host_init(struct host *h)
{
	*h = (struct host){ .cpu = -1, .mem_total = -1, .mem_available = -1, .swap_total = -1, .swap_free = -1,
	                    .load = { -1, -1, -1 }, .uptime = -1, .running = -1, .temp_mc = INT64_MIN };
	for (int i = 0; i < HOST_CORES; i++)
		h->core[i] = -1;
}

void host_free(struct host *h)
{
	vec_free(&h->disks);
	vec_free(&h->nets);
	vec_free(&h->heats);
}

/* Takes the next word off *rest; blanks separate. */
static bool word(struct slice *rest, struct slice *out)
{
	while (rest->n && (*rest->p == ' ' || *rest->p == '\t'))
		*rest = slice_from(*rest, 1);
	size_t n = 0;
	while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t')
		n++;
	*out = slice_to(*rest, n);
	*rest = slice_from(*rest, n);
	return n > 0;
}

/* "cpu3 user nice system idle iowait irq softirq steal ...": the share since the reading before. */
static void cpu_line(struct host *h, struct slice line)
{
	struct slice w;
	uint64_t v, total = 0, idle = 0, n = 0;
	if (!word(&line, &w) || !slice_starts(w, "cpu"))
		return;
	size_t at = HOST_CORES;
	if (w.n > 3 && (!slice_u64(slice_from(w, 3), &v) || v >= HOST_CORES))
		return;
	if (w.n > 3)
		at = (size_t)v;
	for (; n < 8 && word(&line, &w) && slice_u64(w, &v); n++) {
		total += v;
		if (n == 3 || n == 4)
			idle += v;
	}
	if (n < 4)
		return;
	uint64_t busy = total - idle, all = total - h->total_[at];
	int *share = at == HOST_CORES ? &h->cpu : &h->core[at];
	if (h->total_[at] && total > h->total_[at] && busy >= h->busy_[at])
		*share = (int)((busy - h->busy_[at]) * 1000 / all);
	else if (!h->total_[at] || total < h->total_[at])
		*share = -1;
	h->busy_[at] = busy;
	h->total_[at] = total;
	if (at != HOST_CORES && (int)at >= h->cores)
		h->cores = (int)at + 1;
}

static void read_cpu(struct host *h, const char *root, struct str *s)
{
	struct slice rest, line, w;
	int64_t v;
	h->cores = 0;
	if (!host_slurp(root, "/proc/stat", s))
		return;
	rest = slice_str(s);
	while (rest.n && slice_split(&rest, '\n', &line)) {
		cpu_line(h, line);
		if (slice_starts(line, "btime ") && slice_i64(slice_trim(slice_from(line, 6)), &v))
			h->booted = v;
		struct slice l = line;
		if (slice_starts(line, "procs_running ") && word(&l, &w) && word(&l, &w) && slice_i64(w, &v))
			h->running = v;
	}
}

static void read_model(struct host *h, const char *root, struct str *s)
{
	struct slice rest, line;
	if (host_slurp(root, "/proc/device-tree/model", s) && s->n) {
		read_clean(h->model, sizeof h->model, slice_trim(slice_of(s->p)));
		return;
	}
	if (!host_slurp(root, "/proc/cpuinfo", s))
		return;
	rest = slice_str(s);
	while (rest.n && slice_split(&rest, '\n', &line)) {
		const char *colon = memchr(line.p, ':', line.n);
		if (colon && (slice_starts(line, "model name") || slice_starts(line, "Model"))) {
			read_clean(h->model, sizeof h->model, slice_trim(slice_from(line, (size_t)(colon + 1 - line.p))));
			return;
		}
	}
}

static void read_memory(struct host *h, const char *root, struct str *s)
{
	struct slice rest, line, w;
	int64_t v, free = -1;
	static const char *const names[] = { "MemTotal:", "MemAvailable:", "SwapTotal:", "SwapFree:" };
	int64_t *const to[] = { &h->mem_total, &h->mem_available, &h->swap_total, &h->swap_free };
	if (!host_slurp(root, "/proc/meminfo", s))
		return;
	h->mem_available = -1;
	rest = slice_str(s);
	while (rest.n && slice_split(&rest, '\n', &line)) {
		struct slice name;
		if (!word(&line, &name) || !word(&line, &w) || !slice_i64(w, &v) || v < 0 || v > INT64_MAX / 1024)
			continue;
		for (size_t i = 0; i < 4; i++)
			if (slice_is(name, names[i]))
				*to[i] = v * 1024;
		if (slice_is(name, "MemFree:"))
			free = v * 1024;
	}
	if (h->mem_available < 0) /* kernels before 3.14 */
		h->mem_available = free;
}

static void read_load(struct host *h, const char *root, struct str *s)
{
	struct slice rest, w;
	int64_t v;
	if (host_slurp(root, "/proc/loadavg", s)) {
		rest = slice_str(s);
		for (int i = 0; i < 3 && word(&rest, &w) && read_hundredths(w, &v); i++)
			h->load[i] = v > INT32_MAX ? INT32_MAX : (int)v;
	}
	if (host_slurp(root, "/proc/uptime", s)) {
		rest = slice_str(s);
		if (word(&rest, &w) && read_hundredths(w, &v))
			h->uptime = v / 100;
	}
}

/* Interfaces that only pass on what another one carries are left out, or everything would count twice. */
static bool carries(struct slice name)
{
	return !slice_is(name, "lo") && !slice_starts(name, "veth") && !slice_starts(name, "docker") && !slice_starts(name, "br-") &&
	       !slice_starts(name, "virbr") && !slice_starts(name, "ifb") && !slice_starts(name, "dummy");
}

static void net_line(struct host *h, const char *root, struct slice line, const struct host *old, int64_t elapsed)
{
	const char *colon = memchr(line.p, ':', line.n);
	struct slice name, w, rest;
	uint64_t v[16] = { 0 };
	char path[128];
	struct str s = { 0 };
	if (!colon || h->nets.n >= NETS_MOST)
		return;
	name = slice_trim(slice_to(line, (size_t)(colon - line.p)));
	rest = slice_from(line, (size_t)(colon + 1 - line.p));
	for (int i = 0; i < 16 && word(&rest, &w); i++)
		if (!slice_u64(w, &v[i]))
			return;
	if (!carries(name))
		return;
	struct host_net n = { .in = v[0], .out = v[8], .rate_in = -1, .rate_out = -1, .speed_mbps = -1 };
	read_clean(n.name, sizeof n.name, name);
	if (strchr(n.name, '/'))
		return;
	for (size_t i = 0; i < old->nets.n; i++) {
		const struct host_net *o = &old->nets.v[i];
		if (strcmp(o->name, n.name) || elapsed <= 0)
			continue;
		n.rate_in = n.in >= o->in ? (int64_t)((n.in - o->in) * 1000 / (uint64_t)elapsed) : 0;
		n.rate_out = n.out >= o->out ? (int64_t)((n.out - o->out) * 1000 / (uint64_t)elapsed) : 0;
	}
	snprintf(path, sizeof path, "/sys/class/net/%s/speed", n.name);
	slurp_i64(root, path, &n.speed_mbps);
	if (n.speed_mbps <= 0)
		n.speed_mbps = -1;
	snprintf(path, sizeof path, "/sys/class/net/%s/operstate", n.name);
	n.up = host_slurp(root, path, &s) && !slice_starts(slice_str(&s), "down");
	str_free(&s);
	vec_push(&h->nets, n);
}

static void read_nets(struct host *h, const char *root, struct str *s, int64_t elapsed)
{
	struct host old = { .nets = { h->nets.v, h->nets.n, h->nets.cap } };
	struct slice rest, line;
	h->nets.v = NULL;
	h->nets.n = h->nets.cap = 0;
	if (host_slurp(root, "/proc/net/dev", s)) {
		rest = slice_str(s);
		while (rest.n && slice_split(&rest, '\n', &line))
			net_line(h, root, line, &old, elapsed);
	}
	vec_free(&old.nets);
}

static void read_heats(struct host *h, const char *root, struct str *s)
{
	char dir[512], path[160];
	struct dirent *d;
	bool own = false;
	h->heats.n = 0;
	h->temp_mc = INT64_MIN;
	snprintf(dir, sizeof dir, "%s/sys/class/thermal", root);
	DIR *at = opendir(dir);
	while (at && (d = readdir(at)) && h->heats.n < HEATS_MOST) {
		struct host_heat t = { .mc = 0 };
		if (strncmp(d->d_name, "thermal_zone", 12) || strlen(d->d_name) > 32)
			continue;
		snprintf(path, sizeof path, "/sys/class/thermal/%.40s/temp", d->d_name);
		if (!slurp_i64(root, path, &t.mc) || t.mc < -100000 || t.mc > 300000)
			continue;
		snprintf(path, sizeof path, "/sys/class/thermal/%.40s/type", d->d_name);
		if (host_slurp(root, path, s))
			read_clean(t.name, sizeof t.name, slice_trim(slice_str(s)));
		vec_push(&h->heats, t);
		bool cpu = strstr(t.name, "cpu") || strstr(t.name, "x86_pkg") || strstr(t.name, "soc");
		if ((cpu && !own) || (cpu == own && t.mc > h->temp_mc))
			h->temp_mc = t.mc;
		own = own || cpu;
	}
	if (at)
		closedir(at);
}

void host_read(struct host *h, const char *root)
{
	struct str s = { 0 };
	struct utsname u;
	int64_t now = tick_ms(), elapsed = h->at_ms ? now - h->at_ms : 0;
	if (host_slurp(root, "/proc/sys/kernel/hostname", &s))
		read_clean(h->name, sizeof h->name, slice_trim(slice_str(&s)));
	if (!*root && !uname(&u))
		read_clean(h->kernel, sizeof h->kernel, slice_of(u.release));
	else if (host_slurp(root, "/proc/sys/kernel/osrelease", &s))
		read_clean(h->kernel, sizeof h->kernel, slice_trim(slice_str(&s)));
	if (!*h->model)
		read_model(h, root, &s);
	read_cpu(h, root, &s);
	read_memory(h, root, &s);
	read_load(h, root, &s);
	read_nets(h, root, &s, elapsed);
	read_heats(h, root, &s);
	host_read_disks(h, root, &s);
	str_free(&s);
	h->at_ms = now;
}
