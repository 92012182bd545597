#!/usr/bin/env python3
"""Runs one program and prints one JSON object on what it took: measure.py LABEL STATE_FOLDER -- COMMAND...

`wall`, `cpu` (user + system, with all threads) in seconds; `rss`, the largest resident size, in bytes; `kept`, the
bytes that STATE_FOLDER holds afterwards; `said`, the last line of its output, as JSON. Exits 1 if the program failed.
"""
import json
import os
import subprocess
import sys
import time


def size_of(folder):
    return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def main():
    label, folder = sys.argv[1:3]
    command = sys.argv[4:]
    peak_file = folder + ".peak"
    began = time.monotonic()
    # GNU time starts the program from a small process: started from here, its largest size would be at least ours.
    timed = ["time", "--quiet", "--format=%M", "--output", peak_file, *command]
    child = subprocess.Popen(timed, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    output = child.stdout.read()
    # With GNU time's own, which are too small to see; but finer than the hundredths of a second that it prints.
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - began
    code = os.waitstatus_to_exitcode(status)
    if code != 0:
        sys.exit(f"{label}: exit status {code}\n{output}")
    print(
        json.dumps(
            {
                "label": label,
                "wall": wall,
                "cpu": usage.ru_utime + usage.ru_stime,
                "user": usage.ru_utime,
                "rss": int(read(peak_file)) * 1024,
                "kept": size_of(folder),
                "said": json.loads(output.strip().splitlines()[-1]),
            }
        )
    )


if __name__ == "__main__":
    main()
