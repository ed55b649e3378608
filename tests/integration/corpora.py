# SPDX-License-Identifier: BSD-3-Clause
"""corpora - bring up a set of zones (tests/corpora), and say what became of
its cases."""
import subprocess
import sys

from harness import TOP, cleanup, temporary

sys.dont_write_bytecode = True
CORPORA = TOP / "tests/corpora"
sys.path.insert(0, str(CORPORA))
import rows  # noqa: E402


def corpus(*words):
    return subprocess.run([CORPORA / "corpus", *map(str, words)], check=True,
                          text=True, timeout=300, stdout=subprocess.PIPE)


def bring_up(name, net):
    """@return the set's directory; it goes with the test."""
    directory = temporary(f"forewarn-{name}.")
    corpus("up", name, directory, "--net", net)
    cleanup(lambda: corpus("down", directory))
    return directory


def cases(name):
    return rows.Set(name)


def why_wrong(row, got):
    """An empty text where what was said is right."""
    if got is None:
        return "nothing was said"
    ids = [finding["id"] for finding in got["findings"]]
    if row.expected:
        right = ids and ids[0] in row.expected
    else:
        right = got["verdict"] in ("ok", "info") and all(
            finding["severity"] == "info" for finding in got["findings"])
    return "" if right else f"{got['verdict']} {','.join(ids) or '-'}"


def table_line(row, got, wrong):
    ids = [finding["id"] for finding in got["findings"]] if got else []
    return (f"# {row.label:25} {'|'.join(sorted(row.expected)) or 'ok':40} "
            f"{got['verdict'] if got else '-':8} {','.join(ids) or '-'}"
            f"{'   <-- wrong' if wrong else ''}")
