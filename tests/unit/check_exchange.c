/* SPDX-License-Identifier: BSD-3-Clause */
/* check_exchange.c - one question to servers that lie, drip, cut, refuse and
 * say nothing. The servers live in this process, on loopback. */
#include "unit.h"

#include "probe/exchange.h"

#include <arpa/inet.h>
#include <event2/event.h>
#include <sched.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define TIMEOUT_MS 100
#define TRIES	   3

struct fake;
typedef void datagram_fn(struct fake *, uint8_t *wire, size_t len);
typedef void stream_fn(struct fake *, int fd, uint8_t *wire, size_t len);

struct fake {
	struct event_base *base;
	struct address address;
	datagram_fn *datagram;
	stream_fn *stream; /* NULL: nobody listens */
	int udp, tcp, conn;
	struct event *on_udp, *on_tcp, *on_conn, *drip;
	struct sockaddr_in client, early_client;
	unsigned asked, connected;
	uint8_t early[512]; /* the first question, kept; or being dripped */
	size_t early_len, drip_at, drip_size;
};

struct seen {
	struct event_base *base;
	unsigned count;
	struct exchange_result result;
	uint8_t packet[65535];
};

static void reply(struct fake *f, const void *wire, size_t len)
{
	(void)sendto(f->udp, wire, len, 0, (struct sockaddr *)&f->client,
		     sizeof(f->client));
}

/* The question as its answer: QR set, no records. */
static void udp_answer(struct fake *f, uint8_t *wire, size_t len)
{
	wire[2] |= 0x80;
	reply(f, wire, len);
}

static void udp_silent(struct fake *f, uint8_t *wire, size_t len)
{
	(void)f;
	(void)wire;
	(void)len;
}

static void udp_echo(struct fake *f, uint8_t *wire, size_t len)
{
	reply(f, wire, len);
}

static void udp_wrong_id(struct fake *f, uint8_t *wire, size_t len)
{
	wire[0] ^= 1;
	udp_answer(f, wire, len);
}

static void udp_wrong_id_first(struct fake *f, uint8_t *wire, size_t len)
{
	udp_wrong_id(f, wire, len);
	wire[0] ^= 1;
	udp_answer(f, wire, len);
}

static void udp_wrong_name_first(struct fake *f, uint8_t *wire, size_t len)
{
	wire[13] ^= 1;
	udp_answer(f, wire, len);
	wire[13] ^= 1;
	udp_answer(f, wire, len);
}

static void udp_wrong_type_first(struct fake *f, uint8_t *wire, size_t len)
{
	wire[25] ^= 1; /* "a.example." ends at 22 */
	udp_answer(f, wire, len);
	wire[25] ^= 1;
	udp_answer(f, wire, len);
}

static void udp_other_port_first(struct fake *f, uint8_t *wire, size_t len)
{
	int other = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	wire[2] |= 0x80;
	wire[3] |= 5;
	(void)sendto(other, wire, len, 0, (struct sockaddr *)&f->client,
		     sizeof(f->client));
	(void)close(other);
	wire[3] &= 0xf0;
	reply(f, wire, len);
}

static void udp_empty_first(struct fake *f, uint8_t *wire, size_t len)
{
	reply(f, "", 0);
	reply(f, "\0\1", 2);
	udp_answer(f, wire, len);
}

static void udp_garbage(struct fake *f, uint8_t *wire, size_t len)
{
	(void)wire;
	(void)len;
	reply(f, "GET / HTTP/1.0\r\n\r\n", 18);
}

static void udp_flood(struct fake *f, uint8_t *wire, size_t len)
{
	for (int i = 0; i < 100; i++)
		udp_garbage(f, wire, len);
}

static void udp_cut(struct fake *f, uint8_t *wire, size_t len)
{
	udp_answer(f, wire, len - 3);
}

static void udp_third(struct fake *f, uint8_t *wire, size_t len)
{
	if (f->asked == 3)
		udp_answer(f, wire, len);
}

/* The answer to the first try comes when the second is made. */
static void udp_late(struct fake *f, uint8_t *wire, size_t len)
{
	if (f->asked == 2)
		udp_answer(f, f->early, f->early_len);
	memcpy(f->early, wire, len);
	f->early_len = len;
}

static void udp_truncated(struct fake *f, uint8_t *wire, size_t len)
{
	wire[2] |= 2;
	udp_answer(f, wire, len);
}

