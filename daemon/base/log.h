/* SPDX-License-Identifier: BSD-3-Clause */
/* log.h - one line an event, for people. I/O: never included by pure code.
 *
 * To stderr: with <N> priorities where stderr is the journal (JOURNAL_STREAM
 * matches it), else with a time and a word. Control characters in what came
 * from outside are shown as \xHH, so that nobody writes our log for us. */
#ifndef FOREWARN_BASE_LOG_H
#define FOREWARN_BASE_LOG_H

enum log_level {
	LOG_LEVEL_ERROR = 3,
	LOG_LEVEL_WARNING = 4,
	LOG_LEVEL_NOTICE = 5,
	LOG_LEVEL_INFO = 6,
	LOG_LEVEL_DEBUG = 7,
};

/** @param program  name before each line, static.
 * @param most      the least urgent level that is still written. */
void log_open(const char *program, enum log_level most);

/**
 * Write one line.
 *
 * @param subject  what it is about (a zone, a target, a file), or NULL.
 */
void log_write(enum log_level level, const char *subject, const char *format,
	       ...) __attribute__((format(printf, 3, 4)));

#define log_error(...)	 log_write(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warning(...) log_write(LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_notice(...)	 log_write(LOG_LEVEL_NOTICE, __VA_ARGS__)
#define log_info(...)	 log_write(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...)	 log_write(LOG_LEVEL_DEBUG, __VA_ARGS__)

#endif
