/* SPDX-License-Identifier: BSD-3-Clause */
/* explain_grid.c - the matrix of signatures as a table for people. */
#include "report/explain_grid.h"

#include "report/safe.h"
#include "report/words.h"

#include <stdio.h>
#include <string.h>

/* "12345 2026-12-05 10:00 UTC " */
#define FIXED_COLUMNS 27
/* A number of two digits and a space. */
#define CELL_COLUMNS 3
#define INDENT	     2
#define FEWEST_CELLS 4

struct grid {
	const struct matrix *matrix;
	struct report_style style;
	struct text *out;
	size_t name_columns;
};

static const char *const marks[CELL_COUNT] = {
	[CELL_ABSENT] = "-",	[CELL_VALID] = "ok",   [CELL_EXPIRED] = "E",
	[CELL_EARLY] = "N",	[CELL_INVALID] = "X",  [CELL_KEY_MISSING] = "K",
	[CELL_UNCHECKED] = "?", [CELL_UNSIGNED] = "U", [CELL_UNASKED] = ".",
};

static enum verdict verdict_of(enum cell cell)
{
	switch (cell) {
	case CELL_VALID:
		return VERDICT_OK;
	case CELL_ABSENT:
	case CELL_UNASKED:
		return VERDICT_INFO;
	case CELL_UNCHECKED:
		return VERDICT_UNKNOWN;
	default:
		return VERDICT_CRITICAL;
	}
}

static void put_cell(const struct grid *grid, enum cell cell)
{
	text_printf(grid->out, "%*s", CELL_COLUMNS - (int)strlen(marks[cell]),
		    "");
	if (cell == CELL_ABSENT || cell == CELL_UNASKED)
		text_put(grid->out, marks[cell]);
	else
		words_coloured(grid->out, verdict_of(cell), grid->style,
			       marks[cell]);
}

static void put_name(const struct grid *grid, const char *name)
{
	size_t before = grid->out->len, columns;

	safe_put(grid->out, name);
	columns = safe_columns(grid->out->at + before, grid->out->len - before);
	text_printf(grid->out, "%*s",
		    columns < grid->name_columns
			    ? (int)(grid->name_columns - columns)
			    : 0,
		    "");
}

static void put_row(const struct grid *grid, const struct matrix_row *row,
		    size_t from, size_t to)
{
	text_printf(grid->out, "%*s", INDENT, "");
	put_name(grid, row->rrset);
	if (row->is_signed) {
		text_printf(grid->out, " %5u ", row->key_tag);
		words_time(grid->out, row->expires_at);
	} else {
		text_printf(grid->out, " %-*s", FIXED_COLUMNS - 1,
			    "none  no signature");
	}
	for (size_t i = from; i < to; i++)
		put_cell(grid, row->cells[i]);
	text_put(grid->out, "\n");
}

static void put_table(const struct grid *grid, size_t from, size_t to)
{
	text_printf(grid->out, "%*s", INDENT, "");
	put_name(grid, "records");
	text_printf(grid->out, " %5s %-20s", "key", "signed until");
	for (size_t i = from; i < to; i++)
		text_printf(grid->out, "%*zu", CELL_COLUMNS, i + 1);
	text_put(grid->out, "\n");
	for (size_t i = 0; i < grid->matrix->row_count; i++)
		put_row(grid, &grid->matrix->rows[i], from, to);
}

static void put_servers(const struct grid *grid, const struct view *view)
{
	for (size_t i = 0; i < grid->matrix->column_count; i++) {
		text_printf(grid->out, "%*s%2zu = ", INDENT, "", i + 1);
		safe_put(grid->out, grid->matrix->columns[i]->label);
		text_put(grid->out, "\n");
	}
	for (size_t i = 0; i < view->server_count; i++) {
		static const char *const words[] = {
			[SERVER_SILENT] = "does not answer",
			[SERVER_NO_ADDRESS] = "has no address",
			[SERVER_UNMEASURED] = "could not be measured",
		};

		if (view->servers[i].state == SERVER_ANSWERS)
			continue;
		text_printf(grid->out, "%*s -   ", INDENT, "");
		safe_put(grid->out, view->servers[i].label);
		text_printf(grid->out, " %s\n", words[view->servers[i].state]);
	}
}

/* Only the marks that occur. */
static void put_legend(const struct grid *grid)
{
	bool seen[CELL_COUNT] = { false }, first = true;

	for (size_t i = 0; i < grid->matrix->row_count; i++)
		for (size_t k = 0; k < grid->matrix->column_count; k++)
			seen[grid->matrix->rows[i].cells[k]] = true;
	text_printf(grid->out, "%*s", INDENT, "");
	for (size_t i = 0; i < CELL_COUNT; i++) {
		if (!seen[i])
			continue;
		text_printf(grid->out, "%s%s %s", first ? "" : ", ", marks[i],
			    cell_text((enum cell)i));
		first = false;
	}
	text_put(grid->out, "; @ is the zone itself\n");
	if (grid->matrix->rows_dropped)
		text_printf(grid->out, "%*sand %zu more signatures\n", INDENT,
			    "", grid->matrix->rows_dropped);
}

void explain_grid(const struct explanation *e, struct report_style style,
		  struct text *out)
{
	struct grid grid = { &e->matrix, style, out, strlen("records") };
	size_t fit = e->matrix.column_count, used;

	for (size_t i = 0; i < e->matrix.row_count; i++) {
		size_t len = strlen(e->matrix.rows[i].rrset);

		if (len > grid.name_columns)
			grid.name_columns = len;
	}
	used = INDENT + grid.name_columns + FIXED_COLUMNS;
	if (style.width && used + fit * CELL_COLUMNS > style.width)
		fit = style.width > used + FEWEST_CELLS * CELL_COLUMNS
			      ? (style.width - used) / CELL_COLUMNS
			      : FEWEST_CELLS;
	put_servers(&grid, e->view);
	for (size_t i = 0; i < e->matrix.column_count; i += fit)
		put_table(&grid, i,
			  i + fit < e->matrix.column_count
				  ? i + fit
				  : e->matrix.column_count);
	put_legend(&grid);
}
