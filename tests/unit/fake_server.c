/* SPDX-License-Identifier: BSD-3-Clause */
/* fake_server.c - a server on loopback whose answers a test makes up. */
#include "fake_server.h"
#include "unit.h"

#include <arpa/inet.h>
#include <string.h>
#include <unistd.h>

void reply(struct fake *f, const void *wire, size_t len)
{
	(void)sendto(f->udp, wire, len, 0, (struct sockaddr *)&f->client,
		     sizeof(f->client));
}

void udp_answer(struct fake *f, uint8_t *wire, size_t len)
{
	wire[2] |= 0x80;
	reply(f, wire, len);
}

void udp_silent(struct fake *f, uint8_t *wire, size_t len)
{
	(void)f;
	(void)wire;
	(void)len;
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

void drip(struct fake *f, size_t size, const uint8_t *wire, size_t len)
{
	struct timeval tv = { 0, TIMEOUT_MS * 1000 / 10 };

	memcpy(f->early, wire, len);
	f->early[4] |= 0x80;
	f->early_len = len;
	f->drip_size = size;
	f->drip = event_new(f->base, -1, EV_PERSIST, on_drip, f);
	(void)event_add(f->drip, &tv);
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

void fake_start(struct fake *f, struct event_base *base, int last)
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

void fake_stop(struct fake *f)
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

void on_done(void *arg, const struct exchange_result *result)
{
	struct seen *seen = arg;

	seen->count++;
	seen->result = *result;
	if (result->packet_len)
		memcpy(seen->packet, result->packet, result->packet_len);
	if (seen->base)
		(void)event_base_loopbreak(seen->base);
}

struct exchange *ask(struct exchange_pool *pool, const struct address *to,
		     bool tcp, struct seen *seen)
{
	struct exchange_request request = { .to = *to, .type = 1, .tcp = tcp };
	struct exchange *x;

	ck_assert(name_from_text("a.example.", &request.name));
	x = exchange_start(pool, &request, on_done, seen);
	ck_assert_ptr_nonnull(x);
	return x;
}
