/* SPDX-License-Identifier: BSD-3-Clause */
/* replay.c - main() of a fuzz target in builds without a fuzzer: every input
 * of its corpus once.
 *
 * The corpus of fuzz_NAME is $srcdir/tests/fuzz/corpus/NAME, or the files
 * given. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INPUT_BYTES_MAX ((size_t)4 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path)
{
	FILE *in = fopen(path, "rb");
	uint8_t *bytes = malloc(INPUT_BYTES_MAX);
	uint8_t *exact = NULL;
	size_t size;

	if (!in || !bytes) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	size = fread(bytes, 1, INPUT_BYTES_MAX, in);
	/* Of the exact size, so that a sanitizer sees a byte too far. */
	exact = malloc(size ? size : 1);
	if (!exact || ferror(in) || fclose(in) != 0) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	memcpy(exact, bytes, size);
	(void)LLVMFuzzerTestOneInput(exact, size);
	free(exact);
	free(bytes);
	return 1;
}

static int replay_folder(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	char file[4096];
	int count = 0;

	if (!dir) {
		perror(path);
		return 0;
	}
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		if (snprintf(file, sizeof(file), "%s/%s", path,
			     entry->d_name) < (int)sizeof(file))
			count += replay_file(file);
	}
	(void)closedir(dir); /* only read */
	return count;
}

int main(int argc, char **argv)
{
	const char *srcdir = getenv("srcdir");
	const char *name = strstr(argv[0], "fuzz_");
	char corpus[4096];
	int count = 0;

	for (int i = 1; i < argc; i++)
		count += replay_file(argv[i]);
	if (argc == 1 && name) {
		(void)snprintf(corpus, sizeof(corpus),
			       "%s/tests/fuzz/corpus/%s", srcdir ? srcdir : ".",
			       name + strlen("fuzz_"));
		count = replay_folder(corpus);
	}
	printf("%s %s: %d inputs\n", count ? "ok" : "not ok", argv[0], count);
	return count ? EXIT_SUCCESS : EXIT_FAILURE;
}
