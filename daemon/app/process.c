/* SPDX-License-Identifier: BSD-3-Clause */
/* process.c - what the kernel knows of this process: proc(5). */
#include "app/process.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

static int64_t ms_of(const struct timeval *tv)
{
	return (int64_t)tv->tv_sec * 1000 + tv->tv_usec / 1000;
}

static bool measure_memory(struct metrics_process *ret)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	unsigned long pages, resident;
	FILE *file = fopen("/proc/self/statm", "re");
	bool good;

	if (!file)
		return false;
	good = fscanf(file, "%lu %lu", &pages, &resident) == 2;
	(void)fclose(file);
	if (good) {
		ret->virtual_bytes = pages * page;
		ret->resident_bytes = resident * page;
	}
	return good;
}

static bool count_descriptors(struct metrics_process *ret)
{
	DIR *dir = opendir("/proc/self/fd");
	const struct dirent *entry;

	if (!dir)
		return false;
	while ((entry = readdir(dir)))
		ret->open_fds += *entry->d_name != '.';
	(void)closedir(dir);
	ret->open_fds--; /* the directory's own */
	return true;
}

void process_measure(struct metrics_process *ret)
{
	struct rusage used;
	struct rlimit files;

	*ret = (struct metrics_process){ 0 };
	if (getrusage(RUSAGE_SELF, &used) != 0 ||
	    getrlimit(RLIMIT_NOFILE, &files) != 0 || !measure_memory(ret) ||
	    !count_descriptors(ret)) {
		*ret = (struct metrics_process){ 0 };
		return;
	}
	ret->cpu_ms = ms_of(&used.ru_utime) + ms_of(&used.ru_stime);
	ret->max_fds = (unsigned)files.rlim_cur;
}
