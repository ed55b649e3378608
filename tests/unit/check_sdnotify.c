/* SPDX-License-Identifier: BSD-3-Clause */
/* check_sdnotify.c - what systemd would receive. */
#include "unit.h"

#include "publish/sdnotify.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int receiver;
static char socket_name[64];

/* Listen as systemd does, on a path or ('@') an abstract name. */
static void listen_at(const char *prefix)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	size_t len;

	(void)snprintf(socket_name, sizeof(socket_name), "%s-%d", prefix,
		       (int)getpid());
	len = strlen(socket_name);
	memcpy(at.sun_path, socket_name, len);
	if (*socket_name == '@')
		at.sun_path[0] = '\0';
	receiver = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	ck_assert_int_ge(receiver, 0);
	ck_assert_int_eq(
		bind(receiver, (struct sockaddr *)&at,
		     (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)),
		0);
	ck_assert_int_eq(setenv("NOTIFY_SOCKET", socket_name, 1), 0);
}

static void hang_up(void)
{
	ck_assert_int_eq(close(receiver), 0);
	if (*socket_name == '/')
		ck_assert_int_eq(unlink(socket_name), 0);
}

/* The next message; "" when none came. */
static const char *received(void)
{
	static char message[1024];
	ssize_t len = recv(receiver, message, sizeof(message) - 1, 0);

	message[len > 0 ? len : 0] = '\0';
	return message;
}

static const char *const sockets[] = {
	"/tmp/forewarn-sdnotify",
	"@forewarn-sdnotify",
};

START_TEST(messages)
{
	listen_at(sockets[_i]);
	sdnotify_ready();
	ck_assert_str_eq(received(), "READY=1");
	sdnotify_reloading((struct mono){ 12345 });
	ck_assert_str_eq(received(), "RELOADING=1\nMONOTONIC_USEC=12345000");
	sdnotify_status("3 zones\nREADY=1");
	ck_assert_str_eq(received(), "STATUS=3 zones");
	sdnotify_watchdog();
	ck_assert_str_eq(received(), "WATCHDOG=1");
	sdnotify_stopping();
	ck_assert_str_eq(received(), "STOPPING=1");
	ck_assert_str_eq(received(), "");
	hang_up();
}
END_TEST

START_TEST(a_long_status_is_cut)
{
	char line[4096];

	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	listen_at(sockets[0]);
	sdnotify_status(line);
	ck_assert_uint_eq(strlen(received()), 511);
	hang_up();
}
END_TEST

static const char *const no_sockets[] = { NULL, "", "/", "relative",
					  "/tmp/forewarn-no-such-socket" };

START_TEST(nobody_listens)
{
	if (no_sockets[_i])
		ck_assert_int_eq(setenv("NOTIFY_SOCKET", no_sockets[_i], 1), 0);
	else
		ck_assert_int_eq(unsetenv("NOTIFY_SOCKET"), 0);
	sdnotify_ready();
}
END_TEST

static const struct {
	const char *name, *usec, *pid; /* pid "me": our own */
	int64_t ms;
} watchdogs[] = {
	{ "not set", NULL, NULL, 0 },
	{ "for anybody", "30000000", NULL, 30000 },
	{ "for us", "1500", "me", 1 },
	{ "for another process", "30000000", "1", 0 },
	{ "no number", "30s", NULL, 0 },
	{ "negative", "-1", NULL, 0 },
	{ "a strange process", "30000000", "x", 0 },
	{ "too large", "9999999999999999999", NULL, 0 },
};

START_TEST(watchdog_interval)
{
	char me[16];

	(void)snprintf(me, sizeof(me), "%d", (int)getpid());
	ck_assert_int_eq(unsetenv("WATCHDOG_USEC"), 0);
	ck_assert_int_eq(unsetenv("WATCHDOG_PID"), 0);
	if (watchdogs[_i].usec)
		ck_assert_int_eq(setenv("WATCHDOG_USEC", watchdogs[_i].usec, 1),
				 0);
	if (watchdogs[_i].pid)
		ck_assert_int_eq(setenv("WATCHDOG_PID",
					strcmp(watchdogs[_i].pid, "me") == 0
						? me
						: watchdogs[_i].pid,
					1),
				 0);
	ck_assert_msg(sdnotify_watchdog_ms() == watchdogs[_i].ms, "%s",
		      watchdogs[_i].name);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sdnotify");
	TCase *c = tcase_create("sdnotify");

	tcase_add_loop_test(c, messages, 0, COUNT_OF(sockets));
	tcase_add_test(c, a_long_status_is_cut);
	tcase_add_loop_test(c, nobody_listens, 0, COUNT_OF(no_sockets));
	tcase_add_loop_test(c, watchdog_interval, 0, COUNT_OF(watchdogs));
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
