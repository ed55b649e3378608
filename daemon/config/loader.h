/* SPDX-License-Identifier: BSD-3-Clause */
/* loader.h - what the files of config/ share while a configuration is read.
 * Private to config/. */
#ifndef FOREWARN_CONFIG_LOADER_H
#define FOREWARN_CONFIG_LOADER_H

#include "base/arena.h"
#include "base/text.h"
#include "config/config_load.h"
#include "config/kinds.h"
#include "config/shard.h"

/* A list of a million zones is 20 to 60 MB. */
#define CONFIG_FILE_BYTES_MAX ((size_t)64 << 20)
#define FILES_MAX	      65536

/* A file named by zone_files: or include:, read once the main file is. */
struct pending_file {
	struct pending_file *next;
	struct place place;
	const char *path;
	bool is_plain; /* zone_files: */
};

/* A zone with keys of its own, until it can be held against the defaults. */
struct own_policy {
	struct own_policy *next;
	struct place place;
	size_t zone;  /* index into loader.zones */
	uint64_t set; /* bit i: policy_fields[i] is the zone's own */
	struct zone_policy policy;
};

/* A target that a route names: looked for when all targets are known. */
struct target_name {
	struct target_name *next;
	struct place place;
	const char *name;
};

struct loader {
	struct complaints complaints;
	struct arena *arena;
	struct config *config;
	struct zone_policy *defaults;
	struct place defaults_place, listen_place;
	struct reader *reader; /* of the file being read */
	const char *dir;       /* of the main file, with its '/', or "" */
	bool memory_is_short;  /* said already */
	bool in_memory;	       /* no other file may be touched */
	enum config_secrets secrets;

	struct pending_file *files, **files_end;
	size_t file_count;

	/* zones.c; not in the arena, because it grows. */
	struct zone_config *zones;
	size_t zone_count, zone_cap;
	bool zones_are_full; /* said already */
	uint32_t *slots;     /* hash set of 1 + index into zones; 0 is free */
	size_t slot_count;
	struct own_policy *own, **own_end;
	struct target_name *target_names, **target_names_end;
	struct place route_places[ROUTES_MAX];

	/* The zone entry being read, for FIELD_ZONE_NAME. */
	struct name zone_name;
	struct place zone_place;
};

/** Read one document whose top is a map of @p fields, of struct config. */
void document_read(struct loader *loader, const char *file, const char *bytes,
		   size_t len, const struct field *fields);

/** Read a map, whose opening item was just read, by a table into @p base.
 * @return bit i for each row i that was there and right. */
uint64_t fields_read(struct loader *loader, const struct field *fields,
		     void *base);

/** Whether a list's element is a scalar; else complain and skip it. */
bool element_is_scalar(struct loader *loader, const struct field *field,
		       const struct item *item);

/** Complain, once, that memory or the arena is at its end. @return false. */
bool loader_out_of_memory(struct loader *loader, struct place place);

/** Begin with the main file: relative paths are relative to it. */
void loader_enter_file(struct loader *loader, const char *path);

/** Whether programs and certificates are to be looked at: they need not be
 * there for whoever only asks the daemon. */
bool loader_looks_around(const struct loader *loader);

/** The path that a relative one means in the file being read. In the arena,
 * NULL without memory. */
const char *loader_path(struct loader *loader, const char *path);

/** Read all that zone_files: and include: named. */
void loader_read_pending(struct loader *loader);

/**
 * Read a whole file.
 *
 * @param ret_bytes  initialised with the most that is read; text_done() it.
 * @return false, with a complaint at @p place that names the file.
 */
bool loader_read_file(struct loader *loader, struct place place,
		      const char *path, struct text *ret_bytes);

/** The struct whose member is at @p at: lists have a count and more. */
#define OWNER(at, type, member)                                                \
	((type *)(void *)((char *)(at)-offsetof(type, member)))

/** Read a duration within the field's range. */
bool field_read_duration(struct loader *loader, const struct field *field,
			 const struct item *item, int64_t *ret_s);

/** The place of the item's text among the field's words; -1, with a complaint,
 * where it is none of them. */
int field_find_word(struct loader *loader, const struct field *field,
		    const struct item *item);

/** Complain that @p index, from 0, is past the field's maximum.
 * @return false then. */
bool list_has_room(struct loader *loader, const struct field *field,
		   const struct item *item, size_t index);

/** Read a scalar of a list into its place: @p index of what @p found points at.
 * @return false, with a complaint, where it is wrong. */
typedef bool element_reader(struct loader *loader, const struct field *field,
			    const struct item *item, size_t index, void *found);

/**
 * Read a list of scalars, of the field's maximum at most.
 *
 * @param found  has room for so many.
 * @return false, with a complaint for each that is wrong.
 */
bool list_read(struct loader *loader, const struct field *field,
	       element_reader *read, void *found, size_t *ret_count);

#define TEXTS_MAX PATTERNS_MAX

/** The same of texts, TEXTS_MAX at most: @p read sets a const char *. They are
 * kept in the loader's arena. */
bool list_read_texts(struct loader *loader, const struct field *field,
		     element_reader *read, struct text_list *ret_list);

/**
 * The next element of a list of maps, whose keys are to be read. What is none,
 * or past the field's maximum, is complained of and passed over.
 *
 * @param seen  how many there were; 0 at first.
 * @return false at the list's end.
 */
bool list_next_map(struct loader *loader, const struct field *field,
		   size_t *seen, struct item *ret_item);

/** Read the name of a zone: ASCII, no wildcard. */
bool zone_name_read(struct loader *loader, struct place place, const char *text,
		    struct name *ret_name);

/** The lines of a plain file of zones; @p bytes are cut up. */
void zones_read_plain(struct loader *loader, const char *file,
		      struct text *bytes);

/** Give every zone its policy, check it, sort: all files are read. */
void zones_finish(struct loader *loader);

/** Check what says by which program or cluster a target is told.
 * @param traits  of its kind.
 * @return whether it is told by a single URL instead. */
bool target_check_lists(struct loader *loader, struct place place,
			const struct target_config *target, unsigned traits);

/** Find the targets of each route: all are read. */
void routes_finish(struct loader *loader);
/** Narrow the configuration to one shard's share: zones are finished. */
void shard_take(struct loader *loader, const struct shard_choice *choice);
/** Whether http_listen and what guards it fit together. */
void http_finish(struct loader *loader);

/** Whether @p zone is at or under the owner of each anchor in @p lines, as
 * field_read_trust_anchor() keeps them. */
bool trust_anchors_cover(struct loader *loader, const char *lines,
			 const struct name *zone);

/**
 * Read a configuration from memory; no other file is touched.
 *
 * @param file        name for complaints.
 * @param ret_errors  as config_load().
 */
struct config_file *config_load_memory(const char *file, const char *bytes,
				       size_t len, struct text *ret_errors);

#endif
