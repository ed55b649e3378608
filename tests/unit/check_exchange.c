/* SPDX-License-Identifier: BSD-3-Clause */
/* check_exchange.c - one question to one server, whatever it answers. */
#include "fake_server.h"
#include "unit.h"

#include <string.h>
#include <unistd.h>

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

int main(void)
{
	Suite *suite = suite_create("exchange");
	TCase *c = tcase_create("exchange");

	tcase_set_timeout(c, 60);
	tcase_add_loop_test(c, one_question, 0, COUNT_OF(cases));
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
