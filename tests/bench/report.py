#!/usr/bin/env python3
"""Prints the bench's tables: report.py RESULTS EXPECTED

RESULTS holds one object of measure.py a line, EXPECTED lines of a list's size and how many of its members are to be
changed. All numbers are medians. Exits 1 if a run did not change exactly the members that it should have.
"""
import json
import sys
from collections import defaultdict
from statistics import median

runs = defaultdict(list)  # (who, members, where) -> what measure.py said
operations = {}  # members -> operations


def middle(who, members, where, number):
    return median(number(run) for run in runs[who, members, where])


def cpu_per_operation(who, members, where="disk"):
    return middle(who, members, where, lambda r: r["cpu"]) / operations[members]


def check():
    wrong = []
    for (who, members, where), all_of_it in runs.items():
        for run in all_of_it:
            said = run["said"]
            if who == "wrk":
                good = said["failed"] == 0
            else:
                done = said["outcomes"]["done"] if who == "muster" else said["done"]
                good = done == operations[members] and said["seen"] == members
            if not good:
                wrong.append(f"{who} {members} {where}: {said}")
    return wrong


def print_runs():
    print(f"{'':8}{'members':>9}{'on':>10}{'wall s':>9}{'members/s':>11}{'operations/s':>14}"
          f"{'CPU us/op':>11}{'peak MB':>9}{'bytes/member':>14}")
    for who, members, where in sorted(runs, key=lambda key: (key[1], key[2], key[0])):
        if who == "wrk":
            continue
        wall = middle(who, members, where, lambda r: r["wall"])
        print(f"{who:8}{members:>9}{where:>10}{wall:>9.2f}{members / wall:>11.0f}{operations[members] / wall:>14.0f}"
              f"{1e6 * cpu_per_operation(who, members, where):>11.1f}"
              f"{middle(who, members, where, lambda r: r['rss']) / 2**20:>9.1f}{written(who, members, where) / members:>14.1f}")
    for what, name in (("plan", "an add-plan request"), ("list", "a page of 100 members")):
        per_request = 1e6 * middle("wrk", 0, what, lambda r: r["cpu"] / r["said"]["requests"])
        rate = middle("wrk", 0, what, lambda r: r["said"]["requests"] / r["wall"])
        print(f"wrk: {name}: {rate:.0f}/s, {per_request:.2f} us of CPU each")


def written(who, members, where):
    return middle(who, members, where, lambda r: r["said"]["bytesWritten" if who == "muster" else "bytes"])


def floor_per_operation(members):
    """What wrk spends on the requests of one operation: its own, and its share of the pages."""
    plan, page = (middle("wrk", 0, what, lambda r: r["cpu"] / r["said"]["requests"]) for what in ("plan", "list"))
    return plan + page * members / 100 / operations[members]


def print_ratios():
    at = 100000
    print(f"\n{'measured beside each other, at ' + str(at) + ' members':56}{'reach':>12}{'is':>10}")

    def row(what, reach, value, met):
        print(f"{what:56}{reach:>12}{value:>10}  {'ok' if met else 'MISSED'}")

    for where in ("disk", "memory"):
        speed = middle("undici", at, where, lambda r: r["wall"]) / middle("muster", at, where, lambda r: r["wall"])
        row(f"operations/s, of undici's, state on {where}", ">= 4 x", f"{speed:.2f} x", speed >= 4)
    tls_speed = middle("undici", at, "tls", lambda r: r["wall"]) / middle("muster", at, "tls", lambda r: r["wall"])
    row("operations/s, of undici's, over TLS", ">= 4 x", f"{tls_speed:.2f} x", tls_speed >= 4)
    for where, name in (("disk", ""), ("tls", ", over TLS")):
        beside_undici = cpu_per_operation("muster", at, where) / cpu_per_operation("undici", at, where)
        row("CPU per operation, of undici's" + name, "<= 0.25 x", f"{beside_undici:.2f} x", beside_undici <= 0.25)
    beside_wrk = cpu_per_operation("muster", at) / floor_per_operation(at)
    row("CPU per operation, of wrk's for the same requests", "<= 4 x", f"{beside_wrk:.2f} x", beside_wrk <= 4)

    sizes = sorted(m for who, m, where in runs if who == "muster" and where == "disk")
    peaks = [middle("muster", m, "disk", lambda r: r["rss"]) / 2**20 for m in sizes]
    names = "/".join(f"{m // 1000}k" for m in sizes)
    row(f"largest peak memory, {names} members", "<= 32 MB", f"{max(peaks):.1f} MB", max(peaks) <= 32)
    spread = max(peaks) / min(peaks) - 1
    row("peak memory, largest above smallest", "<= 10 %", f"{100 * spread:.1f} %", spread <= 0.1)
    bytes_each = [written("muster", m, "disk") / operations[m] for m in sizes]
    drift = max(bytes_each) / min(bytes_each) - 1
    row(f"bytes written per operation ({' '.join(f'{b:.0f}' for b in bytes_each)})", "constant", f"+{100 * drift:.1f} %",
        drift <= 0.1)
    disk, memory = (middle("muster", at, where, lambda r: r["wall"]) for where in ("disk", "memory"))
    share = max(0.0, 1 - memory / disk)
    row("share of wall time that goes when state is in memory", "< 5 %", f"{100 * share:.1f} %", share < 0.05)


def main():
    results, expected = sys.argv[1:]
    with open(expected, encoding="utf-8") as file:
        operations.update(tuple(map(int, line.split())) for line in file)
    with open(results, encoding="utf-8") as file:
        for line in file:
            run = json.loads(line)
            who, members, where = run["label"].split()
            runs[who, int(members), where].append(run)
    wrong = check()
    print_runs()
    print_ratios()
    if wrong:
        sys.exit("WRONG RESULTS:\n" + "\n".join(wrong))


if __name__ == "__main__":
    main()