static void udp_truncated_cut(struct fake *f, uint8_t *wire, size_t len)
{
	wire[2] |= 2;
	wire[7] = 9; /* nine answers, none of them there */
	udp_answer(f, wire, len);
}

static void udp_formerr_bare(struct fake *f, uint8_t *wire, size_t len)
{
	static const uint8_t zero[8];

	(void)len;
	memcpy(wire + 4, zero, sizeof(zero));
	wire[3] |= 1;
	udp_answer(f, wire, 12);
}

static void udp_refused_bare_ok(struct fake *f, uint8_t *wire, size_t len)
{
	static const uint8_t zero[8];

	(void)len;
	memcpy(wire + 4, zero, sizeof(zero));
	udp_answer(f, wire, 12); /* NOERROR without a question: no answer */
}

static void udp_oversize(struct fake *f, uint8_t *wire, size_t len)
{
	static uint8_t big[60000];

	memcpy(big, wire, len);
	udp_answer(f, big, sizeof(big));
}

static void tcp_send(int fd, const void *bytes, size_t len)
{
	ck_assert_int_eq(send(fd, bytes, len, MSG_NOSIGNAL), (ssize_t)len);
}

static void tcp_reset(int fd)
{
	struct linger linger = { 1, 0 };

	(void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	(void)close(fd);
}

static void tcp_answer(struct fake *f, int fd, uint8_t *wire, size_t len)
{
	(void)f;
	wire[4] |= 0x80;
	tcp_send(fd, wire, len);
}

static void tcp_silent(struct fake *f, int fd, uint8_t *wire, size_t len)
{
	(void)f;
	(void)fd;
	(void)wire;
	(void)len;
}

static void tcp_wrong_id(struct fake *f, int fd, uint8_t *wire, size_t len)
{
	wire[2] ^= 1;
	tcp_answer(f, fd, wire, len);
}

static void tcp_eof(struct fake *f, int fd, uint8_t *wire, size_t len)
{
	(void)wire;
	(void)len;
	event_free(f->on_conn);
	f->on_conn = NULL;
	(void)close(fd);
}

static void tcp_eof_within(struct fake *f, int fd, uint8_t *wire, size_t len)
{
	tcp_send(fd, wire, len - 1);
	tcp_eof(f, fd, wire, len);
}

static void tcp_rst(struct fake *f, int fd, uint8_t *wire, size_t len)
{
	(void)wire;
	(void)len;
	event_free(f->on_conn);
	f->on_conn = NULL;
	tcp_reset(fd);
}

static void tcp_rst_first(struct fake *f, int fd, uint8_t *wire, size_t len)
{
	if (f->connected == 1)
		tcp_rst(f, fd, wire, len);
	else
		tcp_answer(f, fd, wire, len);
}

static void tcp_empty(struct fake *f, int fd, uint8_t *wire, size_t len)
{
	(void)f;
	(void)wire;
	(void)len;
	tcp_send(fd, "\0\0", 2);
}

static void tcp_garbage(struct fake *f, int fd, uint8_t *wire, size_t len)
{
	(void)f;
	(void)wire;
	(void)len;
	tcp_send(fd, "\0\4HTTP", 6);
}

static void tcp_oversize(struct fake *f, int fd, uint8_t *wire, size_t len)
{
	static uint8_t big[2 + 65535];

	(void)f;
	memcpy(big + 2, wire + 2, len - 2);
	big[0] = big[1] = 0xff;
	big[4] |= 0x80;
	tcp_send(fd, big, sizeof(big));
}

static void on_drip(evutil_socket_t fd, short what, void *arg)
{
	struct fake *f = arg;

	(void)fd;
	(void)what;
	/* It hangs up on us when it has had enough. */
	if (f->drip_at == f->early_len || send(f->conn, f->early + f->drip_at,
					       f->drip_size, MSG_NOSIGNAL) < 0)
		(void)event_del(f->drip);
	f->drip_at += f->drip_size;
}

static void drip(struct fake *f, size_t size, const uint8_t *wire, size_t len)
{
	struct timeval tv = { 0, TIMEOUT_MS * 1000 / 10 };

	memcpy(f->early, wire, len);
	f->early[4] |= 0x80;
	f->early_len = len;
	f->drip_size = size;
	f->drip = event_new(f->base, -1, EV_PERSIST, on_drip, f);
	(void)event_add(f->drip, &tv);
}

static void tcp_drip(struct fake *f, int fd, uint8_t *wire, size_t len)
{
	(void)fd;
	drip(f, 8, wire, len);
}

static void tcp_drip_slow(struct fake *f, int fd, uint8_t *wire, size_t len)
{
	(void)fd;
	/* Forty steps, four timeouts; there are three. */
	drip(f, 1, wire, len);
}

static void on_datagram(evutil_socket_t fd, short what, void *arg)
{
	struct fake *f = arg;
	socklen_t client_len = sizeof(f->client);
	uint8_t wire[512];
	ssize_t len = recvfrom(fd, wire, sizeof(wire), 0,
			       (struct sockaddr *)&f->client, &client_len);

	(void)what;
	ck_assert_int_gt(len, 12);
	f->asked++;
	f->datagram(f, wire, (size_t)len);
}

static void on_stream(evutil_socket_t fd, short what, void *arg)
{
	struct fake *f = arg;
	uint8_t wire[512];
	ssize_t len = recv(fd, wire, sizeof(wire), 0);

	(void)what;
	if (len > 0) {
		f->stream(f, fd, wire, (size_t)len);
	} else {
		event_free(f->on_conn);
		f->on_conn = NULL;
		(void)close(fd);
	}
}

static void on_connection(evutil_socket_t fd, short what, void *arg)
{
	struct fake *f = arg;

	(void)what;
	f->connected++;
	f->conn = accept(fd, NULL, NULL);
	ck_assert_int_ge(f->conn, 0);
	f->on_conn =
		event_new(f->base, f->conn, EV_READ | EV_PERSIST, on_stream, f);
	(void)event_add(f->on_conn, NULL);
}

static int bind_any(int type, struct sockaddr_in *at)
{
	int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
	socklen_t len = sizeof(*at);

	if (bind(fd, (struct sockaddr *)at, len) != 0) {
		(void)close(fd);
		return -1;
	}
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)at, &len), 0);
	return fd;
}

