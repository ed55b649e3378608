/* SPDX-License-Identifier: BSD-3-Clause */
/* streams.c - stdin, stdout and stderr, whatever state we are started in. */
#include "base/streams.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void streams_open(void)
{
	/* The wrong way round: to use it is EBADF, as if it were closed. The
	 * lowest free number is what open() gives, so it is the one. */
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)open("/dev/null",
				   fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

bool streams_flush(const char *program)
{
	/* What failed while printing was the last to fail, most likely. */
	bool failed = ferror(stdout);
	int error = errno;

	if (fflush(stdout) != 0) {
		failed = true;
		error = errno;
	}
	if (!failed)
		return true;
	if (error == EPIPE) {
		(void)signal(SIGPIPE, SIG_DFL); /* a valid signal */
		(void)raise(SIGPIPE);
	}
	(void)fprintf(stderr, "%s: cannot write: %s\n", program,
		      strerror(error));
	clearerr(stdout);
	return false;
}
