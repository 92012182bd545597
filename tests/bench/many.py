#!/usr/bin/env python3
"""Runs jobs side by side for a while and prints what they took together:
many.py PROGRAM SPEC STATE_FOLDER PORT MEMBERS JOBS SECONDS

Job i reaches its platform at 127.0.1.i:PORT. CPU time is the processes' own, their start and end among it; memory is
the largest resident size of each. Exits 1 if a job did not end as a job does that is asked to stop.
"""
import json
import os
import re
import signal
import subprocess
import sys
import time


def peak_of(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return int(re.search(r"VmHWM:\s+(\d+) kB", file.read())[1]) / 1024


def main():
    program, spec, state, port, members = sys.argv[1:6]
    jobs, seconds = map(int, sys.argv[6:])
    began = time.monotonic()
    running = [
        subprocess.Popen(
            [program, "run", spec, "--set", f"baseUrl=http://127.0.1.{i}:{port}/{members}", "--set", "planId=pln_bench",
             "--rate", "25", "--job-id", f"many-{i}", "--state-dir", state, "--quiet"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for i in range(1, jobs + 1)
    ]
    time.sleep(seconds)
    peaks = [peak_of(each.pid) for each in running]
    for each in running:
        each.send_signal(signal.SIGTERM)
    cpu, wrong = 0.0, []
    for i, each in enumerate(running, 1):
        _, status, usage = os.wait4(each.pid, 0)
        each.returncode = os.waitstatus_to_exitcode(status)
        cpu += usage.ru_utime + usage.ru_stime
        if each.returncode != 75:
            wrong.append(f"job many-{i} ended with {each.returncode}")
    wall = time.monotonic() - began
    told = subprocess.run([program, "status", "--state-dir", state, "--output", "json"], stdout=subprocess.PIPE, check=True)
    done = sum(each["outcomes"]["done"] for each in json.loads(told.stdout))
    print(f"{jobs} jobs for {wall:.1f} s: {100 * cpu / wall:.1f} % of one processor (reach 25 %), "
          f"{done} changes, {1e6 * cpu / done:.0f} us each, {done / wall / jobs:.1f} a second and job; "
          f"memory of each: {min(peaks):.1f} to {max(peaks):.1f} MB (reach 20 MB)")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
