# SPDX-License-Identifier: BSD-3-Clause
"""machine - a real systemd, booted over the files of this host.

The host's own file system lies below, a tmpfs above: what the machine writes
is gone with it, and nothing is downloaded. It has namespaces and a cgroup of
its own; the network is the caller's, see alone().
"""
import os
import pathlib
import re
import subprocess
import sys

from harness import cleanup, temporary, wait_for

# Run as the first process of the new namespaces. Kernel knobs are read-only,
# as in any container: systemd then leaves the host's devices and settings be.
BOOT = """
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs "$1"
cd "$1"
mkdir upper work root
mount -t overlay overlay \
    -o lowerdir=/,upperdir="$1/upper",workdir="$1/work" root
cd root
: > etc/fstab
for dir in run tmp dev var/log etc/systemd/system; do
    mkdir -p $dir
    mount -t tmpfs -o mode=755 tmpfs $dir
done
chmod 1777 tmp
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
for node in null zero full random urandom tty; do
    : > dev/$node
    mount --bind /dev/$node dev/$node
done
mkdir dev/shm dev/pts run/old
mount -t devpts -o newinstance,ptmxmode=666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
pivot_root . run/old
umount -l /run/old
rmdir /run/old
# As systemd has it where it is no container: credentials come by it.
mount --make-rshared /
exec env -i container=forewarn PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    setpriv --bounding-set -sys_boot,-sys_module,-sys_rawio,-sys_time \
    /lib/systemd/systemd --system --unit=basic.target --show-status=no
"""


def why_not():
    """Why no machine can be booted here, or None."""
    if os.geteuid() != 0:
        return "needs root"
    if not os.access("/lib/systemd/systemd", os.X_OK):
        return "needs systemd"
    if not _cgroup():
        return "needs a cgroup2 file system that may be written"
    probe = subprocess.run(
        ["unshare", "--mount", "--pid", "--net", "--cgroup", "--fork", "true"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return probe.stdout.strip() or None


def alone():
    """Begin the calling program anew in a network of its own, unless it is
    there: the machine is to have the ports that it has in real life."""
    if os.environ.get("FOREWARN_ALONE"):
        return
    os.environ["FOREWARN_ALONE"] = "yes"
    os.execvp("unshare", ["unshare", "--net", "sh", "-c",
                          'ip link set lo up && exec "$@"', "sh",
                          sys.executable, *sys.argv])


def _cgroup():
    """Our own group in the unified hierarchy, as a directory, or None."""
    mounts = pathlib.Path("/proc/self/mountinfo").read_text()
    found = re.search(r"^\S+ \S+ \S+ / (\S+) .* - cgroup2 ", mounts, re.M)
    groups = pathlib.Path("/proc/self/cgroup").read_text()
    ours = re.search(r"^0::(.*)$", groups, re.M)
    if not found or not ours:
        return None
    path = pathlib.Path(found[1] + ours[1])
    return path if os.access(path, os.W_OK) else None


class Machine:
    """Boots; is ended with the test."""

    def __init__(self):
        self.log = temporary("forewarn-machine.") / "console"
        self._group = _cgroup() / f"forewarn-test-{os.getpid()}"
        self._group.mkdir()
        cleanup(self._end)
        place = temporary("forewarn-machine.")
        with open(self.log, "wb") as log:
            self._unshare = subprocess.Popen(
                ["unshare", "--mount", "--pid", "--uts", "--ipc", "--cgroup",
                 "--fork", "--kill-child", "sh", "-c", BOOT, "sh", place],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                preexec_fn=self._enter)
        self._init = wait_for(self._find_init, 20)
        if not self._init or not wait_for(self._is_up, 40):
            raise RuntimeError("no boot: " + self.log.read_text()[-2000:])

    def _enter(self):
        (self._group / "cgroup.procs").write_text("0")

    def _find_init(self):
        pid = self._unshare.pid
        path = pathlib.Path(f"/proc/{pid}/task/{pid}/children")
        children = path.read_text().split() if path.exists() else []
        for child in children:
            if pathlib.Path(f"/proc/{child}/comm").read_text() == "systemd\n":
                return int(child)
        return None

    def _is_up(self):
        state = self.run("systemctl", "is-system-running").stdout.strip()
        return state in ("running", "degraded")

    def _end(self):
        self._unshare.kill()  # takes the first process along, and so all
        self._unshare.wait()
        for path in sorted(self._group.rglob("*/"), reverse=True):
            wait_for(lambda at=path: _removed(at), 5)
        wait_for(lambda: _removed(self._group), 5)

    def run(self, *words, **options):
        """Run a program in the machine, as root."""
        return subprocess.run(
            ["nsenter", "-t", str(self._init), "--mount", "--pid", "--uts",
             "--ipc", "--cgroup", "--root", "--wd", *map(str, words)],
            text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=60, **options)

    def path(self, path):
        """Where a file of the machine is for us."""
        return pathlib.Path(f"/proc/{self._init}/root") / path.lstrip("/")

    def write(self, path, text, mode=0o644):
        file = self.path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)

    def property(self, unit, name):
        return self.run("systemctl", "show", "--value", "-p", name,
                        unit).stdout.strip()

    def journal(self, *words):
        return self.run("journalctl", "--no-pager", *words).stdout


def _removed(path):
    try:
        path.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
