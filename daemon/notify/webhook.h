/* SPDX-License-Identifier: BSD-3-Clause */
/* webhook.h - POST requests on our loop, by libcurl's multi interface. I/O.
 *
 * http and https only; no redirect is followed (it could lead a secret
 * anywhere) and no proxy of the environment is used: the configured URL is the
 * whole truth. Certificates are verified. Where private addresses are
 * forbidden, what counts is the address that is connected to, not what a name
 * resolved to before. */
#ifndef FOREWARN_NOTIFY_WEBHOOK_H
#define FOREWARN_NOTIFY_WEBHOOK_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* More than the head of what a sink answers is read by nobody; this much is
 * taken in to be polite. */
#define WEBHOOK_REPLY_MAX 65536
/* The head, that may say more than the status. */
#define WEBHOOK_HEAD_MAX 4096

struct event_base;
struct webhook;
struct webhook_request;

struct webhook_reply {
	unsigned status;       /* of HTTP; 0: no answer came */
	int64_t retry_after_s; /* 0: not said */
	/* "HTTP 503", "Couldn't connect to server (Connection refused)":
	 * nothing that is secret, the host's name at most. */
	char error[128];
	const char *body; /* its head, any bytes; gone after done() */
	size_t body_len;
};

/** Called from the loop when a request is over; the request is then gone. */
typedef void webhook_done(void *arg, const struct webhook_reply *reply);

struct webhook_post {
	const char *url;
	const char *headers; /* "name: value\n" each */
	const char *body;
	const char *ca_file;	      /* of whom to trust; NULL: the system's */
	int64_t connect_ms, total_ms; /* limits */
	webhook_done *done;
	void *arg;
};

/** ERR_MEMORY. From here on SIGPIPE is ignored. */
enum err webhook_new(struct event_base *base, struct webhook **ret_webhook);
/** All requests are cancelled before. Takes NULL. */
void webhook_free(struct webhook *webhook);

/** From now on connect to public addresses alone (address_scope()), or to
 * any. */
void webhook_public_only(struct webhook *webhook, bool only);

/** Start a request; copies what it needs. @return NULL without memory. Never
 * calls done() before it returns. */
struct webhook_request *webhook_post(struct webhook *webhook,
				     const struct webhook_post *post);
/** Drop a request; done() is not called. */
void webhook_cancel(struct webhook_request *request);

#endif
