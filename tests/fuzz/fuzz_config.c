/* SPDX-License-Identifier: BSD-3-Clause */
/* fuzz_config.c - no configuration breaks the reader; one that it refuses has
 * a complaint, and one that it accepts is dumped and read back the same. */
#include "config/config_load.h"
#include "config/loader.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX ((size_t)16 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* @return whether @p yaml was accepted; its dump then. */
static bool load_and_dump(const char *yaml, size_t len, struct text *dump)
{
	struct config_file *file;
	struct text errors;

	text_init(&errors, TEXT_MAX);
	text_init(dump, TEXT_MAX);
	file = config_load_memory("fuzz", yaml, len, &errors);
	if (!file && errors.len == 0)
		abort();
	if (file)
		config_dump(config_get(file), dump);
	config_free(file);
	text_done(&errors);
	return file && text_ok(dump);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text first, second;

	if (load_and_dump((const char *)data, size, &first)) {
		if (!load_and_dump(text_string(&first), first.len, &second) ||
		    strcmp(text_string(&first), text_string(&second)) != 0)
			abort();
		text_done(&second);
	}
	text_done(&first);
	return 0;
}
