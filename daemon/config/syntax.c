/* SPDX-License-Identifier: BSD-3-Clause */
/* syntax.c - what libyaml says of a text that is no YAML, in words of those who
 * wrote it: what it looked for in vain is seldom what they did wrong. */
#include "config/reader.h"

#include <stddef.h>
#include <string.h>

static const char a_tab[] = "a tab: indent by spaces";

/* %c is the character at the place, %u the line where it began. */
static const struct {
	const char *problem, *context; /* NULL: any */
	const char *plain;
} sayings[] = {
	{ "found character that cannot start any token", NULL,
	  "a value that begins with '%c' needs quotes" },
	{ "did not find expected alphabetic or numeric character",
	  "while scanning an alias",
	  "a value that begins with '*' needs quotes" },
	{ "did not find expected alphabetic or numeric character",
	  "while scanning an anchor",
	  "a value that begins with '&' needs quotes" },
	{ "could not find expected ':'", NULL,
	  "line %u is a key without ':' and a space behind it" },
	{ "did not find expected '-' indicator", NULL,
	  "indented otherwise than the list that begins on line %u" },
	{ "did not find expected key", NULL,
	  "indented otherwise than the keys that begin on line %u" },
	{ "mapping values are not allowed in this context", NULL,
	  "a ':' of no key: either the line is indented wrongly, or a value "
	  "that has ': ' within lacks its quotes" },
	{ "block sequence entries are not allowed in this context", NULL,
	  "a list begins on a line of its own" },
	{ "found unexpected end of stream", "while scanning a quoted scalar",
	  "the quote that opens on line %u is never closed" },
	{ "did not find expected ',' or ']'", NULL,
	  "the '[' of line %u is not closed, or a ',' is missing" },
	{ "did not find expected ',' or '}'", NULL,
	  "the '{' of line %u is not closed, or a ',' is missing" },
	{ "found a tab character where an indentation space is expected", NULL,
	  a_tab },
	{ "found a tab character that violates indentation", NULL, a_tab },
};

static const char *plain_words(const char *problem, const char *context)
{
	for (size_t i = 0; i < sizeof(sayings) / sizeof(sayings[0]); i++)
		if (strcmp(sayings[i].problem, problem) == 0 &&
		    (!sayings[i].context ||
		     (context && strcmp(sayings[i].context, context) == 0)))
			return sayings[i].plain;
	return NULL;
}

void syntax_complain(struct complaints *complaints, struct place place,
		     const struct syntax_error *error)
{
	const char *plain = plain_words(error->problem, error->context);
	const char *mark = plain ? strchr(plain, '%') : NULL;
	struct text words;

	text_init(&words, 512);
	if (mark && mark[1] == 'c' && error->at == '\t')
		text_put(&words, a_tab);
	else if (mark) {
		text_bytes(&words, plain, (size_t)(mark - plain));
		if (mark[1] == 'c')
			text_printf(&words, "%c", error->at);
		else
			text_printf(&words, "%u", error->line);
		text_put(&words, mark + 2);
	} else if (plain || !error->context) {
		text_put(&words, plain ? plain : error->problem);
	} else {
		text_printf(&words, "%s %s (from line %u)", error->problem,
			    error->context, error->line);
	}
	complaints_error(complaints, place, "%s", text_string(&words));
	text_done(&words);
}
