/* SPDX-License-Identifier: BSD-3-Clause */
/* board_view.h - the board as a window of a terminal shows it: what its reader
 * chose, what a key changes in that, and the lines to paint. Pure.
 *
 * A frame is text: lines of at most so many columns, each with its end; colour,
 * where it is wanted, as SGR sequences (ECMA-48 8.3.117), and no other control
 * character whatever the state file holds. */
#ifndef FOREWARN_REPORT_BOARD_VIEW_H
#define FOREWARN_REPORT_BOARD_VIEW_H

#include "report/board.h"

#define BOARD_SEARCH_SIZE 64
#define BOARD_BUCKET_ALL  (-1)
/* Zone names have 255 bytes, each of them up to four characters of text. */
#define BOARD_NAME_SIZE 1024

enum board_pane { PANE_ZONES, PANE_INCIDENTS, PANE_CHANGES, PANE_COUNT };

/* Keys that are no character; characters are themselves. */
enum board_key {
	KEY_OF_ENTER = 0x110000, /* past Unicode */
	KEY_OF_ESCAPE,
	KEY_OF_BACKSPACE,
	KEY_OF_TAB,
	KEY_OF_UP,
	KEY_OF_DOWN,
	KEY_OF_LEFT,
	KEY_OF_RIGHT,
	KEY_OF_PAGE_UP,
	KEY_OF_PAGE_DOWN,
	KEY_OF_HOME,
	KEY_OF_END,
};

/* A zone that is shown, with what decides its place. */
struct board_pick {
	uint32_t row; /* of the board */
	uint8_t rank; /* 0 fails, 1 unknown, 2 will fail */
	struct wall breaks_at;
	const char *zone; /* the row's */
};

struct board_selection {
	size_t count, room;
	struct board_pick *at; /* soonest failure first */
	/* Of all zones, not of these alone: */
	size_t runway[RUNWAY_BUCKETS];
	size_t longest;	     /* name, in bytes */
	struct wall next_at; /* the first that will fail; WALL_NEVER: none */
	uint32_t next_row;
};

struct board_view {
	struct report_style style; /* its width is not 0 here */
	unsigned height; /* lines; 0: as many as there are, and no keys */
	int bucket;	 /* BOARD_BUCKET_ALL */
	char search[BOARD_SEARCH_SIZE];
	bool typing; /* the search is being typed */
	bool help;
	bool gone;	       /* nobody listens: the daemon does not run */
	unsigned read_percent; /* of the file; 100: all */
	const char *trouble;   /* why it cannot be read, or NULL */
	enum board_pane pane;
	size_t cursor[PANE_COUNT], top[PANE_COUNT];
	size_t page;		      /* lines that a page has */
	char chosen[BOARD_NAME_SIZE]; /* zone under the cursor */
	char zone[BOARD_NAME_SIZE];   /* whose page is open; "": none */
	size_t scroll, lines;	      /* of that page */
	const char *zone_json;	      /* its object, NULL: not there */
	size_t zone_json_bytes;
	struct board_selection selection;
};

enum board_answer { BOARD_STAY, BOARD_SELECT, BOARD_LEAVE };

void board_view_init(struct board_view *view);
void board_view_done(struct board_view *view);

/** Choose and sort anew: after each new board, after BOARD_SELECT, and now and
 * then, because time passes. @param board  NULL: there is none any more.
 * @return false without memory: nothing is shown then. */
bool board_select(struct board_view *view, const struct board *board);

/** @return BOARD_SELECT: board_select() is due; BOARD_LEAVE: the reader is
 * done. */
enum board_answer board_press(struct board_view *view,
			      const struct board *board, uint32_t key);

/** Write the lines of the window, view->height at most, to @p out, which is
 * empty. Moves what is shown so that the cursor is in it.
 * @param board  NULL: none was read. */
void board_frame(struct board_view *view, const struct board *board,
		 struct text *out);

/* --- for the files of the view alone --- */

/** Append @p line in the colour of @p sgr ("1;31"), where there is colour. */
void board_tone(struct text *out, struct report_style style, const char *sgr,
		const char *line);
/** Append valid UTF-8 in exactly @p columns: cut, or filled with spaces. */
void board_cell(struct text *out, const char *utf8, size_t columns,
		struct report_style style);
/** Append @p line, valid UTF-8, as one line of at most the window's width. */
void board_line(const struct board_view *view, const char *sgr,
		const char *line, struct text *out);
/** Append "1,234". */
void board_count(struct text *out, size_t count);
/** Append "1,234 zones". */
void board_zones(struct text *out, size_t count);

/** The first sentence, without its end. @return how bad it is. */
enum verdict board_sentence(const struct board_view *view,
			    const struct board *board, struct text *out);
/** All that stands above the strip. @param board  NULL: none was read. */
void board_head(const struct board_view *view, const struct board *board,
		struct text *out);
/** The strip of buckets, folded to the width. */
void board_strip(const struct board_view *view, const struct board *board,
		 struct text *out);
void board_table_head(const struct board_view *view, struct text *out);
void board_table_row(const struct board_view *view, const struct board_row *row,
		     bool chosen, struct text *out);
void board_item_row(const struct board_view *view,
		    const struct board_item *item, bool chosen,
		    struct text *out);
/** Append the open zone's page, all of it, no line longer than the width. */
void board_zone_page(const struct board_view *view, struct text *out);
void board_help_page(const struct board_view *view, struct text *out);
/** How many things there are to choose from in @p pane. */
size_t board_pane_count(const struct board_view *view,
			const struct board *board, enum board_pane pane);

#endif
