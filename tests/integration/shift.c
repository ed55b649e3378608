/* SPDX-License-Identifier: BSD-3-Clause */
/* shift.c - a clock that test_trouble steps while programs run: preloaded, it
 * adds the seconds in the file that FAKETIME_SHIFT names to the wall clock.
 * libfaketime opens its file anew, which a prober's sandbox forbids. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

typedef int read_clock(clockid_t id, struct timespec *ret);

static const int64_t nothing;
static const volatile int64_t *offset_s = &nothing;
static read_clock *real;

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("FAKETIME_SHIFT");
	int fd = path ? open(path, O_RDONLY) : -1;
	void *page;

	*(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
	if (fd < 0)
		return;
	page = mmap(NULL, sizeof(*offset_s), PROT_READ, MAP_SHARED, fd, 0);
	if (page != MAP_FAILED)
		offset_s = page;
	(void)close(fd); /* only read */
}

int clock_gettime(clockid_t id, struct timespec *ret)
{
	int code = real(id, ret);

	if (code == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
		ret->tv_sec += *offset_s;
	return code;
}

int gettimeofday(struct timeval *restrict ret, void *restrict zone)
{
	struct timespec now;

	(void)zone;
	(void)clock_gettime(CLOCK_REALTIME, &now); /* cannot fail */
	*ret = (struct timeval){ now.tv_sec, now.tv_nsec / 1000 };
	return 0;
}

time_t time(time_t *ret)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_REALTIME, &now); /* cannot fail */
	if (ret)
		*ret = now.tv_sec;
	return now.tv_sec;
}
