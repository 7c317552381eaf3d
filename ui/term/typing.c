/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term/typing.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <readline/history.h>
#include <readline/readline.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_LINE = 70000, MAX_HISTORY = 1000, ESCAPE_US = 25000 };

struct typing {
	struct loop *loop;
	struct typing_hooks hooks;
	struct loop_fd *input;       /* NULL: not reading */
	char *history, *prompt;
	int added;                   /* lines for the history file */
	bool terminal, ended;
	struct loop_timer *wake;
	struct str pending;          /* without a terminal: read, but not given out yet */
};

/* readline has one state for the whole program, and its callbacks carry no argument. */
static struct typing *the_line;

static void stop(struct typing *ln)
{
	loop_fd_del(ln->input);
	if (ln->terminal && ln->input)
		rl_callback_handler_remove();
	ln->input = NULL;
}

static void remember(struct typing *ln, const char *text)
{
	HIST_ENTRY *last = history_length ? history_get(history_base + history_length - 1) : NULL;

	if (!*text || *text == ' ' || (last && !strcmp(last->line, text)))
		return;
	add_history(text);
	ln->added++;
}

/* readline calls this inside rl_callback_read_char; the bytes of text are ours. */
static void entered(char *text)
{
	struct typing *ln = the_line;

	if (!text) {
		ln->ended = true;
		stop(ln);
		fputc('\n', stdout);
		fflush(stdout);
		ln->hooks.end(ln->hooks.arg);
		return;
	}
	stop(ln);
	remember(ln, text);
	ln->hooks.got(ln->hooks.arg, slice_of(text));
	free(text);
}

static void read_keys(void *arg, short revents)
{
	(void)arg, (void)revents;
	rl_callback_read_char();
}

static char **offer(const char *word, int start, int end)
{
	struct typing *ln = the_line;
	struct typing_words words = { 0 };
	char **matches = NULL;
	(void)word;

	if (ln->hooks.complete)
		ln->hooks.complete(ln->hooks.arg, (struct slice){ rl_line_buffer, (size_t)end }, &words);
	rl_attempted_completion_over = !words.files;
	/* readline wants first what all have in common, then each, then NULL */
	if (words.all.n && words.from == (size_t)start) {
		size_t same = strlen(words.all.v[0]);

		matches = mem_array(words.all.n + 2, sizeof *matches);
		for (size_t i = 0; i < words.all.n; i++) {
			size_t n = 0;

			while (n < same && words.all.v[i][n] == words.all.v[0][n])
				n++;
			same = n;
			matches[i + 1] = words.all.v[i];
		}
		while (same && (words.all.v[0][same] & 0xc0) == 0x80) /* not inside a letter */
			same--;
		matches[0] = mem_strndup(words.all.v[0], same);
		if (words.all.n == 1) {
			free(matches[1]);
			matches[1] = NULL;
		}
	} else {
		for (size_t i = 0; i < words.all.n; i++)
			free(words.all.v[i]);
	}
	vec_free(&words.all);
	return matches;
}

/* Gives out the next whole line; the rest waits for the next prompt. */
static bool give_pending(struct typing *ln)
{
	const char *end = ln->pending.n ? memchr(ln->pending.p, '\n', ln->pending.n) : NULL;
	size_t n = end ? (size_t)(end - ln->pending.p) : ln->pending.n;
	char *text;

	if (!end && !(ln->ended && n) && n < MAX_LINE)
		return false;
	text = mem_strndup(str_c(&ln->pending), n);
	n += end != NULL;
	if (ln->pending.n > n)
		memmove(ln->pending.p, ln->pending.p + n, ln->pending.n - n);
	str_cut(&ln->pending, ln->pending.n - n);
	stop(ln);
	n = strlen(text);
	ln->hooks.got(ln->hooks.arg, (struct slice){ text, n && text[n - 1] == '\r' ? n - 1 : n });
	free(text);
	return true;
}

static void read_bytes(void *arg, short revents)
{
	struct typing *ln = arg;
	char buf[4096];
	ssize_t n = 0;

	(void)revents;
	if (!ln->ended)
		n = read(STDIN_FILENO, buf, sizeof buf);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n > 0)
		str_add(&ln->pending, (struct slice){ buf, (size_t)n });
	else
		ln->ended = true;
	if (!give_pending(ln) && ln->ended) {
		stop(ln);
		ln->hooks.end(ln->hooks.arg);
	}
}

