/* SPDX-License-Identifier: BSD-3-Clause */
/* confined_driver.c - what may a process here do? Tries it, and says what came
 * of it: "NAME allowed", "NAME EPERM", "NAME killed".
 *
 *	confined_driver		as it was started
 *	confined_driver prober	after the prober's own sandbox */
#include "probe/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/keyctl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <sys/wait.h>
#include <unistd.h>

#define STATE_FILE "/var/lib/forewarn/confined"

/* Each returns a negative number and errno where it is refused. */

static long try_ptrace(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static long try_mount(void)
{
	return mount("none", "/tmp", "tmpfs", 0, NULL);
}

static long try_keyctl(void)
{
	return syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID,
		       KEY_SPEC_SESSION_KEYRING, 1);
}

static long try_bpf(void)
{
	union bpf_attr attr = { .map_type = BPF_MAP_TYPE_ARRAY,
				.key_size = 4,
				.value_size = 4,
				.max_entries = 1 };

	return syscall(SYS_bpf, BPF_MAP_CREATE, &attr, sizeof(attr));
}

static long try_perf(void)
{
	return syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0);
}

static long try_namespace(void)
{
	return unshare(CLONE_NEWUSER);
}

static long try_module(void)
{
	return syscall(SYS_init_module, NULL, 0, "");
}

static long try_clock(void)
{
	struct timex only_read = { 0 };

	return adjtimex(&only_read);
}

static long try_hostname(void)
{
	return sethostname("other", 5);
}

static long try_setuid(void)
{
	return setuid(0);
}

static long try_realtime(void)
{
	struct sched_param param = { .sched_priority = 1 };

	return sched_setscheduler(0, SCHED_FIFO, &param);
}

static long try_personality(void)
{
	return personality(ADDR_NO_RANDOMIZE);
}

static long try_write_and_execute(void)
{
	void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return at == MAP_FAILED ? -1 : 0;
}

static long try_make_executable(void)
{
	void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return at == MAP_FAILED ? -1
				: mprotect(at, 4096, PROT_READ | PROT_EXEC);
}

static long try_set_user_id(void)
{
	int fd = open(STATE_FILE, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	return fd < 0 ? fd : fchmod(fd, 04700);
}

static long try_packet_socket(void)
{
	return socket(AF_PACKET, SOCK_DGRAM, 0);
}

static long try_vsock_socket(void)
{
	return socket(AF_VSOCK, SOCK_STREAM, 0);
}

static long try_unix_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0);
}

static long try_netlink_socket(void)
{
	return socket(AF_NETLINK, SOCK_RAW, 0);
}

static long try_ask(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons(53),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	return sendto(socket(AF_INET, SOCK_DGRAM, 0), "", 0, 0,
		      (struct sockaddr *)&to, sizeof(to));
}

static long try_listen(void)
{
	return listen(socket(AF_INET, SOCK_STREAM, 0), 1);
}

static long try_fork(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid;
}

static long try_execute(void)
{
	static char name[] = "true";
	char *const arguments[] = { name, NULL }, *none[] = { NULL };

	/* Where it works, "true" says so by its exit status. */
	return execve("/bin/true", arguments, none);
}

static long try_kill(void)
{
	return kill(getppid(), 0);
}

static long try_read_users(void)
{
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC);
}

static long try_write_etc(void)
{
	return open("/etc/confined", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
}

static long try_write_usr(void)
{
	return open("/usr/confined", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
}

static long try_write_state(void)
{
	return open(STATE_FILE, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
}

static long try_write_tmp(void)
{
	return open("/tmp/confined", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
}

static long try_home(void)
{
	return open("/root/.profile", O_RDONLY | O_CLOEXEC);
}

static long try_devices(void)
{
	return open("/dev/kmsg", O_RDONLY | O_CLOEXEC);
}

static long try_other_processes(void)
{
	return open("/proc/1/status", O_RDONLY | O_CLOEXEC);
}

static long try_kernel_knobs(void)
{
	return open("/proc/sys/kernel/hostname", O_RDONLY | O_CLOEXEC);
}

static const struct {
	const char *name;
	long (*try)(void);
} deeds[] = {
	{ "ptrace", try_ptrace },
	{ "mount", try_mount },
	{ "keyctl", try_keyctl },
	{ "bpf", try_bpf },
	{ "perf", try_perf },
	{ "namespace", try_namespace },
	{ "module", try_module },
	{ "clock", try_clock },
	{ "hostname", try_hostname },
	{ "setuid", try_setuid },
	{ "realtime", try_realtime },
	{ "personality", try_personality },
	{ "write-and-execute", try_write_and_execute },
	{ "make-executable", try_make_executable },
	{ "set-user-id", try_set_user_id },
	{ "packet-socket", try_packet_socket },
	{ "vsock-socket", try_vsock_socket },
	{ "unix-socket", try_unix_socket },
	{ "netlink-socket", try_netlink_socket },
	{ "ask", try_ask },
	{ "listen", try_listen },
	{ "fork", try_fork },
	{ "execute", try_execute },
	{ "kill", try_kill },
	{ "read-users", try_read_users },
	{ "write-etc", try_write_etc },
	{ "write-usr", try_write_usr },
	{ "write-state", try_write_state },
	{ "write-tmp", try_write_tmp },
	{ "home", try_home },
	{ "devices", try_devices },
	{ "other-processes", try_other_processes },
	{ "kernel-knobs", try_kernel_knobs },
};

static void attempt(size_t deed, bool sandboxed)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		if (sandboxed)
			sandbox_close();
		_exit(deeds[deed].try() < 0 ? errno : 0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		exit(EXIT_FAILURE);
	if (WIFSIGNALED(status))
		printf("%s killed\n", deeds[deed].name);
	else if (WEXITSTATUS(status))
		printf("%s %s\n", deeds[deed].name,
		       strerrorname_np(WEXITSTATUS(status)));
	else
		printf("%s allowed\n", deeds[deed].name);
}

int main(int argc, char **argv)
{
	bool sandboxed = argc > 1 && strcmp(argv[1], "prober") == 0;

	(void)setvbuf(stdout, NULL, _IONBF, 0); /* children must not repeat */
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		attempt(i, sandboxed);
	return EXIT_SUCCESS;
}
