/* SPDX-License-Identifier: BSD-3-Clause */
/* kind.h - what a kind of target wants to be sent, and what its answers mean.
 * To add one: its file here, and its row in config/target_kinds.def. Pure. */
#ifndef FOREWARN_TARGETS_KIND_H
#define FOREWARN_TARGETS_KIND_H

#include "base/text.h"
#include "base/time.h"
#include "config/config.h"
#include "report/card.h"
#include "targets/sign.h"

/* So much of what a sink answers is looked at. */
#define KIND_REPLY_MAX 4096

/* One attempt to deliver. */
struct kind_attempt {
	const char *id;	  /* the same on each attempt */
	const char *body; /* made when it was owed; holds nothing secret */
	struct wall now;  /* of this attempt */
	size_t key_count;
	const struct sign_key *keys; /* newest first */
	const char *url;	     /* as configured; secret */
	const char *token;	     /* secret; NULL: none is configured */
};

/* What came back. */
struct kind_reply {
	/* Of HTTP, 0: no answer came. Of WAY_RUN the exit status, past 255: it
	 * did not exit by itself. */
	unsigned status;
	int64_t retry_after_s; /* what the sink asked for; 0: nothing */
	/* The first KIND_REPLY_MAX bytes of its body, any bytes. */
	const char *body;
	size_t body_len;
};

enum kind_outcome {
	KIND_DONE,
	KIND_RETRY,   /* the sink may take it later */
	KIND_REFUSED, /* it will never take this one */
	KIND_GONE,    /* it will never take any */
};

/* How a target is told. */
enum kind_way {
	WAY_POST, /* each message, by HTTP */
	WAY_RUN,  /* each message, by a program */
	/* By HTTP, but not by messages: all that is open, again and again; that
	 * we live. What is owed to these is paid by the next time. */
	WAY_MIRROR,
	WAY_BEAT,
};

/* NULL where nothing is said. */
struct kind {
	/** NULL: nobody is told of single changes (WAY_MIRROR, WAY_BEAT). Lay
	 * out @p card, when it is owed; what the targets of one kind are
	 * owed is the same. Its bounds are the service's. */
	void (*body)(const struct card *card, struct text *out);
	/** Write the headers of one attempt, "name: value\n" each; of WAY_RUN
	 * the environment, "NAME=value\n". */
	void (*headers)(const struct kind_attempt *attempt, struct text *out);
	/** Write the body of one attempt: what is secret is added here, so
	 * that it is nowhere on the disk. NULL: as it was owed. */
	void (*fill)(const struct kind_attempt *attempt, struct text *out);
	/** Write the URL to post to. NULL: as configured. */
	void (*url)(const char *configured, struct text *out);
	/** What an answer means; may set retry_after_s from the body. NULL:
	 * kind_judge_status(). */
	enum kind_outcome (*judge)(struct kind_reply *reply);
	enum kind_way way;
	/** Shows one alert an incident and keeps it up to date: no message of
	 * an incident may be told within a summary instead, or what it shows
	 * stays wrong. */
	bool in_place;
};

/** @return the row of @p kind; every kind has one. */
const struct kind *kind_of(enum target_kind kind);

/** What @p kind makes of an answer. */
enum kind_outcome kind_judge(const struct kind *kind, struct kind_reply *reply);

/** Lay out a card as a CloudEvent: the body of more than one kind. */
void kind_event(const struct card *card, struct text *out);

/** What a status says by itself: 2xx is success (RFC 9110 15). */
enum kind_outcome kind_judge_status(const struct kind_reply *reply);

/** The same where success has a sign of its own, which was not there: 2xx is
 * then from somebody else (a proxy, a portal) and is tried again. */
enum kind_outcome kind_judge_unless_done(const struct kind_reply *reply);

/** Whether the body that came back begins as a JSON object: a portal's page
 * does not. What is longer than we keep cannot be read as a whole. */
bool kind_says_object(const struct kind_reply *reply);

/** kind.headers of all that send JSON and no more. */
void kind_headers_json(const struct kind_attempt *attempt, struct text *out);

/** kind.fill: the body, a JSON object, with @p value as @p key in
 * it. @p out is empty before. */
void kind_fill_string(const struct kind_attempt *attempt, const char *key,
		      const char *value, struct text *out);

#endif