/* A server at 127.62.0.@p last, on a port that is free for both. */
static void fake_start(struct fake *f, struct event_base *base, int last)
{
	struct sockaddr_in at;

	f->base = base;
	do {
		at = (struct sockaddr_in){ .sin_family = AF_INET };
		at.sin_addr.s_addr = htonl(0x7f3e0000u + (unsigned)last);
		f->udp = bind_any(SOCK_DGRAM, &at);
		ck_assert_int_ge(f->udp, 0);
		f->tcp = bind_any(SOCK_STREAM, &at);
		if (f->tcp < 0)
			(void)close(f->udp);
	} while (f->tcp < 0);
	f->address = (struct address){ 4, ntohs(at.sin_port), { 0 } };
	memcpy(f->address.bytes, &at.sin_addr, 4);
	if (f->stream) {
		ck_assert_int_eq(listen(f->tcp, 16), 0);
		f->on_tcp = event_new(base, f->tcp, EV_READ | EV_PERSIST,
				      on_connection, f);
		(void)event_add(f->on_tcp, NULL);
	}
	if (f->datagram) {
		f->on_udp = event_new(base, f->udp, EV_READ | EV_PERSIST,
				      on_datagram, f);
		(void)event_add(f->on_udp, NULL);
	} else {
		(void)close(f->udp); /* ICMP port unreachable */
	}
}

static void fake_stop(struct fake *f)
{
	struct event *events[] = { f->on_udp, f->on_tcp, f->on_conn, f->drip };

	for (size_t i = 0; i < COUNT_OF(events); i++)
		if (events[i])
			event_free(events[i]);
	if (f->on_conn)
		(void)close(f->conn);
	if (f->datagram)
		(void)close(f->udp);
	(void)close(f->tcp);
}

static void on_done(void *arg, const struct exchange_result *result)
{
	struct seen *seen = arg;

	seen->count++;
	seen->result = *result;
	if (result->packet_len)
		memcpy(seen->packet, result->packet, result->packet_len);
	if (seen->base)
		(void)event_base_loopbreak(seen->base);
}

static struct exchange *ask(struct exchange_pool *pool,
			    const struct address *to, bool tcp,
			    struct seen *seen)
{
	struct exchange_request request = { .to = *to, .type = 1, .tcp = tcp };
	struct exchange *x;

