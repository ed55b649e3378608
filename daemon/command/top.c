/* SPDX-License-Identifier: BSD-3-Clause */
/* top.c - forewarn top: the window of who is on call, in a terminal.
 *
 * It reads the state file, which is the interface: of the daemon here, or a
 * copy of another's. Where no window can be, one frame is printed as text. */
#include "base/clock.h"
#include "command/command.h"
#include "command/options.h"
#include "command/output.h"
#include "command/settings.h"
#include "command/top_file.h"
#include "command/top_screen.h"
#include "publish/control.h"
#include "report/board_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A million rows. */
#define FRAME_BYTES_MAX ((size_t)1024 * 1024 * 1024)
/* As much as a zone may have in a state file. */
#define ZONE_BYTES_MAX ((size_t)8 * 1024 * 1024)
/* Of what goes to a file or a pipe. */
#define PLAIN_COLUMNS 132
#define TICK_MS	      1000 /* the countdowns count seconds */
#define PROGRESS_MS   250
#define DAEMON_MS     2000
/* Within it no zone changes its place by much. */
#define SELECT_MS 60000

struct top {
	char path[4096], socket[4096]; /* socket "": not ours to ask */
	struct top_file *file;
	struct board_view view;
	struct text zone_json;
	struct mono draw_at, select_at, daemon_at;
};

static void find_files(struct top *top, const struct arguments *arguments,
		       const struct config *config)
{
	char directory[4000];

	if (arguments->state_path) {
		(void)snprintf(top->path, sizeof(top->path), "%s",
			       arguments->state_path);
		return;
	}
	/* Of shards the first: a file names another one. */
	shard_directory(config, config->state_dir, 0, directory,
			sizeof(directory));
	(void)snprintf(top->path, sizeof(top->path), "%s/state.json",
		       directory);
	shard_directory(config, config->run_dir, 0, directory,
			sizeof(directory));
	(void)snprintf(top->socket, sizeof(top->socket), "%s/control.sock",
		       directory);
}

static bool has_terminal(void)
{
	const char *term = getenv("TERM");

	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && term && *term &&
	       strcmp(term, "dumb") != 0;
}

/* What cannot be looked at twice cannot be followed. */
static bool is_followed(const char *path)
{
	struct stat status;

	return stat(path, &status) != 0 || S_ISREG(status.st_mode);
}

static void look_for_daemon(struct top *top, struct mono now)
{
	if (!*top->socket || now.ms < top->daemon_at.ms)
		return;
	top->daemon_at.ms = now.ms + DAEMON_MS;
	top->view.gone = !control_is_there(top->socket);
}

/* --- one frame --- */

static int print_once(struct top *top)
{
	struct board_view *view = &top->view;
	const struct board *board;
	struct text out;
	int code;

	while (top_file_step(top->file, clock_mono()) != TOP_NEW)
		;
	board = top_file_board(top->file);
	if (!board)
		return command_complain("%s", top_file_trouble(top->file));
	look_for_daemon(top, clock_mono());
	view->style = output_style(clock_wall());
	if (view->style.width == 0)
		view->style.width = PLAIN_COLUMNS;
	if (!board_select(view, board))
		return command_complain("out of memory");
	text_init(&out, FRAME_BYTES_MAX);
	board_frame(view, board, &out);
	code = output_text(&out, 0);
	text_done(&out);
	return code;
}

/* --- the window --- */

static void load_zone(struct top *top)
{
	struct board_view *view = &top->view;

	text_done(&top->zone_json);
	view->zone_json = NULL;
	if (!*view->zone ||
	    !top_file_zone(top->file, view->zone, &top->zone_json))
		return;
	view->zone_json = text_string(&top->zone_json);
	view->zone_json_bytes = top->zone_json.len;
}

static void select_anew(struct top *top, struct mono now)
{
	const struct board *board = top_file_board(top->file);

	top->view.style.now = clock_wall();
	top->select_at.ms = now.ms + SELECT_MS;
	top->draw_at = now;
	/* Without memory nothing is chosen, and so nothing is shown. */
	(void)board_select(&top->view, board);
}

