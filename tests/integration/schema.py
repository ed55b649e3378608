# SPDX-License-Identifier: BSD-3-Clause
"""schema - what conf/*.schema.json say of a value, by ajv of npm."""
import copy
import json
import shutil
import subprocess

from harness import TOP, cleanup, temporary

_ajv = None  # the process, once there is one; False where it cannot be had


def _start():
    """ajv, installed where only this test sees it."""
    where = temporary("forewarn-ajv.")
    try:
        subprocess.run(["npm", "install", "--silent", "--no-audit",
                        "--no-fund", "--ignore-scripts", "--prefix", where,
                        "ajv@8", "yaml@2"], check=True, capture_output=True,
                       timeout=120)
    except (OSError, subprocess.SubprocessError):
        print("skip JSON schemas - npm cannot install ajv", flush=True)
        return False
    shutil.copy(TOP / "tests/integration/validate.mjs", where)
    process = subprocess.Popen(
        ["node", where / "validate.mjs", TOP / "conf"], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    cleanup(process.wait)
    cleanup(process.stdin.close)
    return process


def available():
    global _ajv
    if _ajv is None:
        _ajv = _start()
    return bool(_ajv)


def _ask(request):
    if not available():
        return []
    _ajv.stdin.write(json.dumps(request) + "\n")
    _ajv.stdin.flush()
    return json.loads(_ajv.stdout.readline())


def errors(value, schema="state.schema.json", at=""):
    """What is wrong with `value`, a line each; [] too without ajv."""
    return _ask({"schema": schema, "at": at, "value": value})


def zone_errors(zone):
    """The same of an object that `forewarn check --json` prints."""
    return errors(zone, at="/$defs/zone")


def config_errors(text):
    """The same of a configuration, as YAML."""
    return _ask({"schema": "forewarn.schema.json", "yaml": text})


# --- can it fail? ---

# Members that came after the first edition: readers may meet states without.
ADDED = {"silence", "silenced_until", "disagreements", "canaries", "root_keys",
         "held", "given_up_at", "changes", "chain", "history"}


def _places(value, at=()):
    """The path of everything in a value; of lists, of the first element."""
    rows = value.items() if isinstance(value, dict) else (
        [(0, value[0])] if isinstance(value, list) and value else [])
    for key, inner in rows:
        yield (*at, key)
        yield from _places(inner, (*at, key))


def _changed(value, path, change):
    value = copy.deepcopy(value)
    inner = value
    for key in path[:-1]:
        inner = inner[key]
    change(inner, path[-1])
    return value


def _retype(inner, key):
    inner[key] = "no object" if isinstance(inner[key], dict) else {"no": []}


def _remove(inner, key):
    del inner[key]


def loose(value, schema="state.schema.json", at=""):
    """(how many members of `value`, the paths of those that the schema lets
    have another type, or be gone)."""
    found, count = [], 0
    for path in _places(value):
        count += 1
        wrongs = [_retype]
        if isinstance(path[-1], str) and path[-1] not in ADDED:
            wrongs.append(_remove)
        found += ["/".join(map(str, path)) for wrong in wrongs
                  if available() and not errors(_changed(value, path, wrong),
                                                schema, at)]
    return count, found
