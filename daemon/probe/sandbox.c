/* SPDX-License-Identifier: BSD-3-Clause */
/* sandbox.c - a prober gives up what it does not need. */
#include "probe/sandbox.h"

#include "base/log.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* The windows of both kinds of question, and room. */
#define DESCRIPTORS_MAX 4096
/* "nobody" wherever there is one. */
#define UNKNOWN_ID 65534

unsigned sandbox_limits(int fd)
{
	static const int ignored[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE };
	struct rlimit none = { 0, 0 }, files;

	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		(void)signal(ignored[i], SIG_IGN);   /* valid signals */
	(void)prctl(PR_SET_NAME, "forewarn-prober"); /* for ps, else a number */
	(void)setrlimit(RLIMIT_CORE, &none); /* lowering is always allowed */
	for (int other = 3; other < fd; other++)
		(void)close(other); /* most were never open */
	(void)close_range((unsigned)fd + 1, ~0U, 0);
	if (getrlimit(RLIMIT_NOFILE, &files) != 0)
		return 256;
	files.rlim_cur = files.rlim_max < DESCRIPTORS_MAX ? files.rlim_max
							  : DESCRIPTORS_MAX;
	files.rlim_max = files.rlim_cur;
	(void)setrlimit(RLIMIT_NOFILE, &files); /* within the hard limit */
	return (unsigned)files.rlim_cur;
}

void sandbox_become(const char *user)
{
	struct passwd *entry;
	uid_t uid = UNKNOWN_ID;
	gid_t gid = UNKNOWN_ID;

	if (!user || geteuid() != 0)
		return;
	entry = getpwnam(user);
	if (entry) {
		uid = entry->pw_uid;
		gid = entry->pw_gid;
	}
	if (setgroups(0, NULL) != 0 || setresgid(gid, gid, gid) != 0 ||
	    setresuid(uid, uid, uid) != 0)
		log_warning(user, "the prober stays root: %s", strerror(errno));
}

/* gcc defines the one, clang has the other. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif

#if defined(HAVE_SECCOMP) && !defined(SANITIZED)

#include <seccomp.h>

/* What the prober, libunbound, libevent and libcrypto do once they run.
 * Everything else fails with EPERM and does not kill: which calls a libc makes
 * differs between releases, and a harmless one must not end the service. */
static const int allowed[] = {
	SCMP_SYS(read),		 SCMP_SYS(readv),
	SCMP_SYS(write),	 SCMP_SYS(writev),
	SCMP_SYS(close),	 SCMP_SYS(fcntl),
	SCMP_SYS(fstat),	 SCMP_SYS(newfstatat),
	SCMP_SYS(connect),	 SCMP_SYS(bind),
	SCMP_SYS(getsockname),	 SCMP_SYS(getpeername),
	SCMP_SYS(setsockopt),	 SCMP_SYS(getsockopt),
	SCMP_SYS(sendto),	 SCMP_SYS(sendmsg),
	SCMP_SYS(sendmmsg),	 SCMP_SYS(recvfrom),
	SCMP_SYS(recvmsg),	 SCMP_SYS(shutdown),
	SCMP_SYS(pipe2),	 SCMP_SYS(pipe),
	SCMP_SYS(poll),		 SCMP_SYS(ppoll),
	SCMP_SYS(select),	 SCMP_SYS(pselect6),
	SCMP_SYS(epoll_create1), SCMP_SYS(epoll_ctl),
	SCMP_SYS(epoll_wait),	 SCMP_SYS(epoll_pwait),
	SCMP_SYS(epoll_pwait2),	 SCMP_SYS(timerfd_settime),
	SCMP_SYS(eventfd2),	 SCMP_SYS(brk),
	SCMP_SYS(munmap),	 SCMP_SYS(mremap),
	SCMP_SYS(madvise),	 SCMP_SYS(futex),
	SCMP_SYS(getrandom),	 SCMP_SYS(getpid),
	SCMP_SYS(gettid),	 SCMP_SYS(gettimeofday),
	SCMP_SYS(time),		 SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_getres),	 SCMP_SYS(clock_nanosleep),
	SCMP_SYS(rt_sigaction),	 SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),	 SCMP_SYS(restart_syscall),
	SCMP_SYS(exit),		 SCMP_SYS(exit_group),
};

/* Only an attacker's code does these here. */
static const int deadly[] = {
	SCMP_SYS(execve),
	SCMP_SYS(execveat),
	SCMP_SYS(fork),
	SCMP_SYS(vfork),
	SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(mount),
	SCMP_SYS(bpf),
	SCMP_SYS(keyctl),
	SCMP_SYS(init_module),
	SCMP_SYS(finit_module),
};

/* Allowed with this argument only: memory, but no code; Internet sockets. */
static const struct {
	int call;
	struct scmp_arg_cmp argument;
} guarded[] = {
	{ SCMP_SYS(mmap), { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 } },
	{ SCMP_SYS(mprotect), { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 } },
	{ SCMP_SYS(socket), { 0, SCMP_CMP_EQ, AF_INET, 0 } },
	{ SCMP_SYS(socket), { 0, SCMP_CMP_EQ, AF_INET6, 0 } },
	{ SCMP_SYS(ioctl), { 1, SCMP_CMP_EQ, FIONREAD, 0 } },
	{ SCMP_SYS(ioctl), { 1, SCMP_CMP_EQ, FIONBIO, 0 } },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool add_rules(scmp_filter_ctx filter)
{
	for (size_t i = 0; i < COUNT(allowed); i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0))
			return false;
	for (size_t i = 0; i < COUNT(deadly); i++)
		if (seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, deadly[i],
				     0))
			return false;
	for (size_t i = 0; i < COUNT(guarded); i++)
		if (seccomp_rule_add_array(filter, SCMP_ACT_ALLOW,
					   guarded[i].call, 1,
					   &guarded[i].argument))
			return false;
	return true;
}

static void filter_calls(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int rc = -1;

	if (filter && add_rules(filter))
		rc = seccomp_load(filter);
	if (filter)
		seccomp_release(filter);
	if (rc != 0)
		log_warning(NULL, "no system call filter: libseccomp says %d",
			    rc);
}

#else

/* The sanitizers make calls of their own that no list can foresee. */
static void filter_calls(void)
{
}

#endif

void sandbox_close(void)
{
	tzset(); /* the last file that anything reads */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    prctl(PR_SET_DUMPABLE, 0) != 0)
		log_warning(NULL, "the prober keeps some rights: %s",
			    strerror(errno));
	filter_calls();
}
