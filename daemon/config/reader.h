/* SPDX-License-Identifier: BSD-3-Clause */
/* reader.h - the part of YAML that a configuration needs: scalars, lists and
 * maps, one item at a time, each with its place.
 *
 * Refused with a complaint: anchors, aliases, tags, directives, several
 * documents, unprintable characters, and more than READER_DEPTH_MAX levels.
 * Types are the schema's business: `no` is text here. */
#ifndef FOREWARN_CONFIG_READER_H
#define FOREWARN_CONFIG_READER_H

#include "config/complaints.h"

/* The deepest key has 4; recursion over it stays small. */
#define READER_DEPTH_MAX 16

enum item_kind {
	ITEM_END, /* of the document, or nothing more after a syntax error */
	ITEM_SCALAR,
	ITEM_REFUSED, /* complained about already; stands for a scalar */
	ITEM_MAP,
	ITEM_MAP_END,
	ITEM_LIST,
	ITEM_LIST_END,
};

struct item {
	enum item_kind kind;
	struct place place;
	const char *text; /* scalars; until the next reader_next() */
	bool plain;	  /* not in quotes: `x:` is no value, `x: ""` is one */
};

struct reader;

/**
 * Start to read a document.
 *
 * @param file   name for complaints; must outlive the reader.
 * @param bytes  must outlive the reader.
 * @return NULL without memory; reader_free() it.
 */
struct reader *reader_new(const char *file, const char *bytes, size_t len,
			  struct complaints *complaints);
void reader_free(struct reader *reader); /* takes NULL */

/** The next item. What YAML or we refuse was complained of; after an error of
 * syntax it is ITEM_END for ever. */
struct item reader_next(struct reader *reader);

/** Whether @p item opens an element of a list: false at the list's end. */
bool item_is_element(const struct item *item);

/** Read to the end of what @p item opened; nothing for a scalar. */
void reader_skip(struct reader *reader, const struct item *item);

/** "a list", for complaints. */
const char *item_kind_text(const struct item *item);

/* What libyaml found in a text that is no YAML. */
struct syntax_error {
	const char *problem, *context; /* its words; the second may be NULL */
	unsigned line;		       /* of the context, from 1 */
	char at;		       /* the byte at the place, 0 at the end */
};

/** Complain of it in plain words. syntax.c. */
void syntax_complain(struct complaints *complaints, struct place place,
		     const struct syntax_error *error);

/** Whether @p bytes are UTF-8 of characters that print and that YAML reads
 * back: no controls, no line ends. */
bool text_is_printable(const char *bytes, size_t len);

#endif
