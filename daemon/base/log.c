/* SPDX-License-Identifier: BSD-3-Clause */
/* log.c - one line an event, for people. */
#include "base/log.h"

#include "base/clock.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *log_program = "forewarn";
static enum log_level log_most = LOG_LEVEL_INFO;
static bool log_journal;

/* systemd.exec(5): JOURNAL_STREAM is "device:inode" of the stream. */
static bool stderr_is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long device, inode;
	struct stat st;

	return stream && sscanf(stream, "%llu:%llu", &device, &inode) == 2 &&
	       fstat(STDERR_FILENO, &st) == 0 && st.st_dev == device &&
	       st.st_ino == inode;
}

void log_open(const char *program, enum log_level most)
{
	log_program = program;
	log_most = most;
	log_journal = stderr_is_journal();
}

static const char *level_word(enum log_level level)
{
	switch (level) {
	case LOG_LEVEL_ERROR:
		return "error: ";
	case LOG_LEVEL_WARNING:
		return "warning: ";
	case LOG_LEVEL_NOTICE:
	case LOG_LEVEL_INFO:
		return "";
	case LOG_LEVEL_DEBUG:
		return "debug: ";
	}
	return "";
}

/* A terminal takes U+0080 to U+009F, two bytes of UTF-8, for control characters
 * as well: U+009B is what "ESC [" is.
 * @return bytes of the control character at @p at, 0: it is none. */
static size_t control_length(const unsigned char *at)
{
	if (at[0] == 0xc2 && at[1] >= 0x80 && at[1] <= 0x9f)
		return 2;
	return at[0] < 0x20 || at[0] == 0x7f ? 1 : 0;
}

/* Copy @p from to @p ret_to, control characters as \xHH, cut at @p cap. */
static void copy_safe(const char *from, char *ret_to, size_t cap)
{
	const unsigned char *at = (const unsigned char *)from;
	size_t len = 0;

	while (*at && len + 9 < cap) {
		size_t count = control_length(at);

		if (!count)
			ret_to[len++] = (char)*at++;
		for (; count; count--)
			len += (size_t)snprintf(ret_to + len, cap - len,
						"\\x%02x", *at++);
	}
	ret_to[len] = '\0';
}

void log_write(enum log_level level, const char *subject, const char *format,
	       ...)
{
	/* Long enough for a finding with its evidence; longer is cut. */
	char raw[2048], line[2560], about[320] = "", start[64];
	char when[WALL_TEXT_SIZE];
	va_list args;

	if (level > log_most)
		return;
	va_start(args, format);
	(void)vsnprintf(raw, sizeof(raw), format, args);
	va_end(args);
	copy_safe(raw, line, sizeof(line));
	if (subject)
		copy_safe(subject, about, sizeof(about));
	if (log_journal)
		(void)snprintf(start, sizeof(start), "<%d>", (int)level);
	else
		(void)snprintf(start, sizeof(start),
			       "%s %s: ", wall_format(clock_wall(), when),
			       log_program);
	/* One write a line: lines of daemon and probers do not mix. */
	(void)fprintf(stderr, "%s%s%s%s%s\n", start, level_word(level), about,
		      subject ? ": " : "", line);
}