	ck_assert(name_from_text("a.example.", &request.name));
	x = exchange_start(pool, &request, on_done, seen);
	ck_assert_ptr_nonnull(x);
	return x;
}

static const struct {
	const char *name;
	datagram_fn *datagram; /* NULL: the port is closed */
	stream_fn *stream;
	bool tcp; /* asked over TCP at once */
	enum outcome want;
	bool want_truncated;
	unsigned want_tries;
	size_t want_len; /* 0: no packet */
} cases[] = {
	{ "an answer", udp_answer, NULL, 0, OUTCOME_ANSWER, 0, 1, 38 },
	{ "silence", udp_silent, NULL, 0, OUTCOME_TIMEOUT, 0, 3, 0 },
	{ "closed port", NULL, NULL, 0, OUTCOME_REFUSED, 0, 3, 0 },
	{ "third try", udp_third, NULL, 0, OUTCOME_ANSWER, 0, 3, 38 },
	{ "answer to an early try", udp_late, NULL, 0, OUTCOME_ANSWER, 0, 2,
	  38 },
	{ "our question back", udp_echo, NULL, 0, OUTCOME_MALFORMED, 0, 3, 38 },
	{ "wrong id", udp_wrong_id, NULL, 0, OUTCOME_MALFORMED, 0, 3, 38 },
	{ "wrong id, then right", udp_wrong_id_first, NULL, 0, OUTCOME_ANSWER,
	  0, 1, 38 },
	{ "wrong name, then right", udp_wrong_name_first, NULL, 0,
	  OUTCOME_ANSWER, 0, 1, 38 },
	{ "wrong type, then right", udp_wrong_type_first, NULL, 0,
	  OUTCOME_ANSWER, 0, 1, 38 },
	{ "another port, then right", udp_other_port_first, NULL, 0,
	  OUTCOME_ANSWER, 0, 1, 38 },
	{ "empty, then right", udp_empty_first, NULL, 0, OUTCOME_ANSWER, 0, 1,
	  38 },
	{ "garbage", udp_garbage, NULL, 0, OUTCOME_MALFORMED, 0, 3, 18 },
	{ "a flood of garbage", udp_flood, NULL, 0, OUTCOME_MALFORMED, 0, 1,
	  18 },
	{ "cut short without TC", udp_cut, NULL, 0, OUTCOME_MALFORMED, 0, 3,
	  35 },
	{ "bare FORMERR", udp_formerr_bare, NULL, 0, OUTCOME_ANSWER, 0, 1, 12 },
	{ "bare NOERROR", udp_refused_bare_ok, NULL, 0, OUTCOME_MALFORMED, 0, 3,
	  12 },
	{ "far over our EDNS size", udp_oversize, NULL, 0, OUTCOME_ANSWER, 0, 1,
	  60000 },
	{ "TC, then TCP", udp_truncated, tcp_answer, 0, OUTCOME_ANSWER, 1, 1,
	  38 },
	{ "TC cut within a record", udp_truncated_cut, tcp_answer, 0,
	  OUTCOME_ANSWER, 1, 1, 38 },
	{ "TC, no TCP", udp_truncated, NULL, 0, OUTCOME_REFUSED, 1, 1, 0 },
	{ "TC, silent TCP", udp_truncated, tcp_silent, 0, OUTCOME_TIMEOUT, 1, 1,
	  0 },
	{ "TCP by request", udp_silent, tcp_answer, 1, OUTCOME_ANSWER, 0, 1,
	  38 },
	{ "TCP silence", udp_silent, tcp_silent, 1, OUTCOME_TIMEOUT, 0, 1, 0 },
	{ "TCP drip", udp_silent, tcp_drip, 1, OUTCOME_ANSWER, 0, 1, 38 },
	{ "TCP drip, too slow", udp_silent, tcp_drip_slow, 1, OUTCOME_TIMEOUT,
	  0, 1, 0 },
	{ "TCP reset", udp_silent, tcp_rst, 1, OUTCOME_REFUSED, 0, 3, 0 },
	{ "TCP reset, then an answer", udp_silent, tcp_rst_first, 1,
	  OUTCOME_ANSWER, 0, 2, 38 },
	{ "TCP end", udp_silent, tcp_eof, 1, OUTCOME_REFUSED, 0, 3, 0 },
	{ "TCP end within", udp_silent, tcp_eof_within, 1, OUTCOME_MALFORMED, 0,
	  1, 37 },
	{ "TCP wrong id", udp_silent, tcp_wrong_id, 1, OUTCOME_MALFORMED, 0, 1,
	  38 },
	{ "TCP empty message", udp_silent, tcp_empty, 1, OUTCOME_MALFORMED, 0,
	  1, 0 },
	{ "TCP garbage", udp_silent, tcp_garbage, 1, OUTCOME_MALFORMED, 0, 1,
	  4 },
	{ "TCP 65535 bytes", udp_silent, tcp_oversize, 1, OUTCOME_ANSWER, 0, 1,
	  65535 },
};

