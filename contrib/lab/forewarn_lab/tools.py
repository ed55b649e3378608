# SPDX-License-Identifier: BSD-3-Clause
"""Run the programs that the lab is made of, and say clearly what lacks."""

import os
import shutil
import subprocess

# Program -> the Debian and Ubuntu package that brings it.
PACKAGES = {
    "nsd": "nsd",
    "nsd-control": "nsd",
    "knotd": "knot",
    "knotc": "knot",
    "keymgr": "knot",
    "named": "bind9",
    "rndc": "bind9-utils",
    "dnssec-keygen": "bind9-utils",
    "dnssec-signzone": "bind9-utils",
    "ldns-keygen": "ldnsutils",
    "ldns-signzone": "ldnsutils",
}

# Servers lie in sbin, which the path of an ordinary login lacks.
SEARCH = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"


class LabError(Exception):
    """What the user did or the machine lacks; its text is shown as it is."""


class UsageError(LabError):
    """A zone or fault that is not there: exit code 2."""


def find(program):
    """The path of @p program; a LabError names the package where it lacks."""
    path = shutil.which(program, path=SEARCH)
    if path is None:
        raise LabError(f"{program} is not installed: "
                       f"apt-get install {PACKAGES.get(program, program)}")
    return path


def require_all():
    """Name every missing package at once, not one a run."""
    missing = sorted({package for program, package in PACKAGES.items()
                      if shutil.which(program, path=SEARCH) is None})
    if missing:
        raise LabError("programs are missing: apt-get install "
                       + " ".join(missing))


def run(program, *arguments, cwd=None, timeout=15):
    """Run to the end and return its output; failure is a LabError."""
    command = [find(program), *map(str, arguments)]
    try:
        done = subprocess.run(command, cwd=cwd, timeout=timeout, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True)
    except subprocess.TimeoutExpired:
        raise LabError(f"{program} did not end within {timeout} s") from None
    if done.returncode != 0:
        said = (done.stderr + done.stdout).strip()[-2000:]
        raise LabError(f"{' '.join(command)} failed "
                       f"({done.returncode}):\n{said}")
    return done.stdout
