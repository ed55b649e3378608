/* SPDX-License-Identifier: BSD-3-Clause */
/* heartbeat.c - a service that misses us when we are silent: a ping to the URL
 * itself is life, one to URL/fail trouble, one to URL/start a beginning
 * (https://healthchecks.io/docs/http_api/). */
#include "targets/kind.h"

static void headers(const struct kind_attempt *attempt, struct text *out)
{
	(void)attempt;
	text_put(out, "Content-Type: text/plain; charset=utf-8\n");
}

const struct kind kind_heartbeat = {
	.way = WAY_BEAT,
	.headers = headers,
};
