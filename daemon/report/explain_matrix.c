/* SPDX-License-Identifier: BSD-3-Clause */
/* explain_matrix.c - every signature at every server: RRset x key x expiry
 * down, servers across. */
#include "report/explain.h"

#include "report/words.h"

#include <stdlib.h>

/* A screenful of screenfuls; a zone with more is hostile or in a table of its
 * own. */
#define ROWS_MAX	 256
#define CELLS_MAX	 (ROWS_MAX * PLAN_SERVERS_MAX)
#define NAME_MAX_COLUMNS 28

struct matrix_work {
	struct explanation *e;
	struct matrix_row *rows;
	enum cell *cells; /* of all rows, column_count each */
	size_t first;	  /* row of the group at work */
};

static enum cell cell_of(enum signature_state state)
{
	static const enum cell cells[] = {
		[SIG_VALID] = CELL_VALID,
		[SIG_EXPIRED] = CELL_EXPIRED,
		[SIG_EARLY] = CELL_EARLY,
		[SIG_INVALID] = CELL_INVALID,
		[SIG_KEY_MISSING] = CELL_KEY_MISSING,
		[SIG_UNSUPPORTED] = CELL_UNCHECKED,
		[SIG_UNCHECKED] = CELL_UNCHECKED,
	};

	return cells[state];
}

static const char *rrset_words(struct explanation *e,
			       const struct view_rrset *rrset)
{
	char name[NAME_TEXT_SIZE], type[TYPE_TEXT_SIZE];
	struct text line, out;

	text_init(&out, EXPLAIN_LINE_MAX);
	if (name_equal(&rrset->owner, &e->view->zone)) {
		text_put(&out, "@");
	} else {
		text_init(&line, NAME_TEXT_SIZE);
		words_relative(&line, name_to_text(&rrset->owner, name),
			       e->view->zone_text, EXPLAIN_LINE_MAX);
		if (line.len > NAME_MAX_COLUMNS)
			text_printf(&out, "%.12s..", text_string(&line));
		else
			text_put(&out, text_string(&line));
		text_done(&line);
	}
	text_printf(&out, " %s", type_to_text(rrset->type, type));
	return explain_keep(e->arena, &out);
}

static struct matrix_row *row_add(struct matrix_work *work,
				  const struct copy *copy,
				  const struct view_signature *sig)
{
	struct matrix *matrix = &work->e->matrix;
	struct matrix_row *row = &work->rows[matrix->row_count];
	enum cell *cells =
		&work->cells[matrix->row_count * matrix->column_count];

	if (matrix->row_count == ROWS_MAX ||
	    (matrix->row_count + 1) * matrix->column_count > CELLS_MAX) {
		matrix->rows_dropped++;
		return NULL;
	}
	for (size_t i = 0; i < matrix->column_count; i++)
		cells[i] = CELL_UNASKED;
	*row = (struct matrix_row){
		.rrset = rrset_words(work->e, copy->rrset),
		.is_signed = sig != NULL,
		.key_tag = sig ? sig->sig->key_tag : 0,
		.expires_at = sig ? sig->expiration : WALL_NEVER,
		.cells = cells,
	};
	matrix->row_count++;
	return row;
}

/* The row of this group for that signature, or a new one. */
static struct matrix_row *row_get(struct matrix_work *work,
				  const struct copy *copy,
				  const struct view_signature *sig)
{
	for (size_t i = work->first; i < work->e->matrix.row_count; i++) {
		struct matrix_row *row = &work->rows[i];

		if (row->is_signed == (sig != NULL) &&
		    (!sig || (row->key_tag == sig->sig->key_tag &&
			      row->expires_at.s == sig->expiration.s)))
			return row;
	}
	return row_add(work, copy, sig);
}

static size_t column_of(const struct matrix *matrix,
			const struct view_server *server)
{
	size_t i = 0;

	while (i < matrix->column_count && matrix->columns[i] != server)
		i++;
	return i;
}

/* Two keys may share a tag: the worse of two counts. */
static void set_cell(struct matrix_work *work, const struct matrix_row *row,
		     size_t column, enum cell cell)
{
	enum cell *at = &work->cells[(size_t)(row - work->rows) *
					     work->e->matrix.column_count +
				     column];

	if (*at == CELL_UNASKED || *at == CELL_VALID)
		*at = cell;
}

static void add_copy(struct matrix_work *work, const struct copy *copy)
{
	const struct view_rrset *rrset = copy->rrset;
	size_t column = column_of(&work->e->matrix, copy->server);
	struct matrix_row *row;

	if (column == work->e->matrix.column_count)
		return;
	for (size_t i = 0; i < rrset->sig_count; i++) {
		row = row_get(work, copy, &rrset->sigs[i]);
		if (row)
			set_cell(work, row, column,
				 cell_of(rrset->sigs[i].state));
	}
	if (rrset->sig_count > 0)
		return;
	row = row_get(work, copy, NULL);
	if (row)
		set_cell(work, row, column, CELL_UNSIGNED);
}

/* A server that has the RRset and not this signature of it. */
static void mark_absent(struct matrix_work *work, const struct copy *copy)
{
	size_t column = column_of(&work->e->matrix, copy->server);

	for (size_t i = work->first; i < work->e->matrix.row_count; i++) {
		enum cell *cell =
			&work->cells[i * work->e->matrix.column_count + column];

		if (column < work->e->matrix.column_count &&
		    *cell == CELL_UNASKED)
			*cell = CELL_ABSENT;
	}
}

static bool set_columns(struct explanation *e)
{
	const struct view_server **columns =
		arena_array(e->arena, e->view->server_count, sizeof(*columns));

	e->matrix.columns = columns;
	for (size_t i = 0; columns && i < e->view->server_count; i++)
		if (e->view->servers[i].state == SERVER_ANSWERS)
			columns[e->matrix.column_count++] =
				&e->view->servers[i];
	return e->matrix.column_count > 0;
}

void explain_matrix(struct explanation *e)
{
	struct matrix_work work = { .e = e };

	if (!set_columns(e))
		return;
	work.rows = arena_array(e->arena, ROWS_MAX, sizeof(*work.rows));
	work.cells = arena_array(e->arena, ROWS_MAX * e->matrix.column_count,
				 sizeof(*work.cells));
	if (!work.rows || !work.cells || !copies_any_signed(e->copies))
		return;
	e->matrix.rows = work.rows;
	for (size_t i = 0, end; i < e->copies->count; i = end) {
		end = copies_group_end(e->copies, i);
		work.first = e->matrix.row_count;
		for (size_t k = i; k < end; k++)
			add_copy(&work, &e->copies->at[k]);
		for (size_t k = i; k < end; k++)
			mark_absent(&work, &e->copies->at[k]);
	}
}

const char *cell_text(enum cell cell)
{
	static const char *const words[CELL_COUNT] = {
		[CELL_ABSENT] = "absent",
		[CELL_VALID] = "valid",
		[CELL_EXPIRED] = "expired",
		[CELL_EARLY] = "not yet valid",
		[CELL_INVALID] = "wrong",
		[CELL_KEY_MISSING] = "key missing",
		[CELL_UNCHECKED] = "not checked",
		[CELL_UNSIGNED] = "not signed",
		[CELL_UNASKED] = "not measured",
	};

	return words[cell];
}
