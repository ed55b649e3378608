/* SPDX-License-Identifier: BSD-3-Clause */
/* transport.h - what became of UDP and TCP at a server: shared by the checks
 * about truncation, TCP and rate limits, so that one cause gives one id. */
#ifndef FOREWARN_DIAGNOSE_TRANSPORT_H
#define FOREWARN_DIAGNOSE_TRANSPORT_H

#include "diagnose/service.h"

/** Asked, and nothing usable came: not one that we ended or could not ask. */
bool transport_failed(const struct answer *answer);

/** The first answer of @p server that was cut short over UDP (TC) and did not
 * come over TCP, or NULL. */
service_filter transport_cut_short;

/** Show how to ask the servers over TCP. */
void transport_verify_tcp(struct diagnosis *d, struct finding *f,
			  const struct roster *roster);

#endif
