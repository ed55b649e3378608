/* SPDX-License-Identifier: BSD-3-Clause */
/* explain.h - how a zone was judged, told step by step: the chain from the
 * root, each question with what came back, what was drawn from it, every
 * signature at every server, what to do, and a letter to whoever can do it.
 *
 * An explanation is plain data, made once and printed as text or JSON. All of
 * it lives in the arena; texts from outside are not yet made safe. Pure. */
#ifndef FOREWARN_REPORT_EXPLAIN_H
#define FOREWARN_REPORT_EXPLAIN_H

#include "incident/assessment.h"
#include "observe/copies.h"
#include "observe/links.h"
#include "observe/view.h"
#include "report/report.h"

/* One zone on the way from the root. */
struct explain_link {
	struct name apex;
	const char *zone, *parent; /* parent: NULL for the root */
	enum link_state state;
	bool ds_asked, keys_asked; /* else nothing below says "none" */
	size_t ds_count;
	const char *const *ds; /* "DS 2948 (algorithm 13, SHA-256) names key
				* 2948" */
	size_t key_count;
	const char *const *keys; /* "2948 (flags 257)" */
	const char *said;	 /* the validator's own words, or NULL */
};

/* One answer to one question. */
struct explain_reply {
	const struct answer *answer;
	const char *who;      /* "ns1.example. (192.0.2.1)", "the validator" */
	const char *question; /* "www.example. A" */
	const char *heard;    /* "NOERROR, flags qr aa; A 192.0.2.80; ..." */
	const char *said;     /* the resolver's reason in its own words, less
			       * the question; or NULL */
	const char *command;  /* asks the same, by dig or delv */
};

/* One node of the decision tree. */
struct explain_step {
	const char *asks; /* "Does it resolve where nobody checks?" */
	const char *why;  /* what the answer decides */
	enum verdict mark;
	const char *decision;
	size_t finding_count; /* that this step led to */
	const struct finding *const *findings;
	size_t count;
	const struct explain_reply *replies; /* grouped by question */
};

/* What one server has of one signature. */
enum cell {
	CELL_ABSENT, /* the server answers, with other signatures */
	CELL_VALID,
	CELL_EXPIRED,
	CELL_EARLY,
	CELL_INVALID,
	CELL_KEY_MISSING,
	CELL_UNCHECKED,
	CELL_UNSIGNED, /* the RRset without any */
	CELL_UNASKED,  /* no usable answer to that question */
};
#define CELL_COUNT 9

struct matrix_row {
	const char *rrset; /* relative to the zone: "www A", "@ SOA" */
	bool is_signed;	   /* else the next two say nothing */
	uint16_t key_tag;
	struct wall expires_at;
	const enum cell *cells; /* one for each column */
};

struct matrix {
	size_t column_count;
	const struct view_server *const *columns;
	size_t row_count, rows_dropped;
	const struct matrix_row *rows;
};

/* The nodes of the decision tree, in the order in which they are walked. */
enum step_kind {
	STEP_ABOVE,	/* the ancestors */
	STEP_VALIDATOR, /* the zone, checked */
	STEP_CD,	/* the zone, unchecked */
	STEP_PARENT,	/* DS and delegation */
	STEP_KEYS,	/* DNSKEY, against the DS */
	STEP_RECORDS,	/* every other RRset and its signatures */
	STEP_DENIAL,	/* proofs of absence */
	STEP_RESOLVERS, /* other people's resolvers */
};
#define STEP_COUNT 8
/* A sentence with two names and a validator's own words in it. */
#define EXPLAIN_LINE_MAX 4096

/* What somebody who was woken up asks, and the answers. */
struct explain_row {
	const char *key;   /* "because_of", of the JSON */
	const char *label; /* "Because of" */
	const char *value;
};
#define EXPLAIN_ROWS_MAX 10

struct explanation {
	struct arena *arena;
	const struct assessment *assessment;
	const struct view *view;
	const struct copies *copies; /* NULL when the arena is full */
	const char *meaning;	     /* for who never heard of DNSSEC */
	size_t row_count;	     /* 0: nothing is wrong */
	struct explain_row rows[EXPLAIN_ROWS_MAX];
	size_t link_count;
	const struct explain_link *links; /* from the root down */
	int first_broken;		  /* index into links, or -1 */
	const char *owner;		  /* of what is broken, or NULL */
	size_t step_count;
	struct explain_step steps[STEP_COUNT]; /* those with an answer */
	struct matrix matrix;
	const char *letter_to; /* NULL where there is nobody to write to */
	const char *letter;    /* lines, or NULL */
};

/**
 * Make the explanation of @p assessment from the @p view of the same snapshot.
 *
 * @param arena       owns the result.
 * @param assessment  and @p view outlive it.
 * @return NULL when the arena is full.
 */
struct explanation *explanation_new(struct arena *arena,
				    const struct assessment *assessment,
				    const struct view *view);

/** For people: folded to the style's width, but for what is to be copied. */
void report_explain_text(const struct explanation *explanation,
			 struct report_style style, struct text *out);

/** For programs, one line without its end: conf/explain.schema.json. */
void report_explain_json(const struct explanation *explanation,
			 struct text *out);

const char *cell_text(enum cell cell); /* "expired" */

/* --- between the files of explain_*.c --- */

/** Keep what @p text says in the arena, and free it; "" where that is full. */
const char *explain_keep(struct arena *arena, struct text *text);
/** The same of a formatted line, cut at EXPLAIN_LINE_MAX. */
const char *explain_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
const char *explain_name(struct arena *arena, const struct name *name);

/** The finding that explains most, or NULL: the first that is not info. */
const struct finding *explain_first(const struct explanation *explanation);

/** The command that asks what @p answer answers. */
const char *explain_command(struct arena *arena,
			    const struct snapshot *snapshot,
			    const struct answer *answer);
/** Why the validator refused, less the question before it ("validation failure
 * <www.example. A IN>: "); or NULL. */
const char *explain_reason(const struct answer *answer);
/** What came back, in one line. @param scratch  is written to. */
const char *explain_heard(struct arena *arena, const struct answer *answer,
			  struct wall now, struct message *scratch);

/** Whether @p answer is to a probe for what is not there. */
bool explain_is_probe(const struct answer *answer);

/* Whom it hurts. */
enum reach {
	REACH_NOBODY,	 /* nothing is wrong */
	REACH_UNKNOWN,	 /* not measured */
	REACH_LATER,	 /* nobody yet, and all who check once it is too late */
	REACH_LITTLE,	 /* a warning: nobody, or a few */
	REACH_EVERYBODY, /* the zone cannot be found */
	REACH_UNCACHED,	 /* everybody whose caches have run out */
	REACH_EXPOSED,	 /* answers come, and nobody checks them any more */
	REACH_CHECKERS,	 /* all who check, all of the zone */
	REACH_NAMES,	 /* all who check, some names */
	REACH_CHANCE,	 /* who checks, by the server that is asked */
};
enum reach explain_reach(const struct explanation *explanation);

/** Whether a resolver that checks fails on what was asked. */
bool explain_fails(const struct view_verdict *verdict);

/** What is answered first of all. Needs owner and links. */
void explain_short(struct explanation *explanation);
void explain_chain(struct explanation *explanation);
/** Set mark and decision by what was measured. */
void explain_decide(struct explanation *explanation, enum step_kind kind,
		    struct explain_step *step);
void explain_steps(struct explanation *explanation);
void explain_matrix(struct explanation *explanation);
void explain_letter(struct explanation *explanation);

/** Append the DNSSEC words that occur in @p text, each explained. */
void explain_glossary(const char *text, struct text *out);

#endif
