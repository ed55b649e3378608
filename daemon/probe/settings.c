/* SPDX-License-Identifier: BSD-3-Clause */
/* settings.c - what a prober is told before its first plan.
 *
 *	forewarn-prober 1
 *	query TIMEOUT_MS TRIES
 *	user NAME|-
 *	private		(or not: addresses that are not public may be asked)
 *	hint ADDRESS	(one at least)
 *	anchor TEXT	(one at least)
 *	end
 */
#include "probe/settings.h"

#include "observe/lines.h"

#define TIMEOUT_MAX_MS 60000
#define USER_MAX       255

void settings_write(const struct settings *settings, struct text *out)
{
	const struct roots *roots = &settings->roots;

	text_printf(out, "forewarn-prober 1\nquery %lld %u\nuser",
		    (long long)settings->timeout_ms, settings->tries);
	text_word(out, settings->user, USER_MAX);
	text_put(out, settings->private_servers ? "\nprivate" : "");
	for (size_t i = 0; i < roots->hint_count; i++) {
		text_put(out, "\nhint");
		text_address(out, &roots->hints[i]);
	}
	for (size_t i = 0; i < roots->anchor_count; i++) {
		text_put(out, "\nanchor");
		text_word(out, roots->anchors[i], ROOTS_ANCHOR_SIZE_MAX);
	}
	text_put(out, "\nend\n");
}

static enum err read_head(struct unread *lines, struct arena *arena,
			  struct settings *settings)
{
	struct line line;
	uint64_t timeout_ms, tries;
	enum err err;

	if (!lines_take(lines, "query", 3, &line) ||
	    !word_number(line.words[1], TIMEOUT_MAX_MS, &timeout_ms) ||
	    !word_number(line.words[2], UINT8_MAX, &tries) || !timeout_ms ||
	    !tries)
		return ERR_FORMAT;
	settings->timeout_ms = (int64_t)timeout_ms;
	settings->tries = (unsigned)tries;
	if (!lines_take(lines, "user", 2, &line))
		return ERR_FORMAT;
	err = word_text(line.words[1], USER_MAX, arena, &settings->user);
	settings->private_servers = lines_take(lines, "private", 1, &line);
	return err;
}

static enum err read_hints(struct unread *lines, struct roots *roots)
{
	struct line line;

	while (lines_take(lines, "hint", 2, &line)) {
		if (roots->hint_count == ROOTS_HINTS_MAX)
			return ERR_LIMIT;
		if (!word_address(line.words[1],
				  &roots->hints[roots->hint_count]) ||
		    !roots->hints[roots->hint_count].family)
			return ERR_FORMAT;
		roots->hint_count++;
	}
	return roots->hint_count ? ERR_OK : ERR_FORMAT;
}

static enum err read_anchors(struct unread *lines, struct arena *arena,
			     struct roots *roots)
{
	struct line line;
	enum err err;

	while (lines_take(lines, "anchor", 2, &line)) {
		if (roots->anchor_count == ROOTS_ANCHORS_MAX)
			return ERR_LIMIT;
		err = word_text(line.words[1], ROOTS_ANCHOR_SIZE_MAX, arena,
				&roots->anchors[roots->anchor_count]);
		if (err)
			return err;
		if (!roots->anchors[roots->anchor_count++])
			return ERR_FORMAT;
	}
	return roots->anchor_count ? ERR_OK : ERR_FORMAT;
}

enum err settings_read(const char *text, size_t len, struct arena *arena,
		       struct settings **ret_settings)
{
	struct unread lines = { text, text + len };
	struct settings *settings = arena_alloc(arena, sizeof(*settings));
	struct line line;
	enum err err;

	if (!settings)
		return ERR_MEMORY;
	err = lines_take_version(&lines, "forewarn-prober");
	if (!err)
		err = read_head(&lines, arena, settings);
	if (!err)
		err = read_hints(&lines, &settings->roots);
	if (!err)
		err = read_anchors(&lines, arena, &settings->roots);
	if (err)
		return err;
	if (!lines_take(&lines, "end", 1, &line) || lines.at != lines.end)
		return ERR_FORMAT;
	*ret_settings = settings;
	return ERR_OK;
}
