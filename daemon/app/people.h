/* SPDX-License-Identifier: BSD-3-Clause */
/* people.h - what people say of what is broken: it is known (silences), it is
 * announced (maintenance), somebody looks after it (acknowledgements). For
 * app/ only.
 *
 *	people.c      keeps silences in force, and tells when they end
 *	people_say.c  what is asked through the control socket
 */
#ifndef FOREWARN_APP_PEOPLE_H
#define FOREWARN_APP_PEOPLE_H

#include "app/internal.h"

/* Each costs a comparison for each fault that is confirmed; and a list that
 * is longer is read by nobody. */
#define SILENCES_MAX 256

struct people;

/** Read what memory has. Before incidents are restored: these must know what
 * is silenced. */
enum err people_start(struct app *app);
void people_stop(struct app *app);

/** The configuration is another one: its windows of maintenance are. */
void people_configured(struct app *app);

/** All silences and windows, those to come too. */
const struct silence *people_silences(const struct app *app, size_t *ret_count);

/** Keep a silence that somebody said (deep copy) and have it in force.
 * @param ret_silence  as it is kept now, valid until the loop goes on.
 * @return ERR_LIMIT: there are SILENCES_MAX; ERR_IO and others: memory.db. */
enum err people_silence(struct app *app, const struct silence *silence,
			const struct silence **ret_silence);
/** End it, and tell what it left untold.
 * @return ERR_NOT_FOUND: there is none of that id. */
enum err people_unsilence(struct app *app, const char *id);

/* people_say.c, rows of commands.c */
app_command people_say_ack, people_say_unack, people_say_silence,
	people_say_silences, people_say_unsilence;

#endif