static void draw(struct top *top, struct mono now)
{
	struct board_view *view = &top->view;
	struct text frame;

	top->draw_at.ms = now.ms + TICK_MS;
	screen_size(&view->style.width, &view->height);
	view->style.now = clock_wall();
	view->read_percent = top_file_percent(top->file);
	view->trouble = top_file_trouble(top->file);
	text_init(&frame, FRAME_BYTES_MAX);
	board_frame(view, top_file_board(top->file), &frame);
	screen_paint(text_string(&frame));
	text_done(&frame);
}

/* @return whether it is being read, so that there is no time to wait. */
static bool follow(struct top *top, struct mono now)
{
	switch (top_file_step(top->file, now)) {
	case TOP_NEW:
		select_anew(top, now);
		load_zone(top);
		return false;
	case TOP_MORE:
		/* Its rows may lie elsewhere now: choose before drawing. */
		if (now.ms >= top->draw_at.ms - TICK_MS + PROGRESS_MS)
			select_anew(top, now);
		return true;
	case TOP_OLDER:
		return true;
	default:
		return false;
	}
}

/* @return false: the reader leaves. */
static bool press(struct top *top, uint32_t key, struct mono now)
{
	const struct board *board = top_file_board(top->file);
	char before[BOARD_NAME_SIZE];

	if (key == SCREEN_NO_KEY)
		return true;
	top->draw_at = now;
	if (key == SCREEN_GONE || key == SCREEN_RESIZED)
		return key == SCREEN_RESIZED;
	memcpy(before, top->view.zone, sizeof(before));
	switch (board_press(&top->view, board, key)) {
	case BOARD_LEAVE:
		return false;
	case BOARD_SELECT:
		select_anew(top, now);
		break;
	case BOARD_STAY:
		break;
	}
	if (strcmp(before, top->view.zone) != 0)
		load_zone(top);
	return true;
}

static void run_window(struct top *top)
{
	struct mono now;
	uint32_t key;
	bool busy;

	do {
		now = clock_mono();
		look_for_daemon(top, now);
		busy = follow(top, now);
		if (now.ms >= top->select_at.ms ||
		    clock_wall().s >= top->view.selection.next_at.s)
			select_anew(top, now);
		if (now.ms >= top->draw_at.ms)
			draw(top, now);
		key = screen_key(
			busy ? 0 : (int)(top->draw_at.ms - now.ms) / 2 + 1);
	} while (press(top, key, clock_mono()));
}

static int show_window(struct top *top)
{
	struct report_style style = output_style(clock_wall());
	const char *why = screen_open(style.colour);

	if (why)
		return command_complain("top: %s", why);
	/* Bold and inverse also where colours are not wanted: the screen
	 * leaves those out. */
	top->view.style = style;
	top->view.style.colour = true;
	run_window(top);
	screen_close();
	return 0;
}

static int run(const struct arguments *arguments)
{
	struct top top = { .path = "" };
	struct settings settings;
	int code;

	if (!settings_load(arguments->config_path, &settings))
		return EXIT_UNKNOWN;
	find_files(&top, arguments, settings.config);
	settings_done(&settings);
	board_view_init(&top.view);
	text_init(&top.zone_json, ZONE_BYTES_MAX);
	top.file = top_file_new(top.path);
	if (!top.file)
		code = command_complain("out of memory");
	else if (arguments->once || !has_terminal() || !is_followed(top.path))
		code = print_once(&top);
	else
		code = show_window(&top);
	top_file_free(top.file);
	text_done(&top.zone_json);
	board_view_done(&top.view);
	return code;
}

const struct command command_top = {
	.name = "top",
	.options = "cSoh",
	.summary = "watch all zones in this terminal, soonest failure first",
	.manual = "Reads the state file of the daemon, or a copy of another's. "
		  "'?' in it lists its\nkeys. Without a terminal, or on a dumb "
		  "one, it prints what there is once.\n",
	.run = run,
};
