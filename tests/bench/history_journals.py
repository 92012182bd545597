"""Writes the journals of jobs that are over, and their checkpoints: history_journals.py STATE JOBS DEEDS MEMBERS
Each job updates the members that follow each other from a place of its own on, all have DEEDS together. Prints the id and
the address of a member whom many of them met."""
import json
import os
import sys
import zlib
from datetime import datetime, timedelta, timezone

state, jobs, deeds, members = sys.argv[1], *map(int, sys.argv[2:])
SECOND = 25  # deeds in one
PAGE = 100  # members of one


def sealed(text):
    return b'%s,"crc":"%08x"}\n' % (text, zlib.crc32(text))


def checkpoint(lines, count, last):
    """What the end of a run leaves: all of the journal, of which nothing is open."""
    job, run, end = (lines[i][:-1].decode() for i in (0, 1, -1))
    outcomes = {"done": count, "already": 0, "gone": 0, "failed": 0, "unknown": 0}
    folded = {"job": job, "run": run, "end": end, "runs": 1, "nextPage": -(-count // PAGE) + 1, "cursor": last,
              "listEnded": True, "seen": count, "outcomes": outcomes, "openPages": [], "pending": [], "settled": [],
              "settledMembers": 0, "settledUntil": [], "settledFrom": 0, "settledSeen": 0,
              "cursorsGo": 1 if count > 2 * PAGE else 0}
    whole = {"format": "muster-checkpoint", "version": 2, "journalOffset": sum(map(len, lines)), "state": folded}
    return sealed(json.dumps(whole, separators=(",", ":"))[:-1].encode())


def keep(folder, name, lines):
    with open(os.open(os.path.join(folder, name), os.O_WRONLY | os.O_CREAT, 0o600), "wb") as f:
        f.writelines(lines)


def stamp(t):
    return t.strftime("%Y-%m-%dT%H:%M:%SZ").encode()


for job in range(jobs):
    name = f"bench-{job:05}"
    folder = os.path.join(state, "jobs", name)
    os.makedirs(folder, mode=0o700)
    begun = datetime(2026, 1, 1, tzinfo=timezone.utc) + timedelta(hours=6 * job)
    count = deeds // jobs + (job < deeds % jobs)
    lines = [sealed(b'{"t":"job","format":"muster-journal","version":2,"job":"%s","spec":"%064x","baseUrl":'
                    b'"https://admin.memberstack.com","key":"0123456789abcdef","at":"%s.%03dZ"'
                    % (name.encode(), job, stamp(begun)[:-1], job % 1000)),
             sealed(b'{"t":"run","run":1,"pid":4711,"host":"bench","at":"%s"' % stamp(begun))]
    first = job * 7919 % members
    for i in range(count):
        n = (first + i) % members
        if i % PAGE == 0:
            here, more = min(PAGE, count - i), b',"more":true' if i + PAGE < count else b""
            last = str(i + here)
            lines.append(sealed(b'{"t":"page","n":%d,"from":"%s","next":"%s"%s,"members":%d,"matched":%d'
                                % (i // PAGE + 1, b"%d" % i if i > 0 else b"", last.encode(), more, here, here)))
        at = b',"at":"%s"' % stamp(begun + timedelta(seconds=i // SECOND)) if i % SECOND == 0 else b""
        lines.append(sealed(b'{"t":"intent","id":"mem_cm%022d","page":%d,"change":{"update":{"set":{"customFields":'
                            b'{"country":"Sweden","note":"moved by job %d"}}}},"before":{"customFields":{"country":'
                            b'"Germany","note":null}},"email":"member.%d@example.com"' % (n, i // PAGE + 1, job, n)))
        lines.append(sealed(b'{"t":"outcome","id":"mem_cm%022d","page":%d,"outcome":"done","attempts":1%s'
                            % (n, i // PAGE + 1, at)))
    lines.append(sealed(b'{"t":"end","complete":true,"at":"%s"' % stamp(begun + timedelta(seconds=count // SECOND + 1))))
    keep(folder, "journal.jsonl", lines)
    keep(folder, "checkpoint.json", [checkpoint(lines, count, last)])
n = (jobs // 2 * 7919 + deeds // jobs // 2) % members
print(f"mem_cm{n:022} Member.{n}@Example.com")
