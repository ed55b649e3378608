/* SPDX-License-Identifier: BSD-3-Clause */
/* app.h - the daemon: owns the long-lived objects, wires the stages. I/O. */
#ifndef FOREWARN_APP_APP_H
#define FOREWARN_APP_APP_H

#include "base/log.h"
#include "config/config_load.h"

struct app;

struct app_options {
	const char *config_path;
	struct shard_choice shard; /* whose share of it this daemon has */
	int verbose;		   /* levels more than log_level says */
};

/** The least urgent level that is written. */
enum log_level app_log_level(const struct config *config, int verbose);

/**
 * Build everything: state directory, memory, control socket, probers.
 *
 * @param file  taken over, whatever is returned.
 * @return NULL; the reason is logged.
 */
struct app *app_new(const struct app_options *options,
		    struct config_file *file);

/** Run until SIGTERM or SIGINT. @return the exit code. */
int app_run(struct app *app);

/** End the probers, close everything. Takes NULL. */
void app_free(struct app *app);

#endif
