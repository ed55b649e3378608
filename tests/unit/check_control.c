/* SPDX-License-Identifier: BSD-3-Clause */
/* check_control.c - the control socket, and the command's end of it. */
#include "publish_fixture.h"
#include "unit.h"

#include "publish/control.h"

#include <errno.h>
#include <event2/event.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- the control socket --- */

static struct event_base *base;
static struct control *control;

static bool handle(void *arg, const struct control_request *request,
		   struct text *out)
{
	const char *const *words = request->words;

	(void)arg;
	ck_assert_int_eq(request->uid, (long)getuid());
	if (strcmp(words[0], "large") == 0) {
		for (unsigned i = 0; i < 400000; i++)
			text_put(out, "0123456789");
		return true;
	}
	for (size_t i = 0; i < request->count; i++)
		text_printf(out, "[%s]", words[i]);
	return strcmp(words[0], "fail") != 0;
}

static void set_up_control(void)
{
	set_up();
	base = event_base_new();
	ck_assert_int_eq(control_new(base, socket_path, handle, NULL, &control),
			 ERR_OK);
}

static void tear_down_control(void)
{
	control_free(control);
	event_base_free(base);
	ck_assert_int_ne(access(socket_path, F_OK), 0);
	tear_down();
}

static int dial(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	strcpy(address.sun_path, socket_path);
	ck_assert_int_eq(
		connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

/* Run the loop until @p fd was closed by the daemon. @return what came. */
static const char *receive(int fd)
{
	static char reply[65536];
	size_t len = 0;

	for (;;) {
		ssize_t count = recv(fd, reply + len, sizeof(reply) - 1 - len,
				     MSG_DONTWAIT);

		if (count > 0)
			len += (size_t)count;
		else if (count == 0 || errno != EAGAIN)
			break;
		else
			(void)event_base_loop(base, EVLOOP_ONCE);
	}
	reply[len] = '\0';
	(void)close(fd);
	return reply;
}

static void pump(void)
{
	for (unsigned i = 0; i < 50; i++)
		(void)event_base_loop(base, EVLOOP_NONBLOCK);
}

static const struct {
	const char *name, *request;
	size_t size; /* 0: the string's */
	const char *reply;
} requests[] = {
	{ "a word", "status\n", 0, "ok\n[status]" },
	{ "two words", "status\texample.\n", 0, "ok\n[status][example.]" },
	{ "an empty word", "a\t\tb\n", 0, "ok\n[a][][b]" },
	{ "an empty request", "\n", 0, "ok\n[]" },
	{ "an error", "fail\tx\n", 0, "error\n[fail][x]" },
	{ "more after the request", "a\nb\nc\n", 0, "ok\n[a]" },
	{ "sixteen words", "1\t2\t3\t4\t5\t6\t7\t8\t9\t0\t1\t2\t3\t4\t5\t6\n",
	  0, "ok\n[1][2][3][4][5][6][7][8][9][0][1][2][3][4][5][6]" },
	{ "seventeen words",
	  "1\t2\t3\t4\t5\t6\t7\t8\t9\t0\t1\t2\t3\t4\t5\t6\t7\n", 0,
	  "error\ntoo many words\n" },
	{ "a zero byte", "a\0b\n", 4, "error\nthe request is not text\n" },
};

START_TEST(control_requests)
{
	size_t size = requests[_i].size ? requests[_i].size
					: strlen(requests[_i].request);
	int fd = dial();

	ck_assert_int_eq(send(fd, requests[_i].request, size, 0),
			 (ssize_t)size);
	ck_assert_str_eq(receive(fd), requests[_i].reply);
}
END_TEST

START_TEST(control_in_pieces)
{
	const char *request = "status\texample.\n";
	int fd = dial();

	for (; *request; request++) {
		ck_assert_int_eq(send(fd, request, 1, 0), 1);
		pump();
	}
	(void)shutdown(fd, SHUT_WR);
	ck_assert_str_eq(receive(fd), "ok\n[status][example.]");
}
END_TEST

static const struct {
	size_t len;
	bool line_end, fits;
} lengths[] = {
	{ CONTROL_REQUEST_MAX, true, true },
	{ CONTROL_REQUEST_MAX + 1, true, false },
	{ CONTROL_REQUEST_MAX + 1, false, false },
	{ 60000, false, false },
};

START_TEST(control_oversized)
{
	static char request[65536];
	size_t len = lengths[_i].len;
	int fd = dial();

	memset(request, 'a', len);
	if (lengths[_i].line_end)
		request[len++] = '\n';
	ck_assert_int_eq(send(fd, request, len, 0), (ssize_t)len);
	if (lengths[_i].fits)
		ck_assert_uint_eq(strlen(receive(fd)),
				  strlen("ok\n[]") + lengths[_i].len);
	else
		ck_assert_str_eq(receive(fd),
				 "error\nthe request is too long\n");
}
END_TEST

START_TEST(control_half_a_request)
{
	int fd = dial();

	ck_assert_int_eq(send(fd, "status", 6, 0), 6);
	(void)shutdown(fd, SHUT_WR);
	ck_assert_str_eq(receive(fd), "");
}
END_TEST

START_TEST(control_slow_clients)
{
	int silent, greedy;

	control_set_deadline(control, 50);
	silent = dial();
	greedy = dial(); /* asks for much and reads nothing */
	ck_assert_int_eq(send(greedy, "large\n", 6, 0), 6);
	ck_assert_str_eq(receive(silent), "");
	while (recv(greedy, NULL, 0, MSG_DONTWAIT | MSG_PEEK) >= 0 &&
	       send(greedy, "x", 1, MSG_NOSIGNAL) == 1)
		(void)event_base_loop(base, EVLOOP_ONCE);
	ck_assert_int_eq(errno, EPIPE);
	(void)close(greedy);
}
END_TEST

START_TEST(control_many_clients)
{
	int idle[16], late;

	control_set_deadline(control, 200);
	for (size_t i = 0; i < COUNT_OF(idle); i++)
		idle[i] = dial();
	late = dial();
	ck_assert_int_eq(send(late, "status\n", 7, 0), 7);
	pump();
	/* It is not served while sixteen are, and not forgotten. */
	ck_assert_int_lt(recv(late, NULL, 0, MSG_DONTWAIT | MSG_PEEK), 0);
	(void)close(idle[3]);
	ck_assert_str_eq(receive(late), "ok\n[status]");
	for (size_t i = 0; i < COUNT_OF(idle); i++)
		if (i != 3)
			ck_assert_str_eq(receive(idle[i]), "");
}
END_TEST

START_TEST(control_takes_over)
{
	struct control *second = NULL;
	struct stat st;

	ck_assert_int_eq(stat(socket_path, &st), 0);
	ck_assert_int_eq(st.st_mode & 07777, 0660);
	/* A living daemon's is left alone, and so it is by the failed start. */
	ck_assert_int_eq(control_new(base, socket_path, handle, NULL, &second),
			 ERR_BUSY);
	ck_assert_int_eq(access(socket_path, F_OK), 0);
}
END_TEST

START_TEST(control_replaces_dead)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	control_free(control);
	strcpy(address.sun_path, socket_path);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, sizeof(address)),
			 0);
	(void)close(fd); /* the name stays: a daemon that was killed */
	ck_assert_int_eq(control_new(base, socket_path, handle, NULL, &control),
			 ERR_OK);
	fd = dial();
	ck_assert_int_eq(send(fd, "a\n", 2, 0), 2);
	ck_assert_str_eq(receive(fd), "ok\n[a]");
}
END_TEST

