/* SPDX-License-Identifier: BSD-3-Clause */
/* check_exchange_pool.c - many questions at once: how many are under way, how
 * long, and in which order they end. */
#include "fake_server.h"
#include "unit.h"

#include <arpa/inet.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

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
	Suite *suite = suite_create("exchange pool");
	TCase *c = tcase_create("exchange pool");

	tcase_set_timeout(c, 60);
	tcase_add_test(c, over_ipv6);
	tcase_add_test(c, no_route);
	tcase_add_loop_test(c, stub_flags, 0, 4);
	tcase_add_loop_test(c, bounded, 0, COUNT_OF(bounds));
	tcase_add_test(c, silent_address);
	tcase_add_test(c, starved);
	tcase_add_test(c, cancelled);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
