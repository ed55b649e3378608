/* SPDX-License-Identifier: BSD-3-Clause */
/* program.c - tell by a program. */
#include "notify/program.h"

#include "notify/launch.h"

#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/wait.h>
#include <unistd.h>

TAILQ_HEAD(program_list, program);

struct programs {
	struct event_base *base;
	struct event *child; /* SIGCHLD */
	size_t count;
	struct program_list running;
};

struct program {
	TAILQ_ENTRY(program) link;
	struct programs *programs;
	struct launched at; /* pid -1: it did not start, or has ended */
	struct event *reader, *writer, *deadline;
	char *input;
	size_t input_len, input_at;
	char said[96]; /* the beginning of what it wrote */
	size_t said_len;
	int start_error; /* errno */
	bool late;
	webhook_done *done;
	void *arg;
};

static void close_input(struct program *program)
{
	if (program->writer)
		event_free(program->writer);
	program->writer = NULL;
	if (program->at.in >= 0)
		(void)close(program->at.in); /* nothing is buffered */
	program->at.in = -1;
}

static void program_free(struct program *program)
{
	struct programs *programs = program->programs;

	TAILQ_REMOVE(&programs->running, program, link);
	programs->count--;
	close_input(program);
	if (program->reader)
		event_free(program->reader);
	if (program->deadline)
		event_free(program->deadline);
	if (program->at.out >= 0)
		(void)close(program->at.out); /* only read */
	free(program->input);
	free(program);
}

/* --- what it says --- */

/* Only the beginning is kept: a program that writes without end costs us
 * nothing but the reading. @return what read() does. */
static ssize_t read_some(struct program *program)
{
	char bytes[4096];
	size_t room = sizeof(program->said) - 1 - program->said_len;
	ssize_t got = read(program->at.out, bytes, sizeof(bytes));

	if (got <= 0)
		return got;
	room = (size_t)got < room ? (size_t)got : room;
	memcpy(program->said + program->said_len, bytes, room);
	program->said_len += room;
	return got;
}

static void on_output(evutil_socket_t fd, short what, void *arg)
{
	struct program *program = arg;
	ssize_t got = read_some(program);

	(void)fd;
	(void)what;
	/* Its end, or an error: who waits for us is on_child(). */
	if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
		(void)event_del(program->reader);
}

