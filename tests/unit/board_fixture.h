/* SPDX-License-Identifier: BSD-3-Clause */
/* board_fixture.h - a state file, part by part, and the screen that shows it.
 */
#ifndef FOREWARN_TESTS_BOARD_FIXTURE_H
#define FOREWARN_TESTS_BOARD_FIXTURE_H

#include "report/board_view.h"

#define NOW	 ((struct wall){ 1795341600 }) /* 2026-11-22T10:00:00Z */
#define MINUTE_S 60
#define HOUR_S	 3600
#define DAY_S	 86400
#define NEVER	 INT64_MAX

extern struct text file, frame;
extern struct board_view view;
extern struct board *board;

/** A screen of 80 by 24, and no file yet; and their end. */
void setup(void);
void teardown(void);

/** Begin a state file, made now, that is stale so long from now. */
void begin(int64_t stale_in_s);

/** A zone. @param in_s  when it breaks. A critical zone that broke has its
 * fault. */
void put_zone(const char *name, const char *verdict, int64_t in_s);

/** End the list of zones; @p members follow, or "". */
void end(const char *members);

/** Read the file in pieces of @p chunk bytes. */
struct board *read_file(const struct board *before, size_t chunk);

/** Read the file and show it. */
void open_board(void);

/** The screen as it is now. */
const char *show(void);

/** Press a key, of BOARD_ or a character. */
void press(uint32_t key);

/** Whether @p what is on the screen. */
void assert_shows(const char *what);
void assert_hides(const char *what);

/** Show a board of some zones of all kinds. */
void many(void);

/** Open the page of @p zone, of many(). */
void open_page(const char *zone);

#endif
