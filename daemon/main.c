/* SPDX-License-Identifier: BSD-3-Clause */
/* main.c - forewarnd: arguments, privileges, exit codes. */
#include "app/app.h"
#include "base/log.h"
#include "base/streams.h"
#include "config/config_load.h"
#include "probe/prober.h"

#include <errno.h>
#include <getopt.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* 1: a configuration that must be mended first; the unit does not restart
 * on it. 2: cannot start; a restart may help. 64: wrong arguments. */
enum { EXIT_CONFIG = 1, EXIT_START = 2, EXIT_USAGE = 64 };

#define CONFIG_PATH SYSCONFDIR "/forewarn/forewarn.yaml"

static const char usage[] =
	"Usage: forewarnd [-c FILE] [options]\n"
	"Watch DNSSEC-signed zones and tell before resolvers fail.\n"
	"\n"
	"  -c, --config FILE  configuration (" CONFIG_PATH ")\n"
	"      --check        check the configuration and exit\n"
	"      --dump-config  print the effective configuration and exit\n"
	"      --shard I      watch shard I, from 0, of those beside each "
	"other\n"
	"      --shard I/N    watch shard I of N, on a host of its own\n"
	"  -d                 stay in the foreground (it always does)\n"
	"  -v, --verbose      say more; twice: say everything\n"
	"  -V, --version      print the version and exit\n"
	"  -h, --help         print this and exit\n"
	"\n"
	"SIGHUP reads the configuration again. See forewarnd(8).\n";

struct arguments {
	struct app_options app;
	bool check, dump;
};

enum { OPTION_CHECK = 256, OPTION_DUMP, OPTION_SHARD };