/* It need not read what we say: EPIPE is no failure. */
static void on_input(evutil_socket_t fd, short what, void *arg)
{
	struct program *program = arg;
	size_t left = program->input_len - program->input_at;
	ssize_t put =
		write(program->at.in, program->input + program->input_at, left);

	(void)fd;
	(void)what;
	if (put > 0)
		program->input_at += (size_t)put;
	else if (put < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (put <= 0 || program->input_at == program->input_len)
		close_input(program);
}

/* --- its end --- */

static void describe(const struct program *program, int status,
		     struct webhook_reply *reply)
{
	char *error = reply->error;
	size_t room = sizeof(reply->error);

	reply->status = PROGRAM_STATUS_NONE;
	if (program->start_error)
		(void)snprintf(error, room, "cannot be started: %.100s",
			       strerror(program->start_error));
	else if (program->late)
		(void)snprintf(error, room, "killed at its deadline");
	else if (WIFSIGNALED(status))
		(void)snprintf(error, room, "killed by signal %d",
			       WTERMSIG(status));
	else
		reply->status = (unsigned)WEXITSTATUS(status);
	if (reply->status < PROGRAM_STATUS_NONE)
		(void)snprintf(error, room, "exit %u%s%.*s", reply->status,
			       *program->said ? ": " : "",
			       (int)strcspn(program->said, "\r\n"),
			       program->said);
}

static void finish(struct program *program, int status)
{
	struct webhook_reply reply = { 0 };
	webhook_done *done = program->done;
	void *arg = program->arg;

	/* What it wrote last; a pipe's buffer at most, so that a child which
	 * lives on cannot keep us here. */
	for (int i = 0; i < 16 && program->at.out >= 0; i++)
		if (read_some(program) <= 0)
			break;
	describe(program, status, &reply);
	program_free(program);
	done(arg, &reply);
}

/* Reap it where it has ended. Its group is killed while its number is still
 * taken, or it might be another's by then. */
static bool reap(struct program *program, int *ret_status)
{
	siginfo_t info = { 0 };

	if (program->at.pid <= 0 ||
	    waitid(P_PID, (id_t)program->at.pid, &info,
		   WEXITED | WNOHANG | WNOWAIT) != 0 ||
	    info.si_pid == 0)
		return false;
	(void)kill(-program->at.pid, SIGKILL); /* ESRCH: nobody is left */
	(void)waitpid(program->at.pid, ret_status, 0);
	program->at.pid = -1;
	return true;
}

static void on_child(evutil_socket_t fd, short what, void *arg)
{
	struct programs *programs = arg;
	struct program *program, *next;
	int status;

	(void)fd;
	(void)what;
	for (program = TAILQ_FIRST(&programs->running); program;
	     program = next) {
		next = TAILQ_NEXT(program, link);
		if (reap(program, &status))
			finish(program, status);
	}
}

/* Past its time, or it never began. */
static void on_deadline(evutil_socket_t fd, short what, void *arg)
{
	struct program *program = arg;

	(void)fd;
	(void)what;
	if (program->start_error) {
		finish(program, 0);
		return;
	}
	program->late = true;
	(void)kill(-program->at.pid, SIGKILL); /* on_child() reaps it */
}

/* --- its beginning --- */

static bool watch(struct program *program, int64_t deadline_ms)
{
	struct event_base *base = program->programs->base;
	struct timeval left = { .tv_sec = deadline_ms / 1000,
				.tv_usec = deadline_ms % 1000 * 1000 };

	program->deadline = evtimer_new(base, on_deadline, program);
	if (!program->deadline)
		return false;
	if (program->start_error) {
		event_active(program->deadline, EV_TIMEOUT, 0);
		return true;
	}
	program->reader = event_new(base, program->at.out, EV_READ | EV_PERSIST,
				    on_output, program);
	program->writer = event_new(base, program->at.in, EV_WRITE | EV_PERSIST,
				    on_input, program);
	return program->reader && program->writer &&
	       event_add(program->reader, NULL) == 0 &&
	       event_add(program->writer, NULL) == 0 &&
	       event_add(program->deadline, &left) == 0;
}

bool programs_have_room(const struct programs *programs)
{
	return programs->count < PROGRAMS_MAX;
}

struct program *program_run(struct programs *programs,
			    const struct program_start *start)
{
	struct program *program;

	if (!programs_have_room(programs))
		return NULL;
	program = calloc(1, sizeof(*program));
	if (!program)
		return NULL;
	program->programs = programs;
	program->done = start->done;
	program->arg = start->arg;
	program->at = (struct launched){ -1, -1, -1 };
	TAILQ_INSERT_TAIL(&programs->running, program, link);
	programs->count++;
	program->input = strdup(start->input);
	program->input_len = strlen(start->input);
	if (program->input)
		program->start_error = launch(start->arguments,
					      start->environment, &program->at);
	if (program->input && watch(program, start->deadline_ms))
		return program;
	program_cancel(program);
	return NULL;
}

void program_cancel(struct program *program)
{
	if (program->at.pid > 0) {
		(void)kill(-program->at.pid, SIGKILL);
		(void)waitpid(program->at.pid, NULL, 0);
	}
	program_free(program);
}

enum err programs_new(struct event_base *base, struct programs **ret_programs)
{
	struct programs *programs = calloc(1, sizeof(*programs));

	if (!programs)
		return ERR_MEMORY;
	programs->base = base;
	TAILQ_INIT(&programs->running);
	programs->child = evsignal_new(base, SIGCHLD, on_child, programs);
	if (!programs->child || event_add(programs->child, NULL) != 0) {
		programs_free(programs);
		return ERR_MEMORY;
	}
	(void)signal(SIGPIPE, SIG_IGN);
	*ret_programs = programs;
	return ERR_OK;
}

void programs_free(struct programs *programs)
{
	struct program *program;

	if (!programs)
		return;
	while ((program = TAILQ_FIRST(&programs->running)))
		program_cancel(program);
	if (programs->child)
		event_free(programs->child);
	free(programs);
}