START_TEST(one_question)
{
	const struct exchange_limits limits = { 8, 8, TIMEOUT_MS, TRIES };
	struct event_base *base = event_base_new();
	struct exchange_pool *pool = exchange_pool_new(base, &limits);
	struct fake fake = { .datagram = cases[_i].datagram,
			     .stream = cases[_i].stream };
	static struct seen seen;
	const char *name = cases[_i].name;

	seen.base = base;
	fake_start(&fake, base, 1);
	(void)ask(pool, &fake.address, cases[_i].tcp, &seen);
	ck_assert_uint_eq(seen.count, 0);
	(void)event_base_dispatch(base);
	ck_assert_msg(seen.result.outcome == cases[_i].want, "%s: %s", name,
		      outcome_text(seen.result.outcome));
	ck_assert_int_eq(seen.result.flooded, cases[_i].datagram == udp_flood);
	ck_assert_msg(seen.result.truncated_udp == cases[_i].want_truncated,
		      "%s", name);
	ck_assert_msg(seen.result.tcp ==
			      (cases[_i].tcp || cases[_i].want_truncated),
		      "%s", name);
	ck_assert_msg(seen.result.tries == cases[_i].want_tries, "%s: %d tries",
		      name, seen.result.tries);
	ck_assert_msg(seen.result.packet_len == cases[_i].want_len,
		      "%s: %zu bytes", name, seen.result.packet_len);
	ck_assert_uint_eq(seen.count, 1);
	exchange_pool_free(pool);
	fake_stop(&fake);
	event_base_free(base);
}
END_TEST

static void on_datagram_v6(evutil_socket_t fd, short what, void *arg)
{
	struct sockaddr_in6 client;
	socklen_t client_len = sizeof(client);
	uint8_t wire[512];
	ssize_t len = recvfrom(fd, wire, sizeof(wire), 0,
			       (struct sockaddr *)&client, &client_len);

	(void)what;
	(void)arg;
	wire[2] |= 0x80;
	(void)sendto(fd, wire, (size_t)len, 0, (struct sockaddr *)&client,
		     client_len);
}

START_TEST(over_ipv6)
{
	const struct exchange_limits limits = { 8, 8, TIMEOUT_MS, TRIES };
	struct sockaddr_in6 at = { .sin6_family = AF_INET6,
				   .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	struct address to = { 6, 0, { [15] = 1 } };
	socklen_t len = sizeof(at);
	struct event_base *base = event_base_new();
	struct exchange_pool *pool = exchange_pool_new(base, &limits);
	static struct seen seen;
	struct event *event;
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);

	seen.base = base;
	if (fd >= 0 && bind(fd, (struct sockaddr *)&at, len) == 0) {
		(void)getsockname(fd, (struct sockaddr *)&at, &len);
		to.port = ntohs(at.sin6_port);
		event = event_new(base, fd, EV_READ | EV_PERSIST,
				  on_datagram_v6, NULL);
		(void)event_add(event, NULL);
		(void)ask(pool, &to, false, &seen);
		(void)event_base_dispatch(base);
		ck_assert_int_eq(seen.result.outcome, OUTCOME_ANSWER);
		event_free(event);
	} /* else this machine has no IPv6, not even to itself */
	if (fd >= 0)
		(void)close(fd);
	exchange_pool_free(pool);
	event_base_free(base);
}
END_TEST

