/* SPDX-License-Identifier: BSD-3-Clause */
/* layout.c - paragraphs folded to the width of a terminal. */
#include "report/layout.h"

#include "report/safe.h"

#include <string.h>

/* Narrower text than this is harder to read than a line too long. */
#define COLUMNS_MIN 24
/* Of one paragraph; a finding's line is far shorter. */
#define BODY_BYTES_MAX 8192

static void put_spaces(struct text *out, size_t count)
{
	text_printf(out, "%*s", (int)count, "");
}

/* Fold @p body, which is safe, into lines of @p room columns. */
static void put_folded(struct text *out, const char *body, size_t room,
		       size_t hang)
{
	size_t used = 0;

	while (*body) {
		size_t bytes = strcspn(body, " ");
		size_t columns = safe_columns(body, bytes);

		if (used && used + 1 + columns > room) {
			text_put(out, "\n");
			put_spaces(out, hang);
			used = 0;
		} else if (used) {
			text_put(out, " ");
			used++;
		}
		text_bytes(out, body, bytes);
		used += columns;
		body += bytes;
		body += strspn(body, " ");
	}
}

void layout_paragraph(struct text *out, unsigned width, unsigned indent,
		      const char *lead, const char *body)
{
	size_t hang = indent + safe_columns(lead, strlen(lead));
	struct text safe;

	if (width == 0) {
		layout_line(out, indent, lead, body);
		return;
	}
	text_init(&safe, BODY_BYTES_MAX + 8);
	safe_put_cut(&safe, body, BODY_BYTES_MAX);
	put_spaces(out, indent);
	text_put(out, lead);
	put_folded(out, text_string(&safe),
		   width > hang + COLUMNS_MIN ? width - hang : COLUMNS_MIN,
		   hang);
	text_put(out, "\n");
	text_done(&safe);
}

void layout_line(struct text *out, unsigned indent, const char *lead,
		 const char *body)
{
	put_spaces(out, indent);
	text_put(out, lead);
	safe_put_cut(out, body, BODY_BYTES_MAX);
	text_put(out, "\n");
}
