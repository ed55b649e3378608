/* SPDX-License-Identifier: BSD-3-Clause */
/* check_http.c - answers that are made as they are sent: whole, cut short where
 * the rest cannot be made, and given up once whatever becomes of the client. */
#include "unit.h"

#include "publish/http.h"

#include <event2/event.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PIECES 40
#define TURNS  20000 /* of the loop, each a millisecond at most */

static struct fake {
	int pieces; /* still to be made */
	bool fails; /* after these */
	int frees;
} fake;

static char path[64], listen_at[80];
static struct event_base *base;
static struct http *http;

static bool next(void *state, struct text *out)
{
	struct fake *f = state;
	char piece[HTTP_PIECE_BYTES];

	if (f->pieces == 0)
		return !f->fails;
	f->pieces--;
	memset(piece, 'x', sizeof(piece));
	text_bytes(out, piece, sizeof(piece));
	return true;
}

static void give_up(void *state)
{
	struct fake *f = state;

	f->frees++;
}

static void source(void *arg, const char *at, const char *query,
		   struct http_answer *answer)
{
	(void)at;
	(void)query;
	answer->status = 200;
	answer->type = "text/plain";
	answer->stream = (struct http_stream){ next, give_up, arg };
}

static void setup(void)
{
	struct http_options options = { .listen = listen_at };

	(void)snprintf(path, sizeof(path), "/tmp/check_http.%d", (int)getpid());
	(void)snprintf(listen_at, sizeof(listen_at), "unix:%s", path);
	base = event_base_new();
	ck_assert_int_eq(http_new(base, &options, source, &fake, &http),
			 ERR_OK);
}

static void teardown(void)
{
	http_free(http);
	event_base_free(base);
}

static int ask(const char *request)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	ck_assert_int_gt(send(fd, request, strlen(request), 0), 0);
	return fd;
}

static void turn(void)
{
	struct timeval rest = { 0, 1000 };

	(void)event_base_loopexit(base, &rest);
	(void)event_base_dispatch(base);
}

/* Read until the server closes. @return bytes. */
static size_t read_all(int fd, struct text *all)
{
	char some[65536];

	for (int i = 0; i < TURNS; i++) {
		ssize_t len = recv(fd, some, sizeof(some), MSG_DONTWAIT);

		if (len == 0)
			break;
		if (len > 0)
			text_bytes(all, some, (size_t)len);
		else
			turn();
	}
	(void)close(fd);
	return all->len;
}

static const char end_mark[] = "\r\n0\r\n\r\n"; /* RFC 9112 7.1 */

static const struct {
	const char *name, *request;
	struct fake fake;
	size_t at_least, at_most;
	bool whole;
} cases[] = {
	{ "nothing in it",
	  "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n",
	  { 0, false, 0 },
	  100,
	  2000,
	  true },
	{ "many pieces",
	  "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n",
	  { PIECES, false, 0 },
	  PIECES *HTTP_PIECE_BYTES,
	  SIZE_MAX,
	  true },
	{ "compressed",
	  "GET /a HTTP/1.1\r\nHost: localhost\r\n"
	  "Accept-Encoding: gzip\r\n\r\n",
	  { PIECES, false, 0 },
	  1000,
	  PIECES *HTTP_PIECE_BYTES / 50,
	  true },
	{ "the rest cannot be made",
	  "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n",
	  { 2, true, 0 },
	  2 * HTTP_PIECE_BYTES,
	  3 * HTTP_PIECE_BYTES,
	  false },
	{ "nothing of it can be made",
	  "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n",
	  { 0, true, 0 },
	  0,
	  2000,
	  false },
	{ "its head alone",
	  "HEAD /a HTTP/1.1\r\nHost: localhost\r\n\r\n",
	  { PIECES, false, 0 },
	  100,
	  2000,
	  false },
};

START_TEST(stream)
{
	struct text all;
	size_t len;
	bool whole;

	text_init(&all, 1u << 24);
	fake = cases[_i].fake;
	len = read_all(ask(cases[_i].request), &all);
	whole = len > strlen(end_mark) &&
		memcmp(all.at + len - strlen(end_mark), end_mark,
		       strlen(end_mark)) == 0;
	ck_assert_msg(len >= cases[_i].at_least && len <= cases[_i].at_most,
		      "%s: %zu bytes", cases[_i].name, len);
	ck_assert_msg(whole == cases[_i].whole, "%s: whole %d", cases[_i].name,
		      whole);
	ck_assert_msg(fake.frees == 1, "%s: given up %d times", cases[_i].name,
		      fake.frees);
	text_done(&all);
}
END_TEST

START_TEST(client_leaves)
{
	int fd;

	fake = (struct fake){ 100000, false, 0 };
	fd = ask("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n");
	while (fake.pieces == 100000)
		turn();
	(void)close(fd);
	for (int i = 0; i < TURNS && !fake.frees; i++)
		turn();
	ck_assert_int_eq(fake.frees, 1);
	ck_assert_int_gt(fake.pieces, 99000);
}
END_TEST

START_TEST(server_stops)
{
	struct http_options options = { .listen = listen_at };
	int fd;

	fake = (struct fake){ 100000, false, 0 };
	fd = ask("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n");
	while (fake.pieces == 100000)
		turn();
	http_free(http);
	ck_assert_int_eq(fake.frees, 1);
	(void)close(fd);
	ck_assert_int_eq(http_new(base, &options, source, &fake, &http),
			 ERR_OK);
}
END_TEST

/* More than may be compressed at once are served as they are. */
START_TEST(crowd)
{
	struct text all;
	int fds[12];

	fake = (struct fake){ COUNT_OF(fds) * PIECES, false, 0 };
	for (size_t i = 0; i < COUNT_OF(fds); i++)
		fds[i] = ask("GET /a HTTP/1.1\r\nHost: localhost\r\n"
			     "Accept-Encoding: gzip\r\n\r\n");
	for (size_t i = 0; i < COUNT_OF(fds); i++) {
		text_init(&all, 1u << 26);
		(void)read_all(fds[i], &all);
		ck_assert_ptr_nonnull(strstr(text_string(&all), " 200 OK"));
		text_done(&all);
	}
	ck_assert_int_eq(fake.frees, COUNT_OF(fds));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("http");
	TCase *c = tcase_create("streams");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_set_timeout(c, 60); /* under sanitizers, on a busy machine */
	tcase_add_loop_test(c, stream, 0, COUNT_OF(cases));
	tcase_add_test(c, client_leaves);
	tcase_add_test(c, server_stops);
	tcase_add_test(c, crowd);
	suite_add_tcase(s, c);
	return unit_run(s);
}
