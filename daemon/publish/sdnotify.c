/* SPDX-License-Identifier: BSD-3-Clause */
/* sdnotify.c - the protocol of sd_notify(3): a datagram of NAME=VALUE lines. */
#include "publish/sdnotify.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MESSAGE_MAX 512

static void send_state(const char *message)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	size_t len = path ? strlen(path) : 0;
	int fd;

	if (len < 2 || len >= sizeof(to.sun_path) ||
	    (*path != '/' && *path != '@'))
		return;
	memcpy(to.sun_path, path, len);
	if (*path == '@') /* Linux' abstract names begin with a zero byte */
		to.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	/* Lost when it fails; see the header. */
	(void)sendto(fd, message, strlen(message), MSG_NOSIGNAL,
		     (struct sockaddr *)&to,
		     (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
	(void)close(fd);
}

void sdnotify_ready(void)
{
	send_state("READY=1");
}

void sdnotify_stopping(void)
{
	send_state("STOPPING=1");
}

void sdnotify_reloading(struct mono now)
{
	char message[MESSAGE_MAX];

	(void)snprintf(message, sizeof(message),
		       "RELOADING=1\nMONOTONIC_USEC=%" PRId64, now.ms * 1000);
	send_state(message);
}

void sdnotify_status(const char *line)
{
	char message[MESSAGE_MAX];

	/* To the end of the line: what follows would be another variable. */
	(void)snprintf(message, sizeof(message), "STATUS=%.*s",
		       (int)strcspn(line, "\n"), line);
	send_state(message);
}

void sdnotify_watchdog(void)
{
	send_state("WATCHDOG=1");
}

/* @return false unless @p name is set to digits, at most 18 of them. */
static bool environment_number(const char *name, int64_t *ret)
{
	const char *text = getenv(name);
	size_t len = text ? strlen(text) : 0;

	if (len == 0 || len > 18 || strspn(text, "0123456789") != len)
		return false;
	*ret = strtoll(text, NULL, 10);
	return true;
}

int64_t sdnotify_watchdog_ms(void)
{
	int64_t us, pid;

	if (!environment_number("WATCHDOG_USEC", &us))
		return 0;
	if (getenv("WATCHDOG_PID") &&
	    (!environment_number("WATCHDOG_PID", &pid) || pid != getpid()))
		return 0;
	return us / 1000;
}
