/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/http_req.h"
#include "base/mem.h"
#include "base/tick.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_HEAD = 64 << 10, MAX_ERROR_BODY = 64 << 10, MAX_BODY = 8 << 20, TELL_MS = 100 };

bool http_is_redirect(int status)
{
	return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

struct slice http_head(const struct http_req *r, const char *name)
{
	struct slice rest = slice_str(&r->head), line;
	size_t n = strlen(name);
	while (slice_split(&rest, '\n', &line))
		if (line.n > n && line.p[n] == ':' && !strncasecmp(line.p, name, n))
			return slice_trim(slice_from(line, n + 1));
	return SLICE("");
}

static size_t give_up(struct http_req *r, enum err e)
{
	if (!r->own)
		r->own = e;
	return 0; /* curl ends the transfer when fewer bytes are taken than offered */
}

/* The most bytes of a good answer; 0 without bound. */
static size_t limit(const struct http_req *r)
{
	return r->ask.max_body ? r->ask.max_body : r->ask.sink || r->ask.to_path ? 0 : MAX_BODY;
}

static size_t on_header(char *p, size_t size, size_t n, void *arg)
{
	struct http_req *r = arg;
	struct slice line = { p, size * n };
	if (r->step == HTTP_DEAD)
		return 0;
	if (slice_starts(line, "HTTP/")) { /* 100 Continue and the proxy's answer come before */
		struct slice rest = line, word;
		uint64_t status = 0;
		str_cut(&r->head, 0);
		if (slice_split(&rest, ' ', &word) && slice_split(&rest, ' ', &word))
			slice_u64(slice_trim(word), &status);
		r->status = status < 1000 ? (int)status : 0;
	}
	if (r->head.n + line.n > MAX_HEAD)
		return give_up(r, E_BODY_TOO_BIG);
	str_add(&r->head, line);
	uint64_t length;
	if (!slice_trim(line).n && r->status < 300 && limit(r) && strcmp(r->method, "HEAD") &&
	    slice_u64(http_head(r, "Content-Length"), &length) && length > limit(r))
		return give_up(r, E_BODY_TOO_BIG); /* no need to read what is too much */
	return line.n;
}

static enum err write_all(int fd, struct slice s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);
		if (n < 0 && errno != EINTR)
			return err_from_errno(errno);
		if (n > 0)
			s = slice_from(s, (size_t)n);
	}
	return E_OK;
}

static size_t on_body(char *p, size_t size, size_t n, void *arg)
{
	struct http_req *r = arg;
	struct slice s = { p, size * n };
	bool streamed = r->ask.sink || r->ask.to_path;
	size_t max = limit(r);
	if (r->step == HTTP_DEAD)
		return 0;
	if (r->status >= 300) { /* an error page or a redirect: a little of it for the message, the rest is dropped */
		r->got += s.n;
		if (r->got > (size_t)MAX_BODY)
			return give_up(r, E_BODY_TOO_BIG);
		if (r->body.n < MAX_ERROR_BODY)
			str_add(&r->body, slice_to(s, MAX_ERROR_BODY - r->body.n));
		return s.n;
	}
	if (max && s.n > max - r->got)
		return give_up(r, E_BODY_TOO_BIG);
	r->got += s.n;
	if (!streamed) {
		str_add(&r->body, s);
		return s.n;
	}
	enum err e = r->ask.to_path ? write_all(r->out_fd, s) : r->ask.sink(r->ask.arg, s);
	return e ? give_up(r, e) : s.n;
}

static size_t on_send(char *p, size_t size, size_t n, void *arg)
{
	struct http_req *r = arg;
	size_t room = size * n;
	ssize_t got = -1;
	if (r->step == HTTP_DEAD)
		return CURL_READFUNC_ABORT;
	if (r->in_fd >= 0) {
		got = read(r->in_fd, p, room);
	} else if (r->ask.source) {
		r->source_used = true;
		got = r->ask.source(r->ask.arg, p, room);
	} else {
		struct slice s = slice_to(slice_from(r->ask.body, r->sent), room);
		memcpy(p, s.p, s.n);
		got = (ssize_t)s.n;
	}
	if (got < 0) {
		give_up(r, r->in_fd >= 0 ? err_from_errno(errno) : E_CANCELLED);
		return CURL_READFUNC_ABORT;
	}
	r->sent += (size_t)got;
	return (size_t)got;
}

/* curl goes back to the start when a kept connection turned out dead after the first bytes were sent. */
static int on_seek(void *arg, curl_off_t offset, int origin)
{
	struct http_req *r = arg;
	if (origin != SEEK_SET || r->ask.source)
		return r->ask.source && !r->source_used && !offset ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL;
	if (r->in_fd >= 0 && lseek(r->in_fd, (off_t)offset, SEEK_SET) < 0)
		return CURL_SEEKFUNC_FAIL;
	r->sent = (size_t)offset;
	return CURL_SEEKFUNC_OK;
}

