# SPDX-License-Identifier: BSD-3-Clause
"""unittest that says "ok NAME" and "not ok NAME" a line, as tests/run counts."""

import sys
import unittest


class Result(unittest.TestResult):
    def __init__(self, *_):
        super().__init__()

    def addSuccess(self, test):
        super().addSuccess(test)
        print(f"ok {name_of(test)}", flush=True)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._tell(test, self.failures)

    def addError(self, test, err):
        super().addError(test, err)
        self._tell(test, self.errors)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            known = [row for row in self.failures + self.errors
                     if row[0] is subtest]
            self._tell(subtest, known)

    def _tell(self, test, rows):
        print(f"not ok {name_of(test)}", flush=True)
        for line in rows[-1][1].splitlines():
            print(f"# {line}", flush=True)


class Runner:
    def run(self, suite):
        result = Result()
        suite.run(result)
        return result


def name_of(test):
    """test_comes_up_quickly as words, with what a subtest is about."""
    full = test.id().partition(" ")
    words = full[0].rpartition(".")[2].removeprefix("test_").replace("_", " ")
    return (words + " " + full[2]).strip()


def main():
    done = unittest.main(testRunner=Runner(), exit=False)
    sys.exit(not done.result.wasSuccessful())
