/* SPDX-License-Identifier: BSD-3-Clause */
/* render_driver.c - every sample card as every kind of target would send it:
 * a line of JSON each, {"kind", "sample", "bytes", "body"}. */
#include "lib/samples.h"
#include "targets/kind.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
	const char *word;
	enum target_kind kind;
} kinds[] = {
#define TARGET_KIND(constant, word, traits, url, manual)                       \
	{ #word, TARGET_##constant },
#include "config/target_kinds.def"
#undef TARGET_KIND
};

/* As it goes out, with a token where the kind has one. */
static bool render(const struct card *card, enum target_kind kind,
		   struct text *out)
{
	const struct kind *row = kind_of(kind);
	struct kind_attempt attempt = {
		.id = card->id,
		.now = card->at,
		.url = "https://ntfy.example/topic",
		.token = "R0123456789abcdef0123456789abcde",
	};
	struct text body;

	text_init(&body, 1 << 20);
	row->body(card, &body);
	attempt.body = text_string(&body);
	if (row->fill)
		row->fill(&attempt, out);
	else
		text_put(out, attempt.body);
	out->failed = out->failed || !text_ok(&body);
	text_done(&body);
	return text_ok(out);
}

static bool print(const char *kind, const char *sample, const struct text *text)
{
	json_t *row = json_pack("{ss ss sI ss}", "kind", kind, "sample", sample,
				"bytes", (json_int_t)text->len, "body",
				text_string(text));
	int failed = row ? json_dumpf(row, stdout, JSON_COMPACT) : -1;

	(void)putchar('\n');
	json_decref(row);
	return !failed;
}

int main(void)
{
	bool good = true, more = true;

	for (size_t i = 0; good && more; i++) {
		struct arena *arena = arena_new(CARD_BYTES_MAX);
		const char *name = NULL;
		const struct card *card = sample_card(arena, i, &name);

		more = name != NULL;
		good = card || !more;
		for (size_t k = 0; card && k < sizeof(kinds) / sizeof(kinds[0]);
		     k++) {
			struct text text;

			text_init(&text, 1 << 20);
			good = kind_of(kinds[k].kind)->body == NULL ||
			       (render(card, kinds[k].kind, &text) &&
				print(kinds[k].word, name, &text) && good);
			text_done(&text);
		}
		arena_free(arena);
	}
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