/* No new bytes would wake us for lines that are here already. */
static void wake(void *arg)
{
	struct typing *ln = arg;

	ln->wake = NULL;
	if (ln->input)
		give_pending(ln);
}

static void resized(void *arg, int signo)
{
	(void)arg, (void)signo;
	rl_resize_terminal();
}

/* readline's terminal modes must not outlive our sleep; what is typed does. */
static void sleeps(void *arg, int signo)
{
	struct typing *ln = arg;

	(void)signo;
	if (ln->input)
		rl_deprep_terminal();
	kill(getpid(), SIGSTOP);
	if (ln->input) {
		rl_prep_terminal(1);
		rl_forced_update_display();
	}
}

static void prepare(struct typing *ln)
{
	static char name[] = "vigie", breaks[] = " \t";

	rl_readline_name = name;
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_attempted_completion_function = offer;
	rl_completer_word_break_characters = breaks;
	rl_completion_append_character = ' ';
	rl_completion_query_items = -1;      /* no question, no pager: both would wait for a key */
	rl_variable_bind("page-completions", "off");
	rl_set_keyboard_input_timeout(ESCAPE_US);
	using_history();
	stifle_history(MAX_HISTORY);
	if (ln->history)
		read_history(ln->history);
	loop_signal(ln->loop, SIGWINCH, resized, ln);
	loop_signal(ln->loop, SIGTSTP, sleeps, ln);
}

struct typing *typing_open(struct loop *l, const char *history, const struct typing_hooks *hooks)
{
	struct typing *ln = mem_new(sizeof *ln);

	*ln = (struct typing){ .loop = l, .hooks = *hooks, .history = mem_strdup(history) };
	ln->terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	the_line = ln;
	if (ln->terminal)
		prepare(ln);
	return ln;
}

static void save_history(const struct typing *ln)
{
	int fd;

	if (!ln->history || !ln->added)
		return;
	fd = open(ln->history, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return;
	fchmod(fd, 0600);
	close(fd);
	append_history(ln->added < history_length ? ln->added : history_length, ln->history);
	history_truncate_file(ln->history, MAX_HISTORY);
}

void typing_close(struct typing *ln)
{
	if (!ln)
		return;
	stop(ln);
	loop_timer_del(ln->wake);
	if (ln->terminal) {
		save_history(ln);
		clear_history();
		loop_signal(ln->loop, SIGWINCH, NULL, NULL);
		loop_signal(ln->loop, SIGTSTP, NULL, NULL);
	}
	the_line = NULL;
	str_free(&ln->pending);
	free(ln->history);
	free(ln->prompt);
	free(ln);
}

void typing_prompt(struct typing *ln, const char *prompt)
{
	free(ln->prompt);
	ln->prompt = mem_strdup(prompt);
	if (!ln->terminal) {
		if (!ln->input)
			ln->input = loop_fd_add(ln->loop, STDIN_FILENO, POLLIN, read_bytes, ln);
		if (ln->pending.n && !ln->wake)
			ln->wake = loop_timer_add(ln->loop, 0, wake, ln);
		return;
	}
	if (ln->input) {
		rl_set_prompt(ln->prompt);
		rl_redisplay();
		return;
	}
	ln->input = loop_fd_add(ln->loop, STDIN_FILENO, POLLIN, read_keys, ln);
	rl_callback_handler_install(ln->prompt, entered);
}

void typing_pause(struct typing *ln)
{
	stop(ln);
}

void typing_say(struct typing *ln, struct slice text)
{
	bool shown = ln->terminal && ln->input;

	if (shown)
		rl_clear_visible_line();
	fwrite(text.p, 1, text.n, stdout);
	fflush(stdout);
	if (shown)
		rl_forced_update_display();
}

bool typing_clear(struct typing *ln)
{
	bool any = ln->terminal && ln->input && rl_end > 0;

	if (any) {
		fputs("^C\n", stdout);
		rl_replace_line("", 0);
		rl_on_new_line();
		rl_redisplay();
	}
	return any;
}