/* In a network of its own, whose loopback is down, nobody can be reached. */
START_TEST(no_route)
{
	const struct exchange_limits limits = { 8, 8, TIMEOUT_MS, TRIES };
	struct address to = { 4, 53, { 192, 0, 2, 1 } };
	struct event_base *base;
	struct exchange_pool *pool;
	static struct seen seen;

	if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
		return; /* not allowed here */
	base = event_base_new();
	pool = exchange_pool_new(base, &limits);
	seen.base = base;
	for (int tcp = 0; tcp < 2; tcp++) {
		(void)ask(pool, &to, tcp, &seen);
		(void)event_base_dispatch(base);
		ck_assert_int_eq(seen.result.outcome, OUTCOME_UNREACHABLE);
		ck_assert_uint_eq(seen.result.tries, 1);
	}
	exchange_pool_free(pool);
	event_base_free(base);
}
END_TEST

/* RD and CD as asked for, in the answer that repeats them. */
START_TEST(stub_flags)
{
	const struct exchange_limits limits = { 8, 8, TIMEOUT_MS, TRIES };
	struct event_base *base = event_base_new();
	struct exchange_pool *pool = exchange_pool_new(base, &limits);
	struct fake fake = { .datagram = udp_answer };
	struct exchange_request request = { .type = 1,
					    .recurse = _i & 1,
					    .cd = _i & 2 };
	static struct seen seen;

	seen.base = base;
	fake_start(&fake, base, 1);
	request.to = fake.address;
	ck_assert(name_from_text("a.example.", &request.name));
	ck_assert_ptr_nonnull(exchange_start(pool, &request, on_done, &seen));
	(void)event_base_dispatch(base);
	ck_assert_int_eq(seen.result.outcome, OUTCOME_ANSWER);
	ck_assert_int_eq((seen.packet[2] & 1) != 0, request.recurse);
	ck_assert_int_eq((seen.packet[3] & 0x10) != 0, request.cd);
	fake_stop(&fake);
	exchange_pool_free(pool);
	event_base_free(base);
}
END_TEST

/* Held questions: a server that answers none until it has @p hold of them. */
static struct {
	unsigned now, most;
} held;

static void udp_hold(struct fake *f, uint8_t *wire, size_t len)
{
	held.now++;
	if (held.now > held.most)
		held.most = held.now;
	udp_answer(f, wire, len);
}

static void on_held_done(void *arg, const struct exchange_result *result)
{
	struct seen *seen = arg;

	ck_assert_int_eq(result->outcome, OUTCOME_ANSWER);
	held.now--;
	if (++seen->count == 200)
		(void)event_base_loopbreak(seen->base);
}

static const struct {
	const char *name;
	struct exchange_limits limits;
	unsigned want_most;
} bounds[] = {
	{ "by address", { 100, 3, 5000, 1 }, 4 * 3 },
	{ "in all", { 5, 100, 5000, 1 }, 5 },
	{ "one by one", { 1, 1, 5000, 1 }, 1 },
};

START_TEST(bounded)
{
	struct event_base *base = event_base_new();
	struct exchange_pool *pool =
		exchange_pool_new(base, &bounds[_i].limits);
	struct fake fakes[4] = { 0 };
	static struct seen seen;

	seen.base = base;
	for (int i = 0; i < 4; i++) {
		fakes[i].datagram = udp_hold;
		fake_start(&fakes[i], base, i + 1);
	}
	for (int i = 0; i < 200; i++) {
		struct exchange_request request = { .to = fakes[i % 4].address,
						    .name = name_root,
						    .type = 2 };

		ck_assert_ptr_nonnull(
			exchange_start(pool, &request, on_held_done, &seen));
	}
	(void)event_base_dispatch(base);
	ck_assert_uint_eq(seen.count, 200);
	ck_assert_msg(held.most <= bounds[_i].want_most, "%s: %u at once",
		      bounds[_i].name, held.most);
	ck_assert_msg(held.most * 2 >= bounds[_i].want_most, "%s: only %u",
		      bounds[_i].name, held.most);
	exchange_pool_free(pool);
	for (int i = 0; i < 4; i++)
		fake_stop(&fakes[i]);
	event_base_free(base);
}
END_TEST

/* Ten timeouts on end: those that still wait get one try; a sign of life
 * gives the others theirs back. */
static void udp_silent_until(struct fake *f, uint8_t *wire, size_t len)
{
	if (f->asked == 10 * TRIES + 2)
		udp_answer(f, wire, len);
}

static uint8_t tries_of[14];

static void on_counted(void *arg, const struct exchange_result *result)
{
	struct seen *seen = arg;

	tries_of[seen->count++] = result->tries;
	if (seen->count == COUNT_OF(tries_of))
		(void)event_base_loopbreak(seen->base);
}

