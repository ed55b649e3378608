/* SPDX-License-Identifier: BSD-3-Clause */
/* denials_text.c - denials and their records, as questions and in words. */
#include "diagnose/denials.h"
#include "diagnose/evidence.h"

/* A bitmap can name 65,536 types; a line of some hundred bytes will do. */
#define RECORD_TEXT_MAX 700

bool denied_fails(const struct denied *denied)
{
	return denied->proof > PROOF_UNCHECKED;
}

bool denied_repeats(const struct denials *denials, const struct denied *denied)
{
	for (const struct denied *at = denials->at; at < denied; at++)
		if (at->server == denied->server && at->type == denied->type &&
		    at->claim == denied->claim && at->proof == denied->proof &&
		    name_equal(at->name, denied->name))
			return true;
	return false;
}

const struct denied *denials_first(const struct denials *denials,
				   denied_test *is_meant)
{
	for (size_t i = 0; i < denials->count; i++)
		if (is_meant(&denials->at[i]))
			return &denials->at[i];
	return NULL;
}

const char *proof_text(enum proof proof)
{
	static const char *const words[] = {
		[PROOF_HOLDS] = "its proof holds",
		[PROOF_UNCHECKED] = "its proof costs too much to check",
		[PROOF_NONE] = "it has neither NSEC nor NSEC3",
		[PROOF_NAME] = "no record in it matches or covers the name",
		[PROOF_WILDCARD] = "no record in it is about the wildcard that "
				   "could answer",
		[PROOF_TYPE] = "the bitmap of the name says that the type, or "
			       "an alias, is there",
	};

	return words[proof];
}

const char *denied_text(struct diagnosis *d, const struct denied *denied)
{
	static const char *const formats[] = {
		[CLAIM_NXDOMAIN] = "NXDOMAIN for",
		[CLAIM_NODATA] = "no data for",
		[CLAIM_WILDCARD] = "a wildcard's answer for",
	};
	char name[NAME_TEXT_SIZE], type[TYPE_TEXT_SIZE];
	const char *text =
		arena_printf(d->arena, "%s %s %s", formats[denied->claim],
			     name_to_text(denied->name, name),
			     type_to_text(denied->type, type));

	return text ? text : "";
}

const struct type_bitmap *denial_types(const struct denial_record *record)
{
	return record->is_nsec3 ? &record->u.nsec3.types
				: &record->u.nsec.types;
}

bool denial_record_matches(const struct denials *denials,
			   const struct denial_record *record,
			   const struct name *name)
{
	uint8_t hash[NSEC3_HASH_SIZE];

	if (!record->is_nsec3)
		return name_equal(&record->u.nsec.owner, name);
	return nsec3_hash(denials->hasher, &record->u.nsec3.params, name,
			  hash) &&
	       nsec3_matches(&record->u.nsec3, hash);
}

bool denial_record_covers(const struct denials *denials,
			  const struct denial_record *record,
			  const struct name *name)
{
	uint8_t hash[NSEC3_HASH_SIZE];

	if (!record->is_nsec3)
		return nsec_covers(&record->u.nsec, name);
	return nsec3_hash(denials->hasher, &record->u.nsec3.params, name,
			  hash) &&
	       nsec3_covers(&record->u.nsec3, hash);
}

bool denial_same_version(const struct view_server *a,
			 const struct view_server *b)
{
	return a == b ||
	       (a->has_serial && b->has_serial && a->serial == b->serial);
}

const char *denial_record_text(struct diagnosis *d,
			       const struct view_server *server,
			       const struct view_rrset *rrset)
{
	char owner[NAME_TEXT_SIZE], type[TYPE_TEXT_SIZE];
	const char *kept;
	struct text line;

	text_init(&line, RECORD_TEXT_MAX);
	text_printf(&line, "%s: %s %s ", server->label,
		    name_to_text(&rrset->owner, owner),
		    type_to_text(rrset->type, type));
	rdata_print(&line, rrset->type, rrset->set->rdata[0]);
	kept = arena_strdup(d->arena, text_string(&line));
	text_done(&line);
	return kept ? kept : "";
}

void denied_show(struct diagnosis *d, struct finding *f,
		 const struct denied *denied)
{
	const char *line =
		arena_printf(d->arena, "%s: %s: %s", denied->server->label,
			     denied_text(d, denied), proof_text(denied->proof));

	evidence_list(d, f, line ? line : "");
	for (size_t i = 0; i < denied->row_count; i++) {
		const struct view_rrset *row = &denied->rows[i];

		if (row->from_authority && row->set && row->set->count > 0 &&
		    row->type != TYPE_SOA)
			evidence_list(
				d, f,
				denial_record_text(d, denied->server, row));
	}
}

void denials_show(struct diagnosis *d, struct finding *f, denied_test *is_meant)
{
	const struct view_server *last = NULL;

	for (size_t i = 0; i < d->denials->count; i++) {
		const struct denied *denied = &d->denials->at[i];

		if (!is_meant(denied) || denied_repeats(d->denials, denied))
			continue;
		denied_show(d, f, denied);
		if (denied->server != last)
			verify_question(d, f, denied->server->server,
					&denied->rows[0].owner, denied->type);
		last = denied->server;
	}
}
