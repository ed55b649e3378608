/* SPDX-License-Identifier: BSD-3-Clause */
/* reader.c - the part of YAML that a configuration needs, over libyaml. */
#include "config/reader.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct reader {
	yaml_parser_t parser;
	yaml_event_t event;
	bool has_event; /* event must be freed */
	bool ended;
	const char *file, *bytes;
	size_t len;
	unsigned depth, documents;
	struct complaints *complaints;
};

struct reader *reader_new(const char *file, const char *bytes, size_t len,
			  struct complaints *complaints)
{
	struct reader *reader = calloc(1, sizeof(*reader));

	if (!reader)
		return NULL;
	if (!yaml_parser_initialize(&reader->parser)) {
		free(reader);
		return NULL;
	}
	reader->file = file;
	reader->bytes = bytes;
	reader->len = len;
	reader->complaints = complaints;
	yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader->parser,
				     (const unsigned char *)bytes, len);
	return reader;
}

static void event_drop(struct reader *reader)
{
	if (reader->has_event)
		yaml_event_delete(&reader->event);
	reader->has_event = false;
}

void reader_free(struct reader *reader)
{
	if (!reader)
		return;
	event_drop(reader);
	yaml_parser_delete(&reader->parser);
	free(reader);
}

static struct place place_of(const struct reader *reader, yaml_mark_t mark)
{
	return (struct place){ reader->file, (unsigned)mark.line + 1,
			       (unsigned)mark.column + 1 };
}

/* libyaml gives no mark for bytes that are no characters, only an offset. */
static struct place place_of_offset(const struct reader *reader, size_t offset)
{
	struct place place = { reader->file, 1, 1 };

	for (size_t i = 0; i < offset && i < reader->len; i++) {
		place.col++;
		if (reader->bytes[i] == '\n') {
			place.line++;
			place.col = 1;
		}
	}
	return place;
}

/* The byte at a mark, which counts characters; 0 at the end. */
static char byte_at(const struct reader *reader, yaml_mark_t mark)
{
	size_t i = 0, left = mark.index;

	for (; i < reader->len; i++)
		if ((reader->bytes[i] & 0xc0) != 0x80 && left-- == 0)
			return reader->bytes[i];
	return '\0';
}

static void complain_syntax(struct reader *reader)
{
	const yaml_parser_t *p = &reader->parser;
	const struct syntax_error error = {
		.problem = p->problem,
		.context = p->context,
		.line = (unsigned)p->context_mark.line + 1,
		.at = byte_at(reader, p->problem_mark),
	};

	if (p->error == YAML_READER_ERROR)
		complaints_error(reader->complaints,
				 place_of_offset(reader, p->problem_offset),
				 "%s", p->problem);
	else if (p->error == YAML_MEMORY_ERROR)
		complaints_error(reader->complaints, place_of(reader, p->mark),
				 "out of memory");
	else
		syntax_complain(reader->complaints,
				place_of(reader, p->problem_mark), &error);
}

/* Size of the character at @p at, or 0 when it must not be in a value. The
 * set is libyaml's own for reading, less the line ends: an escape in quotes
 * can make others, which no dump could then carry. */
static size_t printable_size(const unsigned char *at, size_t left)
{
	size_t size = at[0] < 0x80   ? 1
		      : at[0] < 0xe0 ? 2
		      : at[0] < 0xf0 ? 3
				     : 4;
	uint32_t c = size == 1 ? at[0] : at[0] & (0xffU >> (size + 1));

	if (size > left || at[0] >= 0xf8 || (at[0] & 0xc0) == 0x80)
		return 0;
	for (size_t i = 1; i < size; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (at[i] & 0x3f);
	}
	if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 ||
	    (c >= 0xd800 && c < 0xe000) || c == 0xfeff || c == 0xfffe ||
	    c == 0xffff || c > 0x10ffff)
		return 0;
	return size;
}

bool text_is_printable(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len;) {
		size_t size = printable_size((const unsigned char *)bytes + i,
					     len - i);

		if (size == 0)
			return false;
		i += size;
	}
	return true;
}

