/* SPDX-License-Identifier: BSD-3-Clause */
/* roots.c - root hints and trust anchors from their files. */
#include "probe/roots.h"

#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Far over any such file: the root's own hints have 3 kB. */
#define FILE_MAX 262144

/* Take one record: comments gone, white space single, parentheses joined.
 * @return what follows, or NULL at the end. */
static const char *take_record(const char *at, struct text *ret_record)
{
	bool comment = false, within = false, space = false;

	if (!*at)
		return NULL;
	for (; *at && (*at != '\n' || within); at++) {
		comment = *at != '\n' && (comment || *at == ';');
		if (comment)
			continue;
		within = *at == '(' || (within && *at != ')');
		if (strchr(" \t\r\n()", *at)) {
			space = true;
			continue;
		}
		if (space && ret_record->len)
			text_put(ret_record, " ");
		space = false;
		text_bytes(ret_record, at, 1);
	}
	return *at ? at + 1 : at;
}

/* @return whether @p record has a word @p type, and what is behind it. */
static const char *find_rdata(const char *record, const char *type)
{
	size_t len = strlen(type);

	for (; (record = strchr(record, ' ')); record++)
		if (strncasecmp(record + 1, type, len) == 0 &&
		    record[1 + len] == ' ')
			return record + len + 2;
	return NULL;
}

static enum err add_hint(const char *record, struct roots *roots)
{
	const char *rdata = find_rdata(record, "A");

	if (!rdata)
		rdata = find_rdata(record, "AAAA");
	if (!rdata)
		return ERR_OK;
	if (roots->hint_count == ROOTS_HINTS_MAX)
		return ERR_LIMIT;
	return address_from_text(rdata, &roots->hints[roots->hint_count++])
		       ? ERR_OK
		       : ERR_FORMAT;
}

enum err roots_read_hints(const char *at, struct roots *roots)
{
	struct text record;
	enum err err = ERR_OK;

	text_init(&record, ROOTS_ANCHOR_SIZE_MAX);
	while (!err && (at = take_record(at, &record))) {
		err = text_ok(&record) ? add_hint(text_string(&record), roots)
				       : ERR_LIMIT;
		text_done(&record);
	}
	text_done(&record);
	return !err && !roots->hint_count ? ERR_NOT_FOUND : err;
}

static enum err add_anchor(const char *record, struct arena *arena,
			   struct roots *roots)
{
	if (!find_rdata(record, "DS") && !find_rdata(record, "DNSKEY"))
		return ERR_OK;
	if (roots->anchor_count == ROOTS_ANCHORS_MAX)
		return ERR_LIMIT;
	record = arena_strdup(arena, record);
	roots->anchors[roots->anchor_count++] = record;
	return record ? ERR_OK : ERR_MEMORY;
}

enum err roots_read_anchors(const char *at, struct arena *arena,
			    struct roots *roots)
{
	struct text record;
	enum err err = ERR_OK;

	text_init(&record, ROOTS_ANCHOR_SIZE_MAX);
	while (!err && (at = take_record(at, &record))) {
		err = text_ok(&record)
			      ? add_anchor(text_string(&record), arena, roots)
			      : ERR_LIMIT;
		text_done(&record);
	}
	text_done(&record);
	return !err && !roots->anchor_count ? ERR_NOT_FOUND : err;
}

/* @return ERR_IO with errno, or ERR_LIMIT. */
static enum err read_file(const char *path, struct text *ret_text)
{
	char bytes[4096];
	FILE *file = fopen(path, "re");
	size_t got;
	int error;

	if (!file)
		return ERR_IO;
	while ((got = fread(bytes, 1, sizeof(bytes), file)) > 0)
		text_bytes(ret_text, bytes, got);
	error = ferror(file) ? errno : 0;
	(void)fclose(file); /* only read */
	errno = error;
	if (error)
		return ERR_IO;
	return text_ok(ret_text) ? ERR_OK : ERR_LIMIT;
}

enum err roots_read_files(const char *hints_file, const char *anchor_file,
			  struct arena *arena, struct roots *ret_roots,
			  const char **ret_file)
{
	struct roots roots = { 0 };
	struct text hints, anchors;
	enum err err;

	text_init(&hints, FILE_MAX);
	text_init(&anchors, FILE_MAX);
	*ret_file = hints_file;
	err = read_file(hints_file, &hints);
	if (!err)
		err = roots_read_hints(text_string(&hints), &roots);
	if (!err) {
		*ret_file = anchor_file;
		err = read_file(anchor_file, &anchors);
	}
	if (!err)
		err = roots_read_anchors(text_string(&anchors), arena, &roots);
	if (!err)
		*ret_roots = roots;
	text_done(&hints);
	text_done(&anchors);
	return err;
}