START_TEST(silent_address)
{
	const struct exchange_limits limits = { 8, 1, 50, TRIES };
	struct event_base *base = event_base_new();
	struct exchange_pool *pool = exchange_pool_new(base, &limits);
	struct fake fake = { .datagram = udp_silent_until };
	static struct seen seen;

	seen.base = base;
	fake_start(&fake, base, 1);
	for (size_t i = 0; i < COUNT_OF(tries_of); i++) {
		struct exchange_request request = { .to = fake.address,
						    .name = name_root,
						    .type = 2 };

		ck_assert_ptr_nonnull(
			exchange_start(pool, &request, on_counted, &seen));
	}
	(void)event_base_dispatch(base);
	for (size_t i = 0; i < COUNT_OF(tries_of); i++)
		ck_assert_msg(tries_of[i] == (i == 10 || i == 11 ? 1 : TRIES),
			      "question %zu: %d tries", i, tries_of[i]);
	exchange_pool_free(pool);
	fake_stop(&fake);
	event_base_free(base);
}
END_TEST

/* Out of descriptors every question still gets its answer, and it is told. */
START_TEST(starved)
{
	const struct exchange_limits limits = { 64, 64, 5000, 1 };
	struct event_base *base = event_base_new();
	struct exchange_pool *pool = exchange_pool_new(base, &limits);
	struct fake fake = { .datagram = udp_hold };
	struct rlimit few = { 0, 0 };
	static struct seen seen;
	int next;

	seen.base = base;
	fake_start(&fake, base, 1);
	next = dup(fake.udp);
	(void)close(next);
	few.rlim_cur = few.rlim_max = (rlim_t)next + 3;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
	for (int i = 0; i < 200; i++) {
		struct exchange_request request = { .to = fake.address,
						    .name = name_root,
						    .type = 2 };

		ck_assert_ptr_nonnull(
			exchange_start(pool, &request, on_held_done, &seen));
	}
	ck_assert(!exchange_pool_starved(pool));
	(void)event_base_dispatch(base);
	ck_assert_uint_eq(seen.count, 200);
	ck_assert(exchange_pool_starved(pool));
	ck_assert(!exchange_pool_starved(pool));
	exchange_pool_free(pool);
	fake_stop(&fake);
	event_base_free(base);
}
END_TEST

/* Cancelled while waiting, while under way, and by the pool's end: no call,
 * and every other question still goes. */
START_TEST(cancelled)
{
	const struct exchange_limits limits = { 2, 2, TIMEOUT_MS, 1 };
	struct event_base *base = event_base_new();
	struct exchange_pool *pool = exchange_pool_new(base, &limits);
	struct fake fake = { .datagram = udp_silent };
	static struct seen lost, kept;
	struct exchange *doomed[4];

	kept.base = base;
	fake_start(&fake, base, 1);
	for (int i = 0; i < 4; i++)
		doomed[i] = ask(pool, &fake.address, false, &lost);
	(void)ask(pool, &fake.address, false, &kept);
	while (fake.asked < 2)
		(void)event_base_loop(base, EVLOOP_ONCE);
	for (int i = 0; i < 4; i++)
		exchange_cancel(doomed[i]);
	(void)event_base_dispatch(base);
	ck_assert_uint_eq(kept.count, 1);
	ck_assert_int_eq(kept.result.outcome, OUTCOME_TIMEOUT);
	for (int i = 0; i < 4; i++)
		(void)ask(pool, &fake.address, false, &lost);
	while (fake.asked < 5)
		(void)event_base_loop(base, EVLOOP_ONCE);
	exchange_pool_free(pool);
	ck_assert_uint_eq(lost.count, 0);
	fake_stop(&fake);
	event_base_free(base);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("exchange");
	TCase *tcase = tcase_create("exchange");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, one_question, 0, COUNT_OF(cases));
	tcase_add_test(tcase, over_ipv6);
	tcase_add_test(tcase, no_route);
	tcase_add_loop_test(tcase, stub_flags, 0, 4);
	tcase_add_loop_test(tcase, bounded, 0, COUNT_OF(bounds));
	tcase_add_test(tcase, silent_address);
	tcase_add_test(tcase, starved);
	tcase_add_test(tcase, cancelled);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
