/* SPDX-License-Identifier: BSD-3-Clause */
/* content.c - print the part of a manual page that tables of the program
 * hold, or the schema of the configuration, so that neither can say anything
 * else. Runs while we are built. */
#include "config/config_load.h"
#include "diagnose/disagreement.h"
#include "diagnose/faults.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONTENT_BYTES_MAX ((size_t)1 << 20)

int main(int argc, char **argv)
{
	const char *what = argc == 2 ? argv[1] : "";
	struct text out;
	bool good;

	text_init(&out, CONTENT_BYTES_MAX);
	if (strcmp(what, "keys") == 0)
		config_manual(&out, true);
	else if (strcmp(what, "faults") == 0)
		faults_manual(&out);
	else if (strcmp(what, "disagreements") == 0)
		disagreements_manual(&out);
	else if (strcmp(what, "schema") == 0)
		config_schema(&out);
	good = out.len > 0 && text_ok(&out) &&
	       fputs(text_string(&out), stdout) >= 0 && fflush(stdout) == 0;
	text_done(&out);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