/* @return what must not be in @p e, or NULL. */
static const char *refused_part(const yaml_event_t *e)
{
	bool anchor = false, tag = false;

	if (e->type == YAML_ALIAS_EVENT)
		return "an alias ('*')";
	if (e->type == YAML_SCALAR_EVENT) {
		anchor = e->data.scalar.anchor;
		tag = e->data.scalar.tag;
	} else if (e->type == YAML_SEQUENCE_START_EVENT) {
		anchor = e->data.sequence_start.anchor;
		tag = e->data.sequence_start.tag;
	} else if (e->type == YAML_MAPPING_START_EVENT) {
		anchor = e->data.mapping_start.anchor;
		tag = e->data.mapping_start.tag;
	}
	return anchor ? "an anchor ('&')" : tag ? "a tag ('!')" : NULL;
}

static struct item scalar_item(struct reader *reader, struct item item)
{
	const yaml_event_t *e = &reader->event;

	item.kind = ITEM_SCALAR;
	item.text = (const char *)e->data.scalar.value;
	item.plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	if (!text_is_printable(item.text, e->data.scalar.length)) {
		complaints_error(
			reader->complaints, item.place,
			"a line end or another unprintable character in a "
			"value");
		item.kind = ITEM_REFUSED;
	}
	return item;
}

static void enter(struct reader *reader, struct item *item, enum item_kind kind)
{
	item->kind = kind;
	if (++reader->depth <= READER_DEPTH_MAX)
		return;
	complaints_error(reader->complaints, item->place,
			 "nested deeper than %d levels", READER_DEPTH_MAX);
	item->kind = ITEM_END;
	reader->ended = true;
}

static void begin_document(struct reader *reader, struct place place)
{
	const yaml_event_t *e = &reader->event;

	if (e->data.document_start.version_directive ||
	    e->data.document_start.tag_directives.start !=
		    e->data.document_start.tag_directives.end)
		complaints_error(reader->complaints, place,
				 "directives ('%%') are not supported");
	if (++reader->documents == 1)
		return;
	complaints_error(reader->complaints, place,
			 "a second document in one file is not supported");
	reader->ended = true;
}

/* @return whether @p item is one for the caller; else go on. */
static bool item_from_event(struct reader *reader, struct item *item)
{
	switch (reader->event.type) {
	case YAML_SCALAR_EVENT:
		*item = scalar_item(reader, *item);
		return true;
	case YAML_ALIAS_EVENT:
		item->kind = ITEM_REFUSED;
		return true;
	case YAML_SEQUENCE_START_EVENT:
		enter(reader, item, ITEM_LIST);
		return true;
	case YAML_MAPPING_START_EVENT:
		enter(reader, item, ITEM_MAP);
		return true;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		reader->depth--;
		item->kind = reader->event.type == YAML_SEQUENCE_END_EVENT
				     ? ITEM_LIST_END
				     : ITEM_MAP_END;
		return true;
	case YAML_DOCUMENT_START_EVENT:
		begin_document(reader, item->place);
		return false;
	case YAML_STREAM_END_EVENT:
		reader->ended = true;
		return false;
	default:
		return false;
	}
}

struct item reader_next(struct reader *reader)
{
	struct item item = { .kind = ITEM_END, .text = "" };

	item.place = place_of(reader, reader->parser.mark);
	while (!reader->ended) {
		event_drop(reader);
		if (!yaml_parser_parse(&reader->parser, &reader->event)) {
			complain_syntax(reader);
			reader->ended = true;
			break;
		}
		reader->has_event = true;
		item.place = place_of(reader, reader->event.start_mark);
		const char *refused = refused_part(&reader->event);
		if (refused)
			complaints_error(reader->complaints, item.place,
					 "%s is not supported", refused);
		if (item_from_event(reader, &item))
			return item;
	}
	return item;
}

bool item_is_element(const struct item *item)
{
	return item->kind != ITEM_END && item->kind != ITEM_LIST_END &&
	       item->kind != ITEM_MAP_END;
}

void reader_skip(struct reader *reader, const struct item *item)
{
	unsigned open = item->kind == ITEM_LIST || item->kind == ITEM_MAP;

	while (open > 0) {
		struct item next = reader_next(reader);

		if (next.kind == ITEM_END)
			return;
		if (next.kind == ITEM_LIST || next.kind == ITEM_MAP)
			open++;
		else if (!item_is_element(&next))
			open--;
	}
}

const char *item_kind_text(const struct item *item)
{
	switch (item->kind) {
	case ITEM_MAP:
		return "keys and values";
	case ITEM_LIST:
		return "a list";
	default:
		return item->plain && !*item->text ? "nothing" : "one value";
	}
}
