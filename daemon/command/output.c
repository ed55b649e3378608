/* SPDX-License-Identifier: BSD-3-Clause */
/* output.c - print assessments on stdout in the form that was asked for. */
#include "command/output.h"

#include "base/streams.h"
#include "command/command.h"
#include "command/options.h"
#include "report/report.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* A million zones with a few hundred bytes each. */
#define OUTPUT_BYTES_MAX ((size_t)2 * 1024 * 1024 * 1024)
#define WIDTH_DEFAULT	 80
/* Longer names push the rest of their row aside. */
#define ZONE_COLUMNS_MAX 48

static bool env_is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

static unsigned terminal_width(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
		return size.ws_col;
	return WIDTH_DEFAULT;
}

/* What goes into files and pipes is neither folded nor coloured, so that it
 * can be searched. https://no-color.org */
struct report_style output_style(struct wall now)
{
	struct report_style style = { .now = now };
	const char *term = getenv("TERM");

	(void)setlocale(LC_CTYPE, "");
	style.ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	if (!isatty(STDOUT_FILENO))
		return style;
	style.width = terminal_width();
	style.colour =
		!env_is_set("NO_COLOR") && term && strcmp(term, "dumb") != 0;
	return style;
}

int output_text(const struct text *text, int code)
{
	if (!text_ok(text))
		return command_complain("out of memory");
	(void)fwrite(text_string(text), 1, text->len, stdout); /* asked next */
	return streams_flush("forewarn") ? code : EXIT_UNKNOWN;
}

static size_t zone_columns(const struct assessment *const *assessments,
			   size_t count)
{
	size_t columns = 0;

	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(assessments[i]->zone_text);

		if (len > columns)
			columns = len;
	}
	return columns < ZONE_COLUMNS_MAX ? columns : ZONE_COLUMNS_MAX;
}

void output_table(const struct assessment *const *assessments, size_t count,
		  struct wall now, struct text *out)
{
	struct report_style style = output_style(now);
	size_t columns = zone_columns(assessments, count);

	for (size_t i = 0; i < count; i++)
		report_zone_row(assessments[i], style, columns, out);
}

/* One zone in full; of several a table, then those with trouble. */
static void put_text(const struct assessment *const *assessments, size_t count,
		     struct wall now, struct text *out)
{
	struct report_style style = output_style(now);

	if (count > 1)
		output_table(assessments, count, now, out);
	for (size_t i = 0; i < count; i++) {
		enum verdict verdict = assessments[i]->verdict;

		if (count > 1 &&
		    (verdict == VERDICT_OK || verdict == VERDICT_INFO))
			continue;
		if (count > 1)
			text_put(out, "\n");
		report_zone_text(assessments[i], style, out);
	}
}

int output_zones(const struct arguments *arguments,
		 const struct assessment *const *assessments, size_t count,
		 struct wall now)
{
	enum verdict worst = VERDICT_OK;
	struct text out;
	int code;

	text_init(&out, OUTPUT_BYTES_MAX);
	for (size_t i = 0; i < count; i++) {
		worst = verdict_worse(worst, assessments[i]->verdict);
		if (!arguments->json)
			continue;
		report_zone_json(assessments[i], &out);
		text_put(&out, "\n");
	}
	if (arguments->plugin)
		report_plugin(assessments, count, &out);
	else if (!arguments->json)
		put_text(assessments, count, now, &out);
	code = output_text(&out, report_exit_code(worst));
	text_done(&out);
	return code;
}
