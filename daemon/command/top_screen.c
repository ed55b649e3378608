/* SPDX-License-Identifier: BSD-3-Clause */
/* top_screen.c - a terminal as a window, by ncurses: it knows what each kind of
 * terminal sends and takes, and sends only what changed. */
#include "command/top_screen.h"

#ifdef HAVE_NCURSES

#include "report/board_view.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include <curses.h>

/* So long a lone escape waits for the rest of a key's sequence. */
#define ESCAPE_MS 25
#define COLOURS	  8 /* ECMA-48: 30 to 37 */

const char *screen_open(bool colour)
{
	SCREEN *screen = newterm(NULL, stdout, stdin);

	if (!screen)
		return "this kind of terminal is not known: see TERM";
	(void)set_term(screen);
	(void)cbreak();
	(void)noecho();
	(void)nonl();
	(void)keypad(stdscr, TRUE);
	(void)nodelay(stdscr, TRUE);
	(void)set_escdelay(ESCAPE_MS);
	(void)curs_set(0); /* not every terminal can hide it */
	if (colour && has_colors() && start_color() == OK &&
	    use_default_colors() == OK)
		for (short i = 1; i < COLOURS; i++)
			(void)init_pair(i, i, -1);
	return NULL;
}

void screen_close(void)
{
	(void)endwin();
}

void screen_size(unsigned *ret_width, unsigned *ret_height)
{
	*ret_width = COLS > 0 ? (unsigned)COLS : 1;
	*ret_height = LINES > 0 ? (unsigned)LINES : 1;
}

/* What one number of an SGR sequence adds to @p attributes. */
static attr_t sgr_one(attr_t attributes, long number)
{
	switch (number) {
	case 0:
		return A_NORMAL;
	case 1:
		return attributes | A_BOLD;
	case 2:
		return attributes | A_DIM;
	case 4:
		return attributes | A_UNDERLINE;
	case 7:
		return attributes | A_REVERSE;
	default:
		if (number > 30 && number < 30 + COLOURS &&
		    number - 30 < COLOR_PAIRS)
			return (attributes & ~A_COLOR) |
			       (attr_t)COLOR_PAIR(number - 30);
		return attributes;
	}
}

/* @param at  "\033[1;31m". @return what follows it. */
static const char *take_sgr(const char *at, attr_t *attributes)
{
	const char *end = strchr(at, 'm');

	if (!end)
		return at + strlen(at);
	for (at += 2; at < end; at++) {
		char *rest;

		*attributes = sgr_one(*attributes, strtol(at, &rest, 10));
		at = rest > at ? rest : at;
	}
	return end + 1;
}

/* One character, where it fits. @return its bytes, 1 at least. */
static size_t put_character(const char *at, int *column)
{
	mbstate_t state = { 0 };
	wchar_t wide;
	size_t bytes = mbrtowc(&wide, at, strlen(at), &state);
	int columns = bytes > 0 && bytes < SIZE_MAX / 2 ? wcwidth(wide) : -1;

	if (columns < 0) { /* not of this locale: a mark for all of it */
		bytes = 1;
		while (((unsigned char)at[bytes] & 0xc0) == 0x80)
			bytes++;
		columns = 1;
		if (*column < COLS)
			(void)addch('?');
	} else if (*column + columns <= COLS) {
		(void)addnstr(at, (int)bytes);
	}
	*column += columns;
	return bytes;
}

void screen_paint(const char *frame)
{
	attr_t attributes = A_NORMAL;
	int line = 0, column = 0;

	(void)erase();
	(void)move(0, 0);
	while (*frame && line < LINES) {
		if (*frame == '\033') {
			frame = take_sgr(frame, &attributes);
			(void)attrset((int)attributes);
		} else if (*frame == '\n') {
			column = 0;
			(void)move(++line, 0);
			frame++;
		} else {
			frame += put_character(frame, &column);
		}
	}
	(void)attrset(A_NORMAL);
	(void)refresh();
}

static uint32_t key_of(int key)
{
	static const struct {
		int curses;
		uint32_t key;
	} rows[] = {
		{ '\r', KEY_OF_ENTER },
		{ '\n', KEY_OF_ENTER },
		{ KEY_ENTER, KEY_OF_ENTER },
		{ 27, KEY_OF_ESCAPE },
		{ 8, KEY_OF_BACKSPACE },
		{ 127, KEY_OF_BACKSPACE },
		{ KEY_BACKSPACE, KEY_OF_BACKSPACE },
		{ '\t', KEY_OF_TAB },
		{ KEY_UP, KEY_OF_UP },
		{ KEY_DOWN, KEY_OF_DOWN },
		{ KEY_LEFT, KEY_OF_LEFT },
		{ KEY_RIGHT, KEY_OF_RIGHT },
		{ KEY_PPAGE, KEY_OF_PAGE_UP },
		{ KEY_NPAGE, KEY_OF_PAGE_DOWN },
		{ KEY_HOME, KEY_OF_HOME },
		{ KEY_END, KEY_OF_END },
		{ KEY_RESIZE, SCREEN_RESIZED },
		{ 12, SCREEN_RESIZED }, /* Ctrl-L: paint anew */
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].curses == key)
			return rows[i].key;
	return key >= 0x20 && key < 0x7f ? (uint32_t)key : SCREEN_NO_KEY;
}

uint32_t screen_key(int timeout_ms)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	int key = getch(); /* also what came with the last one */

	/* A signal ends the wait; then it is a new size as a rule. */
	if (key == ERR && poll(&input, 1, timeout_ms) > 0 &&
	    !(input.revents & POLLIN))
		return SCREEN_GONE;
	if (key == ERR)
		key = getch();
	if (key == ERR)
		return SCREEN_NO_KEY;
	if (key == 12)
		(void)clearok(curscr, TRUE);
	return key_of(key);
}

#else

const char *screen_open(bool colour)
{
	(void)colour;
	return "built without ncurses (libncurses-dev, ncurses-devel); "
	       "--once prints what there is to see";
}

void screen_close(void)
{
}

void screen_size(unsigned *ret_width, unsigned *ret_height)
{
	*ret_width = *ret_height = 1;
}

void screen_paint(const char *frame)
{
	(void)frame;
}

uint32_t screen_key(int timeout_ms)
{
	(void)timeout_ms;
	return SCREEN_GONE;
}

#endif
