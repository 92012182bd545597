#!/usr/bin/env python3
"""One table of tests/bench/limited: limited.py header, then limited.py row CASE LATENCY LOG SAID LEDGER OPEN_SANDBOX

LOG is nginx's, SAID the summary of muster, LEDGER the sandbox's; OPEN_SANDBOX is the address of one without limit, from
which the members that should have been changed are read. Exits 1 if one was missed or changed twice.
"""
import json
import sys
import urllib.request

ALLOWED = 25.0  # requests/s
SETTLED = 2.0  # seconds until the steady state
LINE = "{:9}{:>11}{:>10}{:>7}{:>9}{:>10}{:>11}{:>10}{:>10}{:>13}{:>8}{:>9}"


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def read_log(path):
    """(when it came, its status) of each request, by time."""
    lines = (line.split() for line in read(path).splitlines())
    return sorted((float(answered) - float(took), int(status)) for answered, took, status, *_ in lines)


def germans(site):
    """The ids that the job has to change, read in a way that shares nothing with muster."""
    found, after = set(), ""
    while True:
        request = urllib.request.Request(f"{site}/members?limit=100{after}", headers={"X-API-KEY": "sk_sb_bench"})
        with urllib.request.urlopen(request) as reply:
            page = json.load(reply)
        found |= {m["id"] for m in page["data"] if (m.get("customFields") or {}).get("country") == "Germany"}
        if not page["hasNextPage"]:
            return found
        after = f"&after={page['endCursor']}"


def row(case, latency, log, said, ledger, site):
    requests = read_log(log)
    said = json.loads(read(said))
    effects = json.loads(read(ledger))["members"]
    expected = germans(site)
    began = requests[0][0]
    accepted = [at for at, status in requests if status != 429]
    refused = [at for at, status in requests if status == 429]
    steady = [at for at in accepted if at - began > SETTLED]
    rate = (len(steady) - 1) / (steady[-1] - steady[0])
    missed = [m for m in expected if effects.get(m) != {"addPlan:pln_bench": 1}]
    others = effects.keys() - expected
    print(LINE.format(case, f"{latency} ms", len(expected), len(requests), f"{said['milliseconds'] / 1000:.1f}",
                      f"{said['milliseconds'] / 1000 / (len(accepted) / ALLOWED):.3f}", f"{rate:.2f}", f"{100 * rate / ALLOWED:.1f} %",
                      len(refused), sum(at - began > SETTLED for at in refused), len(missed), len(others)), flush=True)
    if missed or others:
        sys.exit(f"missed: {missed}; changed, and should not have been: {sorted(others)}")


if __name__ == "__main__":
    if sys.argv[1] == "header":
        print(LINE.format("limit", "latency", "to change", "sent", "seconds", "x minimum", "steady/s", "of 25/s", "429s",
                          "429s >2 s", "missed", "wrongly"))
    else:
        row(*sys.argv[2:])
