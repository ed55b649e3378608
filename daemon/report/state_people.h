/* SPDX-License-Identifier: BSD-3-Clause */
/* state_people.h - what people said, as parts of the published view. For the
 * files of state.h. */
#ifndef FOREWARN_REPORT_STATE_PEOPLE_H
#define FOREWARN_REPORT_STATE_PEOPLE_H

#include "report/json.h"
#include "report/state.h"

/** Every silence of @p head. */
json_t *json_silences(const struct state_head *head);

/** Add to the object of an incident whether it is silenced, and who looks
 * after it. */
void json_add_ack(json_t **object, const struct incident *incident);

/** Add to the object of a zone its incident, and to each of its findings (if
 * they are there) the silence. */
void json_add_attention(json_t **zone, const struct state_zone *from);

#endif
