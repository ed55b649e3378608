/* SPDX-License-Identifier: BSD-3-Clause */
/* check_publish.c - the state file under readers, crashes and a full disk; the
 * control socket under clients that are slow, greedy or many. */
#include "unit.h"

#include "publish/control.h"
#include "publish/state_file.h"

#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char directory[64], file_path[96], temporary_path[128], socket_path[96];

static void set_up(void)
{
	strcpy(directory, "/tmp/check_publish.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
	(void)snprintf(file_path, sizeof(file_path), "%s/state.json",
		       directory);
	(void)snprintf(temporary_path, sizeof(temporary_path), "%s.new",
		       file_path);
	(void)snprintf(socket_path, sizeof(socket_path), "%s/control.sock",
		       directory);
}

static void tear_down(void)
{
	(void)unlink(file_path);
	(void)unlink(temporary_path);
	(void)unlink(socket_path);
	ck_assert_int_eq(rmdir(directory), 0);
}

/* --- the state file --- */

/* A version: its number, padding, its number again. */
static enum err write_version(struct state_file *file, unsigned number,
			      size_t padding)
{
	char line[32], block[1000];
	enum err err;

	memset(block, 'x', sizeof(block));
	(void)snprintf(line, sizeof(line), "%08u", number);
	err = state_file_write(file, line, 8);
	for (; !err && padding; padding -= sizeof(block))
		err = state_file_write(file, block, sizeof(block));
	return err ? err : state_file_write(file, line, 8);
}

static enum err publish(unsigned number, size_t padding)
{
	struct state_file *file;
	enum err err = state_file_begin(file_path, &file);

	if (err)
		return err;
	err = write_version(file, number, padding);
	if (!err)
		return state_file_commit(file);
	state_file_abort(file);
	return err;
}

/* @return the version that is published whole, -1: none, -2: torn. */
static long read_version(void)
{
	char bytes[8], first[9] = "", last[9] = "";
	int fd = open(file_path, O_RDONLY);
	long number = -2;

	if (fd < 0)
		return -1;
	if (read(fd, bytes, 8) == 8) {
		memcpy(first, bytes, 8);
		if (lseek(fd, -8, SEEK_END) >= 8 && read(fd, bytes, 8) == 8)
			memcpy(last, bytes, 8);
		if (strcmp(first, last) == 0)
			number = strtol(first, NULL, 10);
	}
	(void)close(fd);
	return number;
}

START_TEST(file_sizes)
{
	static const size_t paddings[] = { 0, 1000, 65000, 66000, 5000000 };
	struct stat st;

	(void)umask(077);
	ck_assert_int_eq(publish(7, paddings[_i]), ERR_OK);
	ck_assert_int_eq(read_version(), 7);
	ck_assert_int_eq(stat(file_path, &st), 0);
	ck_assert_int_eq(st.st_size, (off_t)paddings[_i] + 16);
	ck_assert_int_eq(st.st_mode & 07777, 0644);
	ck_assert_int_ne(access(temporary_path, F_OK), 0);
}
END_TEST

START_TEST(file_large_piece)
{
	static char piece[200000];
	struct state_file *file;
	struct stat st;

	ck_assert_int_eq(state_file_begin(file_path, &file), ERR_OK);
	ck_assert_int_eq(state_file_write(file, "a", 1), ERR_OK);
	ck_assert_int_eq(state_file_write(file, piece, sizeof(piece)), ERR_OK);
	ck_assert_int_eq(state_file_write(file, "", 0), ERR_OK);
	ck_assert_int_eq(state_file_commit(file), ERR_OK);
	ck_assert_int_eq(stat(file_path, &st), 0);
	ck_assert_int_eq(st.st_size, (off_t)sizeof(piece) + 1);
}
END_TEST

START_TEST(file_abort)
{
	struct state_file *file;

	ck_assert_int_eq(publish(1, 1000), ERR_OK);
	ck_assert_int_eq(state_file_begin(file_path, &file), ERR_OK);
	ck_assert_int_eq(write_version(file, 2, 100000), ERR_OK);
	state_file_abort(file);
	state_file_abort(NULL);
	ck_assert_int_eq(read_version(), 1);
	ck_assert_int_ne(access(temporary_path, F_OK), 0);
}
END_TEST

START_TEST(file_left_behind)
{
	int fd = open(temporary_path, O_WRONLY | O_CREAT, 0600);

	/* By a writer that was killed: longer than what comes next. */
	ck_assert_int_eq(ftruncate(fd, 1000000), 0);
	(void)close(fd);
	ck_assert_int_eq(publish(3, 1000), ERR_OK);
	ck_assert_int_eq(read_version(), 3);
}
END_TEST

START_TEST(file_two_writers)
{
	struct state_file *first, *second;

	ck_assert_int_eq(state_file_begin(file_path, &first), ERR_OK);
	ck_assert_int_eq(write_version(first, 4, 100000), ERR_OK);
	ck_assert_int_eq(state_file_begin(file_path, &second), ERR_BUSY);
	ck_assert_int_eq(state_file_commit(first), ERR_OK);
	ck_assert_int_eq(read_version(), 4);
	ck_assert_int_eq(publish(5, 0), ERR_OK);
	ck_assert_int_eq(read_version(), 5);
}
END_TEST

START_TEST(file_no_directory)
{
	struct state_file *file;

	errno = 0;
	ck_assert_int_eq(state_file_begin("/nowhere/at/all", &file), ERR_IO);
	ck_assert_int_eq(errno, ENOENT);
}
END_TEST

START_TEST(file_not_through_links)
{
	struct state_file *file;

	ck_assert_int_eq(symlink("/dev/null", temporary_path), 0);
	ck_assert_int_eq(state_file_begin(file_path, &file), ERR_IO);
	ck_assert_int_eq(errno, ELOOP);
}
END_TEST

START_TEST(file_disk_full)
{
	struct rlimit limit = { .rlim_cur = 150000, .rlim_max = RLIM_INFINITY };

	(void)signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(publish(1, 1000), ERR_OK);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert_int_eq(publish(2, 1000000), ERR_IO);
	ck_assert_int_eq(errno, EFBIG);
	ck_assert_int_eq(read_version(), 1);
	/* The last buffer is written by the commit. */
	ck_assert_int_eq(publish(3, 190000), ERR_IO);
	ck_assert_int_eq(read_version(), 1);
	ck_assert_int_eq(publish(4, 1000), ERR_OK);
	ck_assert_int_eq(read_version(), 4);
}
END_TEST

/* Read until the last version is there; exit 0 if none was ever torn or older
 * than one before. */
static void read_on(long last)
{
	long seen = 0;

	while (seen != last) {
		long number = read_version();

		if (number < seen)
			_exit(1);
		seen = number;
	}
	_exit(0);
}

START_TEST(file_never_torn)
{
	const unsigned versions = 300;
	int status;
	pid_t reader;

	ck_assert_int_eq(publish(0, 0), ERR_OK);
	reader = fork();
	if (reader == 0)
		read_on(versions);
	for (unsigned i = 1; i <= versions; i++)
		ck_assert_int_eq(publish(i, i % 5 * 70000), ERR_OK);
	ck_assert_int_eq(waitpid(reader, &status, 0), reader);
	ck_assert_int_eq(status, 0);
}
END_TEST

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

static void add_control_tests(TCase *c)
{
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
}

int main(void)
{
	Suite *suite = suite_create("publish");
	TCase *file = tcase_create("state file");
	TCase *socket_case = tcase_create("control");

	tcase_add_checked_fixture(file, set_up, tear_down);
	tcase_set_timeout(file, 60);
	tcase_add_loop_test(file, file_sizes, 0, 5);
	tcase_add_test(file, file_large_piece);
	tcase_add_test(file, file_abort);
	tcase_add_test(file, file_left_behind);
	tcase_add_test(file, file_two_writers);
	tcase_add_test(file, file_no_directory);
	tcase_add_test(file, file_not_through_links);
	tcase_add_test(file, file_disk_full);
	tcase_add_test(file, file_never_torn);
	suite_add_tcase(suite, file);
	add_control_tests(socket_case);
	suite_add_tcase(suite, socket_case);
	return unit_run(suite);
}
