"""Writes the journals of jobs that are over: history_journals.py STATE JOBS DEEDS MEMBERS
Each job updates the members that follow each other from a place of its own on, all have DEEDS together. Prints the id and
the address of a member whom many of them met."""
import os
import sys
import zlib
from datetime import datetime, timedelta, timezone

state, jobs, deeds, members = sys.argv[1], *map(int, sys.argv[2:])
SECOND = 25  # deeds in one


def sealed(text):
    return b'%s,"crc":"%08x"}\n' % (text, zlib.crc32(text))


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
        if i % 100 == 0:
            lines.append(sealed(b'{"t":"page","n":%d,"from":"%d","next":"%d","more":true,"members":100,"matched":100'
                                % (i // 100 + 1, i, i + 100)))
        at = b',"at":"%s"' % stamp(begun + timedelta(seconds=i // SECOND)) if i % SECOND == 0 else b""
        lines.append(sealed(b'{"t":"intent","id":"mem_cm%022d","page":%d,"change":{"update":{"set":{"customFields":'
                            b'{"country":"Sweden","note":"moved by job %d"}}}},"before":{"customFields":{"country":'
                            b'"Germany","note":null}},"email":"member.%d@example.com"' % (n, i // 100 + 1, job, n)))
        lines.append(sealed(b'{"t":"outcome","id":"mem_cm%022d","page":%d,"outcome":"done","attempts":1%s'
                            % (n, i // 100 + 1, at)))
    lines.append(sealed(b'{"t":"end","complete":true,"at":"%s"' % stamp(begun + timedelta(seconds=count // SECOND + 1))))
    with open(os.open(os.path.join(folder, "journal.jsonl"), os.O_WRONLY | os.O_CREAT, 0o600), "wb") as f:
        f.writelines(lines)
n = (jobs // 2 * 7919 + deeds // jobs // 2) % members
print(f"mem_cm{n:022} Member.{n}@Example.com")