START_TEST(control_not_over_files)
{
	struct control *second = NULL;
	char path[200];

	ck_assert_int_eq(publish(1, 0), ERR_OK);
	ck_assert_int_eq(control_new(base, file_path, handle, NULL, &second),
			 ERR_IO);
	ck_assert_int_eq(errno, EEXIST);
	ck_assert_int_eq(read_version(), 1);
	memset(path, 'a', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	ck_assert_int_eq(control_new(base, path, handle, NULL, &second),
			 ERR_IO);
	ck_assert_int_eq(errno, ENAMETOOLONG);
}
END_TEST

/* --- the command's end --- */

/* Serve until the child @p asker is done. @return its exit code. */
static int serve_until_done(pid_t asker)
{
	struct timeval often = { .tv_usec = 10000 };
	int status;

	while (waitpid(asker, &status, WNOHANG) == 0) {
		(void)event_base_loopexit(base, &often);
		(void)event_base_dispatch(base);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* In a child: ask, and exit with the step that went wrong. */
static void ask_and_exit(const char *first, const char *want, bool want_ok)
{
	const char *words[] = { first, "b" };
	struct text reply;
	bool ok;

	text_init(&reply, 10000000);
	if (control_ask(socket_path, 2, words, &ok, &reply) != ERR_OK)
		_exit(1);
	if (ok != want_ok)
		_exit(2);
	if (want ? strcmp(text_string(&reply), want) != 0
		 : reply.len != 4000000)
		_exit(3);
	_exit(0);
}

START_TEST(ask_answers)
{
	static const struct {
		const char *first, *reply;
		bool ok;
	} asks[] = {
		{ "status", "[status][b]", true },
		{ "fail", "[fail][b]", false },
		{ "large", NULL, true },
	};
	pid_t asker = fork();

	if (asker == 0)
		ask_and_exit(asks[_i].first, asks[_i].reply, asks[_i].ok);
	ck_assert_int_eq(serve_until_done(asker), 0);
}
END_TEST

START_TEST(ask_refuses)
{
	const char *many[CONTROL_WORDS_MAX + 1] = { 0 };
	const char *tab[] = { "a\tb" }, *good[] = { "a" };
	static char large[CONTROL_REQUEST_MAX + 2];
	const char *too_long[] = { large };
	struct text reply;
	bool ok;

	for (size_t i = 0; i < COUNT_OF(many); i++)
		many[i] = "a";
	memset(large, 'a', sizeof(large) - 1);
	text_init(&reply, 100);
	ck_assert_int_eq(
		control_ask(socket_path, COUNT_OF(many), many, &ok, &reply),
		ERR_LIMIT);
	ck_assert_int_eq(control_ask(socket_path, 1, tab, &ok, &reply),
			 ERR_FORMAT);
	ck_assert_int_eq(control_ask(socket_path, 1, too_long, &ok, &reply),
			 ERR_LIMIT);
	ck_assert_int_eq(control_ask("/nowhere/at/all", 1, good, &ok, &reply),
			 ERR_NOT_FOUND);
	text_done(&reply);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("control");
	TCase *c = tcase_create("control");

	tcase_add_checked_fixture(c, set_up_control, tear_down_control);
	tcase_add_loop_test(c, control_requests, 0, COUNT_OF(requests));
	tcase_add_test(c, control_in_pieces);
	tcase_add_loop_test(c, control_oversized, 0, COUNT_OF(lengths));
	tcase_add_test(c, control_half_a_request);
	tcase_add_test(c, control_slow_clients);
	tcase_add_test(c, control_many_clients);
	tcase_add_test(c, control_takes_over);
	tcase_add_test(c, control_replaces_dead);
	tcase_add_test(c, control_not_over_files);
	tcase_add_loop_test(c, ask_answers, 0, 3);
	tcase_add_test(c, ask_refuses);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
