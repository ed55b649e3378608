/* SPDX-License-Identifier: BSD-3-Clause */
/* explain_grid.h - the matrix of signatures as a table for people. */
#ifndef FOREWARN_REPORT_EXPLAIN_GRID_H
#define FOREWARN_REPORT_EXPLAIN_GRID_H

#include "report/explain.h"

/** Append the servers with their letters, the table, and what its marks mean.
 * More servers than fit into the style's width go into further tables. */
void explain_grid(const struct explanation *explanation,
		  struct report_style style, struct text *out);

#endif
