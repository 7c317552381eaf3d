/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "station/host_in.h"
#include "station/read.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>

enum { DISKS_MOST = 32 };

/* What sits on a disk of this machine: statvfs of others may wait for a network that is gone. */
static bool local(struct slice type)
{
	static const char *const types[] = { "ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "vfat", "exfat", "ntfs3", "zfs",
		"bcachefs", "overlay", "jfs", "reiserfs", "fuseblk", NULL };
	for (const char *const *t = types; *t; t++)
		if (slice_is(type, *t))
			return true;
	return false;
}

/* The kernel writes blanks in paths as \040. */
static void unescape(struct str *out, struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && i + 3 < s.n && s.p[i + 1] >= '0' && s.p[i + 1] <= '3') {
			str_addc(out, (char)((s.p[i + 1] - '0') * 64 + (s.p[i + 2] - '0') * 8 + (s.p[i + 3] - '0')));
			i += 3;
		} else {
			str_addc(out, s.p[i]);
		}
	}
}

/* statvfs is the one question that no prefix can answer: a test puts "total used free" into PREFIX/statvfs/MOUNT instead. */
static bool sizes(const char *root, const char *mount, struct host_disk *d)
{
	struct statvfs v;
	struct str s = { 0 };
	unsigned long long total, used, avail;
	if (*root) {
		char path[256];
		int n = snprintf(path, sizeof path, "/statvfs%s/.sizes", strcmp(mount, "/") ? mount : "");
		bool good = (size_t)n < sizeof path && host_slurp(root, path, &s) && sscanf(str_c(&s), "%llu %llu %llu", &total, &used, &avail) == 3;
		str_free(&s);
		if (good)
			d->total = total, d->used = used, d->free = avail;
		return good;
	}
	if (statvfs(mount, &v) || !v.f_blocks)
		return false;
	d->total = (uint64_t)v.f_blocks * v.f_frsize;
	d->used = (uint64_t)(v.f_blocks - v.f_bfree) * v.f_frsize;
	d->free = (uint64_t)v.f_bavail * v.f_frsize;
	return true;
}

/* A device mounted twice is listed once, under its shortest path. */
static void add(struct host *h, const struct host_disk *d)
{
	for (size_t i = 0; i < h->disks.n; i++) {
		struct host_disk *o = &h->disks.v[i];
		if (strcmp(o->device, d->device) || (d->device[0] != '/' && strcmp(o->mount, d->mount)))
			continue;
		if (strlen(d->mount) < strlen(o->mount))
			*o = *d;
		return;
	}
	vec_push(&h->disks, *d);
}

static void line_of(struct host *h, const char *root, struct slice line)
{
	struct slice device, mount, type, options;
	struct str path = { 0 };
	struct host_disk d = { .total = 0 };
	if (!slice_split(&line, ' ', &device) || !slice_split(&line, ' ', &mount) || !slice_split(&line, ' ', &type) ||
	    !slice_split(&line, ' ', &options) || !local(type) || h->disks.n >= DISKS_MOST)
		return;
	unescape(&path, mount);
	/* files bound into a container, and the many layers of a container engine, are no disks */
	bool skip = path.n >= sizeof d.mount || slice_starts(slice_str(&path), "/etc/") || slice_starts(slice_str(&path), "/var/lib/docker/") ||
	            slice_starts(slice_str(&path), "/snap/") || slice_starts(slice_str(&path), "/var/lib/containers/");
	if (!skip && sizes(root, path.p, &d)) {
		read_clean(d.mount, sizeof d.mount, slice_str(&path));
		read_clean(d.device, sizeof d.device, device);
		read_clean(d.type, sizeof d.type, type);
		d.look_only = slice_starts(options, "ro,") || slice_is(options, "ro");
		add(h, &d);
	}
	str_free(&path);
}

static int by_mount(const void *a, const void *b)
{
	return strcmp(((const struct host_disk *)a)->mount, ((const struct host_disk *)b)->mount);
}

void host_read_disks(struct host *h, const char *root, struct str *s)
{
	struct slice rest, line;
	h->disks.n = 0;
	if (!host_slurp(root, "/proc/self/mounts", s))
		return;
	rest = slice_str(s);
	while (rest.n && slice_split(&rest, '\n', &line))
		line_of(h, root, line);
	if (h->disks.n > 1)
		qsort(h->disks.v, h->disks.n, sizeof *h->disks.v, by_mount);
}

const struct host_disk *host_disk_of(const struct host *h, const char *path)
{
	const struct host_disk *best = NULL;
	size_t most = 0;
	for (size_t i = 0; i < h->disks.n; i++) {
		const struct host_disk *d = &h->disks.v[i];
		size_t n = strlen(d->mount);
		bool root = !strcmp(d->mount, "/");
		if (root ? !best : !strncmp(path, d->mount, n) && (path[n] == '/' || !path[n]) && n > most) {
			best = d;
			most = root ? 0 : n;
		}
	}
	return best;
}

/* "sl local_address rem_address st ...": 0A is listening, the port is hex behind the colon. */
static void listening_in(const char *root, const char *path, unsigned char *ports, struct str *s)
{
	struct slice rest, line;
	if (!host_slurp(root, path, s))
		return;
	rest = slice_str(s);
	while (rest.n && slice_split(&rest, '\n', &line)) {
		char local_end[80], remote[80], text[256];
		unsigned state;
		snprintf(text, sizeof text, "%.*s", (int)(line.n < 200 ? line.n : 200), line.p);
		int n = sscanf(text, " %*d: %79s %79s %x", local_end, remote, &state);
		const char *colon = n == 3 ? strrchr(local_end, ':') : NULL;
		long port = colon && state == 0x0a ? strtol(colon + 1, NULL, 16) : 0;
		if (port > 0 && port < 65536)
			ports[port / 8] |= (unsigned char)(1 << port % 8);
	}
}

void host_listening(const char *root, unsigned char ports[8192])
{
	struct str s = { 0 };
	memset(ports, 0, 8192);
	listening_in(root, "/proc/net/tcp", ports, &s);
	listening_in(root, "/proc/net/tcp6", ports, &s);
	str_free(&s);
}