static const struct option options[] = {
	{ "config", required_argument, NULL, 'c' },
	{ "check", no_argument, NULL, OPTION_CHECK },
	{ "dump-config", no_argument, NULL, OPTION_DUMP },
	{ "shard", required_argument, NULL, OPTION_SHARD },
	{ "verbose", no_argument, NULL, 'v' },
	{ "version", no_argument, NULL, 'V' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

/* @return -1 to go on, else the exit code. */
static int take_option(int option, struct arguments *args)
{
	switch (option) {
	case 'c':
		args->app.config_path = optarg;
		return -1;
	case 'd':
		return -1;
	case 'v':
		args->app.verbose++;
		return -1;
	case 'V':
		(void)puts("forewarnd " PACKAGE_VERSION);
		return EXIT_SUCCESS;
	case 'h':
		(void)fputs(usage, stdout);
		return EXIT_SUCCESS;
	case OPTION_CHECK:
		args->check = true;
		return -1;
	case OPTION_DUMP:
		args->dump = true;
		return -1;
	case OPTION_SHARD:
		if (shard_parse(optarg, &args->app.shard))
			return -1;
		(void)fprintf(stderr,
			      "forewarnd: --shard %s: must be I, or I/N, with "
			      "I from 0 to N-1\n",
			      optarg);
		return EXIT_USAGE;
	default:
		(void)fputs("Try forewarnd --help.\n", stderr);
		return EXIT_USAGE;
	}
}

static int parse_arguments(int argc, char **argv, struct arguments *args)
{
	int option, code;

	while ((option = getopt_long(argc, argv, "c:dvVh", options, NULL)) !=
	       -1) {
		code = take_option(option, args);
		if (code >= 0)
			return code;
	}
	if (optind == argc)
		return -1;
	(void)fprintf(stderr, "forewarnd: %s: unexpected argument\n",
		      argv[optind]);
	return EXIT_USAGE;
}

/* What shards have in common. Where it cannot be made, its child cannot
 * either, and that is said. */
static void make_parent(const char *path)
{
	const char *slash = strrchr(path, '/');
	char parent[4096];

	if (!slash || slash == path)
		return;
	(void)snprintf(parent, sizeof(parent), "%.*s", (int)(slash - path),
		       path);
	(void)mkdir(parent, 0755);
}

/* A directory that the daemon keeps files in, made when it is not there. */
static bool make_directory(const char *path, mode_t mode,
			   const struct passwd *owner)
{
	make_parent(path);
	if (mkdir(path, mode) != 0 && errno != EEXIST) {
		log_error(path, "cannot be made: %s", strerror(errno));
		return false;
	}
	if (owner && chown(path, owner->pw_uid, owner->pw_gid) != 0) {
		log_error(path, "cannot be given to %s: %s", owner->pw_name,
			  strerror(errno));
		return false;
	}
	return true;
}

/* Started as root, become the configured user for good. */
static bool become(const struct passwd *user)
{
	if (setgroups(0, NULL) == 0 && setgid(user->pw_gid) == 0 &&
	    setuid(user->pw_uid) == 0)
		return true;
	log_error(user->pw_name, "cannot become this user: %s",
		  strerror(errno));
	return false;
}

static bool drop_privileges(const struct config *config)
{
	const struct passwd *user = NULL;

	if (geteuid() == 0 && config->user[0]) {
		user = getpwnam(config->user);
		if (!user)
			log_warning(config->user,
				    "no such user: running on as root");
	}
	if (!make_directory(config->state_dir, 0755, user) ||
	    !make_directory(config->run_dir, 0755, user))
		return false;
	return !user || become(user);
}

/* The secrets of the targets are in our memory: no core dumps, no ptrace;
 * and a client that hangs up must not end the daemon. */
static void harden(void)
{
	static const struct rlimit no_core = { 0, 0 };

	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	(void)setrlimit(RLIMIT_CORE, &no_core);
	(void)signal(SIGPIPE, SIG_IGN);
}

/* A million zones take seconds to read: whoever changes the file meanwhile and
 * says so must not end us. app_new() lets it come. */
static void hold_reloads(void)
{
	sigset_t reload;

	(void)sigemptyset(&reload);
	(void)sigaddset(&reload, SIGHUP);
	(void)sigprocmask(SIG_BLOCK, &reload, NULL);
}

/* What is only to be looked at may be the whole of what shards share. */
static struct config_file *load(const struct arguments *args)
{
	bool whole = (args->check || args->dump) && !args->app.shard.given;
	struct text messages;
	struct config_file *file;

	text_init(&messages, 4 * 1024 * 1024);
	file = whole ? config_load_with(args->app.config_path, SECRETS_AT_HAND,
					&messages)
		     : config_load_shard(args->app.config_path,
					 &args->app.shard, &messages);
	(void)fputs(text_string(&messages), stderr);
	text_done(&messages);
	return file;
}

static int dump(struct config_file *file)
{
	struct text out;
	bool ok;

	text_init(&out, (size_t)256 * 1024 * 1024);
	config_dump(config_get(file), &out);
	ok = text_ok(&out);
	(void)fputs(text_string(&out), stdout); /* main() looks at stdout */
	text_done(&out);
	return ok ? EXIT_SUCCESS : EXIT_START;
}

static int run(const struct arguments *args, struct config_file *file)
{
	const struct config *config = config_get(file);
	struct app *app;
	int code;

	log_open("forewarnd", app_log_level(config, args->app.verbose));
	if (!drop_privileges(config)) {
		config_free(file);
		return EXIT_START;
	}
	harden();
	app = app_new(&args->app, file);
	if (!app)
		return EXIT_START;
	code = app_run(app);
	app_free(app);
	return code;
}

/* What was to be shown must have been. */
static int end(int code)
{
	return streams_flush("forewarnd") || code != EXIT_SUCCESS ? code
								  : EXIT_START;
}

int main(int argc, char **argv)
{
	struct arguments args = { .app.config_path = CONFIG_PATH };
	struct config_file *file;
	int code;

	streams_open();
	/* The supervisor executes us anew with this, and nobody else does. */
	if (argc == 3 && strcmp(argv[1], "--prober") == 0)
		return prober_main(atoi(argv[2]));
	log_open("forewarnd", LOG_LEVEL_INFO);
	code = parse_arguments(argc, argv, &args);
	if (code >= 0)
		return end(code);
	hold_reloads();
	file = load(&args);
	if (!file)
		return EXIT_CONFIG;
	if (args.dump)
		code = dump(file);
	else if (args.check)
		(void)printf("%s: ok, %zu zone%s\n", args.app.config_path,
			     config_get(file)->zone_count,
			     config_get(file)->zone_count == 1 ? "" : "s");
	else
		return run(&args, file);
	config_free(file);
	return end(code < 0 ? EXIT_SUCCESS : code);
}
