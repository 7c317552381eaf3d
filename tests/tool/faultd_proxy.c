/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A proxy on one port: SOCKS5 when the first byte is 5, else HTTP's CONNECT. Every name leads to this machine; but
 * refused.* and nowhere.* are reported as such. What was asked for is counted under "proxy:NAME". */
#include "faultd.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int dial(int port)
{
	struct sockaddr_in sa = { .sin_family = AF_INET, .sin_port = htons((unsigned short)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && !connect(fd, (struct sockaddr *)&sa, sizeof sa))
		return fd;
	close(fd);
	return -1;
}

static void tunnel(int a, int b)
{
	struct pollfd p[2] = { { .fd = a, .events = POLLIN }, { .fd = b, .events = POLLIN } };
	char buf[65536];
	while (poll(p, 2, -1) > 0) {
		for (int i = 0; i < 2; i++) {
			ssize_t n = p[i].revents ? read(p[i].fd, buf, sizeof buf) : -2;
			struct peer to = { .fd = p[1 - i].fd };
			if (n == -2)
				continue;
			if (n <= 0 || !peer_write(&to, buf, (size_t)n))
				return;
		}
	}
}

/* 0 allowed; else SOCKS5's reply: 4 host unreachable, 5 refused. */
static int judge(const char *name)
{
	char key[300];
	snprintf(key, sizeof key, "proxy:%s", name);
	times(key);
	return !strncmp(name, "refused.", 8) ? 5 : !strncmp(name, "nowhere.", 8) ? 4 : 0;
}

static void socks(struct peer *p)
{
	unsigned char head[4], n, port[2], reply[10] = { 5, 0, 0, 1 };
	char name[256] = "", skip[256];
	if (!peer_read(p, &n, 1) || !peer_read(p, skip, n) || !peer_write(p, "\5\0", 2) || !peer_read(p, head, 4))
		return;
	if (head[3] != 3) { /* an address: the client resolved the name by itself, which it must not */
		times("proxy:resolved");
		return;
	}
	if (!peer_read(p, &n, 1) || !peer_read(p, name, n) || !peer_read(p, port, 2))
		return;
	reply[1] = (unsigned char)judge(name);
	int fd = reply[1] ? -1 : dial(port[0] << 8 | port[1]);
	if (!reply[1] && fd < 0)
		reply[1] = 1;
	if (peer_write(p, reply, sizeof reply) && fd >= 0)
		tunnel(p->fd, fd);
	if (fd >= 0)
		close(fd);
}

static void http(struct peer *p, char first)
{
	char line[4096] = { first }, name[256] = "";
	size_t n = 1;
	int port = 0;
	while (n + 1 < sizeof line && !strstr(line, "\r\n\r\n") && peer_read(p, line + n, 1))
		n++;
	bool good = sscanf(line, "CONNECT %255[^:]:%d", name, &port) == 2 && !judge(name);
	int fd = good ? dial(port) : -1;
	if (fd < 0) {
		peer_puts(p, "HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n");
		return;
	}
	if (peer_puts(p, "HTTP/1.1 200 Connected\r\n\r\n"))
		tunnel(p->fd, fd);
	close(fd);
}

void serve_proxy(struct peer *p)
{
	char first;
	if (!peer_read(p, &first, 1))
		return;
	if (first == 5)
		socks(p);
	else
		http(p, first);
}
