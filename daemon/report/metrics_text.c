/* SPDX-License-Identifier: BSD-3-Clause */
/* metrics_text.c - lines of Prometheus' text format. */
#include "report/metrics_text.h"

#include "report/safe.h"

#include <inttypes.h>

/* The longest label: no name has more text. */
#define LABEL_BYTES_MAX 4096

void metrics_begin(struct text *out, const char *name, const char *type,
		   const char *help)
{
	text_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name,
		    type);
}

/* How much of @p value goes as it is: nearly always all. */
static size_t plain_length(const char *value)
{
	size_t len = 0;

	while (value[len] >= ' ' && value[len] < 0x7f && value[len] != '\\' &&
	       value[len] != '"')
		len++;
	return len;
}

/* '\\', '"' and line ends are escaped; the latter are none any more in text
 * that was made safe. */
static void put_value(struct text *out, const char *value)
{
	size_t plain = plain_length(value);
	struct text safe;

	text_bytes(out, value, plain);
	if (!value[plain])
		return;
	text_init(&safe, LABEL_BYTES_MAX);
	safe_put(&safe, value + plain);
	for (const char *c = text_string(&safe); *c; c++) {
		if (*c == '\\' || *c == '"')
			text_put(out, "\\");
		text_bytes(out, c, 1);
	}
	text_done(&safe);
}

void metrics_label(struct text *out, const char *before, const char *name,
		   const char *value)
{
	text_put(out, before);
	text_put(out, name);
	text_put(out, "=\"");
	put_value(out, value);
	text_put(out, "\"");
}

void metrics_number(struct text *out, const char *name, const char *type,
		    const char *help, int64_t value)
{
	metrics_begin(out, name, type, help);
	text_printf(out, "%s %" PRId64 "\n", name, value);
}

void metrics_moment(struct text *out, const char *name, const char *help,
		    struct wall moment)
{
	if (!wall_is_never(moment))
		metrics_number(out, name, "gauge", help, moment.s);
}

void metrics_seconds(struct text *out, int64_t ms)
{
	text_printf(out, "%" PRId64 ".%03" PRId64, ms / 1000, ms % 1000);
}
