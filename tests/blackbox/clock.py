"""A wall clock that a test sets under running processes, by libfaketime (Debian: faketime)."""
import glob
import os
import subprocess

from support import HERE

FAKETIME = next(iter(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")), None)


class WallClock:
    """The clock of every process that is started with `env`; other processes keep the real one."""

    def __init__(self, folder):
        self.file = os.path.join(folder, "clock")
        self.ahead = 0
        self.turn(0)
        timers = os.path.join(folder, "real_timers.so")
        subprocess.run(["g++", "-shared", "-fPIC", "-o", timers, "-x", "c", os.path.join(HERE, "real_timers.c")],
                       check=True)
        self.env = {"LD_PRELOAD": f"{timers} {FAKETIME}", "FAKETIME_TIMESTAMP_FILE": self.file,
                    "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}

    def turn(self, seconds):
        """Sets it, so far from the real one."""
        with open(self.file + ".new", "w") as f:
            f.write(f"{seconds:+d}\n")
        os.rename(self.file + ".new", self.file)
        self.ahead = seconds