static int on_progress(void *arg, curl_off_t dltotal, curl_off_t dlnow, curl_off_t ultotal, curl_off_t ulnow)
{
	struct http_req *r = arg;
	int64_t now = tick_ms();
	if (r->step == HTTP_DEAD)
		return 1;
	if (now - r->told < TELL_MS)
		return 0;
	r->told = now;
	bool up = ulnow && !dlnow;
	int64_t done = up ? ulnow : dlnow, total = up ? ultotal : dltotal;
	if (!done)
		return 0;
	if (r->traced && r->n->trace.progress)
		r->n->trace.progress(r->n->trace.arg, r->trace_id, done, total > 0 ? total : -1);
	if (r->ask.progress && r->step != HTTP_DEAD)
		r->ask.progress(r->ask.arg, done, total > 0 ? total : -1);
	return r->step == HTTP_DEAD;
}

static enum err form_set(struct http_req *r, struct fault *f)
{
	r->mime = curl_mime_init(r->h);
	for (size_t i = 0; i < r->ask.n_parts; i++) {
		const struct http_part *p = &r->ask.parts[i];
		curl_mimepart *m = curl_mime_addpart(r->mime);
		CURLcode c = curl_mime_name(m, p->name);
		if (!c)
			c = p->path ? curl_mime_filedata(m, p->path) : curl_mime_data(m, p->bytes.p, p->bytes.n);
		if (p->path && (c || access(p->path, R_OK)))
			return fault_set(f, err_from_errno(errno), "%s", p->path);
		if (!c && p->filename)
			c = curl_mime_filename(m, p->filename);
		if (!c && p->type)
			c = curl_mime_type(m, p->type);
		if (c)
			return fault_set(f, E_FAILED, "form: %s", curl_easy_strerror(c));
	}
	curl_easy_setopt(r->h, CURLOPT_MIMEPOST, r->mime);
	return E_OK;
}

static enum err upload_set(struct http_req *r, struct fault *f)
{
	r->in_size = r->ask.source ? r->ask.source_size : (int64_t)r->ask.body.n;
	if (r->ask.body_path) {
		struct stat st;
		r->in_fd = open(r->ask.body_path, O_RDONLY | O_CLOEXEC);
		if (r->in_fd < 0 || fstat(r->in_fd, &st))
			return fault_set(f, err_from_errno(errno), "%s", r->ask.body_path);
		if (!S_ISREG(st.st_mode))
			return fault_set(f, E_INVALID, "%s", r->ask.body_path);
		r->in_size = st.st_size;
	}
	/* POST with a read function: the size stands in POSTFIELDSIZE; the method's name is set apart */
	curl_easy_setopt(r->h, CURLOPT_POST, 1L);
	curl_easy_setopt(r->h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->in_size);
	curl_easy_setopt(r->h, CURLOPT_READFUNCTION, on_send);
	curl_easy_setopt(r->h, CURLOPT_READDATA, r);
	curl_easy_setopt(r->h, CURLOPT_SEEKFUNCTION, on_seek);
	curl_easy_setopt(r->h, CURLOPT_SEEKDATA, r);
	return E_OK;
}

static enum err download_set(struct http_req *r, struct fault *f)
{
	struct str s = { 0 };
	str_addf(&s, "%s.%08x.part", r->ask.to_path, (unsigned)(tick_ms() ^ (int64_t)getpid() << 16 ^ (int64_t)(uintptr_t)r));
	r->part_path = str_take(&s);
	r->out_fd = open(r->part_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (r->out_fd < 0) {
		enum err e = fault_set(f, err_from_errno(errno), "%s", r->part_path);
		free(r->part_path);
		r->part_path = NULL;
		return e;
	}
	return E_OK;
}

enum err http_body_set(struct http_req *r, struct fault *f)
{
	enum err e = E_OK;
	CURL *h = r->h;
	r->sent = r->got = 0;
	r->status = 0;
	r->own = E_OK;
	str_cut(&r->head, 0);
	str_cut(&r->body, 0);
	curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(h, CURLOPT_HEADERDATA, r);
	curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(h, CURLOPT_WRITEDATA, r);
	curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(h, CURLOPT_XFERINFODATA, r);
	if (!r->ask.to_path)
		curl_easy_setopt(h, CURLOPT_ACCEPT_ENCODING, ""); /* all that curl can unpack; the caps count unpacked bytes */
	if (r->has_body)
		e = r->ask.n_parts ? form_set(r, f) : upload_set(r, f);
	return e || !r->ask.to_path ? e : download_set(r, f);
}

enum err http_body_end(struct http_req *r, bool keep, struct fault *f)
{
	enum err e = E_OK;
	if (r->in_fd >= 0)
		close(r->in_fd);
	r->in_fd = -1;
	if (r->out_fd >= 0) {
		/* a full disk may show only here */
		if (close(r->out_fd) && keep)
			e = fault_set(f, err_from_errno(errno), "%s", r->ask.to_path);
		r->out_fd = -1;
	}
	if (r->part_path) {
		if (keep && !e && rename(r->part_path, r->ask.to_path))
			e = fault_set(f, err_from_errno(errno), "%s", r->ask.to_path);
		if (!keep || e)
			unlink(r->part_path);
		free(r->part_path);
		r->part_path = NULL;
	}
	return e;
}

bool http_body_again(const struct http_req *r)
{
	return !(r->ask.source && r->source_used);
}
