/* SPDX-License-Identifier: BSD-3-Clause */
/* keywords.h - the small words of the story language, as values. Each says
 * what is wrong itself, through the scene. */
#ifndef FOREWARN_TESTS_KEYWORDS_H
#define FOREWARN_TESTS_KEYWORDS_H

#include "scenario/scene.h"

#define WORD_LIST_MAX 16

/* "a,b,c" taken apart. */
struct word_list {
	char text[256];
	size_t count;
	const char *at[WORD_LIST_MAX];
};

void keyword_split(const char *value, struct word_list *ret);

/* "zsk2/8-": label, algorithm, and a mark: '-' published, signs nothing;
 * '!' signs, is not published. */
struct key_word {
	char label[32];
	uint8_t algorithm;
	char mark; /* or 0 */
};

bool keyword_key(struct scene *scene, const char *word, struct key_word *ret);

/** "none", or a list of "ksk1", "ksk1:4" (digest type), "ksk1!digest" and
 * "ksk1!algorithm" (wrong ones). */
void keyword_ds_set(struct scene *scene, const char *value,
		    struct world_ds_set *ret);

struct world_server *keyword_server(struct scene *scene, const char *host);
bool keyword_health(struct scene *scene, const char *word,
		    enum world_health *ret);
/** The resolver at that address, made where there is none yet. */
struct world_resolver *keyword_resolver(struct scene *scene,
					const char *address);
bool keyword_mode(struct scene *scene, const char *word,
		  enum world_resolver_mode *ret);
bool keyword_security(struct scene *scene, const char *word,
		      enum security *ret);
bool keyword_flaw(struct scene *scene, const char *word, int *ret);
bool keyword_yes(struct scene *scene, const char *word);
/** @return whether it is @p yes; anything but @p no is an error. */
bool keyword_is(struct scene *scene, const char *word, const char *yes,
		const char *no);

/** "3d", "-1h". */
bool keyword_length(const char *word, int64_t *ret_s);
/** "every", "for", "back" or "skew"; else NULL. */
int64_t *keyword_signer_field(struct signer *signer, const char *word);
/** "warning=10", "critical=4", "declared=secure", "survey=1h". */
void keyword_policy(struct scene *scene, const char *word,
		    struct zone_policy *policy);

#endif
