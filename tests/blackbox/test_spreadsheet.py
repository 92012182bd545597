"""A spreadsheet with mistakes in it: it is refused, run without its bad rows, killed, resumed; the rejects are mended
and fed in again. In the end each member is as the spreadsheet says, and was changed once."""
import csv
import io
import os
import re
import signal
import unittest

from support import FAILED, OK, USAGE, Case, population, read_bytes, wait_until

HEADER = ["Email", "New address", "Points", "Born", "Tags", "Note", "Suffix"]
EMAIL, ADDRESS, POINTS, BORN, TAGS, NOTE, SUFFIX = range(len(HEADER))
REMARKS = ["_muster_outcome", "_muster_code", "_muster_message"]


def put(column, text):
    return lambda r: r[:column] + [text] + r[column + 1:]


def restore(column):
    return lambda r, good: r[:column] + [good[column]] + r[column + 1:]


# Kinds of bad rows: how the row is spoiled; how a person mends it who knows what should stand there, with the remarks
# behind it; and what they are told of it.
TOLD_BEFORE = {
    "no number": (put(POINTS, "12,5"), restore(POINTS), "`12,5` is not a number"),
    "no date": (put(BORN, "31.1.2026"), restore(BORN), "`31.1.2026` is not a date"),
    "no JSON": (put(TAGS, '["a", '), restore(TAGS), "is not JSON"),
    "no key": (put(EMAIL, ""), restore(EMAIL), "the key"),
    "too few cells": (lambda r: r[:NOTE], lambda r, good: r[:NOTE] + good[NOTE:] + r[NOTE:], "cells instead of"),
    "too many cells": (lambda r: r + ["more"], lambda r, _: r[:7] + r[8:], "cells instead of"),
    "no UTF-8": (put(NOTE, "J\udcfcrgen"), restore(NOTE), "UTF-8"),
}
FAILS = {
    "nobody": (put(EMAIL, "nobody-{n}@example.com"), restore(EMAIL), "no member has the email"),
    "no address": (put(ADDRESS, "none"), restore(ADDRESS), "no e-mail address"),
    "refused": (put(ADDRESS, "{taken}"), restore(ADDRESS), "Another member has this e-mail address"),
}
KINDS = {**TOLD_BEFORE, **FAILS}


def line(cells):
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow(cells)
    return text.getvalue().encode("utf-8", "surrogateescape")


def rows_of(content):
    text = io.StringIO(content.decode("utf-8", "surrogateescape"), newline="")
    return list(csv.reader(text, delimiter=";", strict=True))


class Spreadsheet(Case):
    def fill(self, moves):
        """Makes the rows; with `moves`, every other one gives its member a new address."""
        everyone = population(1200)
        self.members = everyone[:1100:11] + [m for i, m in enumerate(everyone[:1000]) if i % 11][:900]
        named = {m["id"] for m in self.members}
        others = [m["auth"]["email"] for m in everyone if m["id"] not in named]
        self.good = []
        for i, m in enumerate(self.members):
            address = m["auth"]["email"]
            key = address.upper() if i % 4 == 0 and address.isascii() else address
            self.good.append([key, f"new-{i}@example.com" if moves and i % 2 or '"' in address else address,
                              str(i + 1000), "2026-01-31", f'["a", {i}]', f'the note;\n"{i}"', ""])
        self.kinds = {17 + 30 * n: kind for n, kind in enumerate(list(KINDS) * 3)}
        self.rows = [list(r) for r in self.good]
        for n, (i, kind) in enumerate(self.kinds.items()):
            spoiled = KINDS[kind][0](self.rows[i])
            self.rows[i] = [c.replace("{taken}", others[n]).replace("{n}", str(n)) for c in spoiled]

    def line_of(self, i):
        return 2 + sum(line(r).count(b"\n") for r in self.rows[:i])

    def sheet(self, name, content):
        with open(os.path.join(self.given, name), "wb") as f:
            f.write(b"\xef\xbb\xbf" + content)

    def job_of(self, at, name, match=None):
        source = {"file": os.path.join(self.given, name), "key": "Email", **({"match": match} if match else {})}
        fields = {"points": "{{row.Points|number}}", "born": "{{row.Born|date}}", "tags": "{{row.Tags|json}}",
                  "note": "{{row.Note}}"}
        return self.spec(at, "of-" + name, where=None, source={"csv": source},
                         pace={"requestsPerSecond": 0, "concurrency": 8},
                         operation={"update": {"email": "{{row.New address}}{{row.Suffix}}", "customFields": fields}})

    def refused(self, at, name, *words):
        for arguments in (("run", self.job_of(at, name)), ("run", self.job_of(at, name), "--valid-only")):
            r = self.muster(*arguments)
            self.assertEqual(r.status, USAGE, str(r))
            for each in words:
                self.assertIn(each, r.said)
        self.assertEqual(at.ledger()["requests"], 0)

    def rejects(self, job):
        r = self.start("results", job, "--outcome", "failed", "--as-rows")
        self.assertEqual(r.wait().status, OK)
        return read_bytes(r._out)

    def told(self, job, bad, line_of):
        """The cells of the rows that failed in a job: these ones, as they were, with a remark on each."""
        back = rows_of(self.rejects(job).removeprefix(b"\xef\xbb\xbf"))
        self.assertEqual((back[0], len(back) - 1), (HEADER + REMARKS, len(bad)))
        for i, cells in zip(bad, back[1:]):
            kind = self.kinds[i]
            self.assertEqual(cells[:-2], self.rows[i] + ["failed"], kind)
            self.assertIn(KINDS[kind][2], cells[-1], kind)
            if kind != "refused":  # in the platform's own words
                self.assertRegex(cells[-1], rf"line {line_of(i)}\b", kind)
        return back[1:]

    def mend(self, i, cells):
        return KINDS[self.kinds[i]][1](cells, self.good[i])

    def killed_and_resumed(self, at, spec):
        """Three kills: before anybody is changed or soon after, and twice in the midst. What became of it."""
        running = self.start("run", spec, "--valid-only", "--job-id", "job")
        wait_until(lambda: os.path.exists(self.journal()), 30, "the job")
        asked = at.ledger()["requests"] + 6
        for true in (lambda now: now["requests"] > asked, lambda now: len(now["members"]) > 250,
                     lambda now: len(now["members"]) > 700):
            wait_until(lambda: true(at.ledger()) or not running.alive(), 30, "the next kill")
            os.kill(running.pid, signal.SIGKILL)
            self.assertEqual(running.wait().status, -signal.SIGKILL, running.err())
            self.assertLess(len(at.ledger()["members"]), 970)
            running = self.start("resume", "job")
        return running.wait(60)

    def story(self, match):
        self.fill(moves=True)
        s = self.sandbox("--latency", "4", members=1200)
        self.sheet("in.csv", line(HEADER) + b"".join(map(line, self.rows)))
        spec = self.job_of(s, "in.csv", match)

        for arguments in (("run", spec, "--job-id", "job"), ("check", "--rows", spec)):
            r = self.muster(*arguments)
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn("21 of 1000 rows cannot be used", r.said)
            for i, kind in [(i, k) for i, k in self.kinds.items() if k in TOLD_BEFORE][:20]:  # so many are shown
                self.assertRegex(r.out + r.err, rf"\bline {self.line_of(i)}\b.*{re.escape(KINDS[kind][2])}", kind)
        self.assertEqual(s.ledger()["requests"], 0)
        self.assertFalse(os.path.exists(os.path.join(self.state, "jobs", "job")))

        r = self.killed_and_resumed(s, spec)
        self.assertEqual(r.status, FAILED, str(r))
        self.assertIn("970 done, 0 already, 0 gone, 30 failed, 0 unknown", r.said)
        self.assertEqual(self.effects(s),
                         {m["id"]: {"update": 1} for i, m in enumerate(self.members) if i not in self.kinds})
        self.assertEqual(self.muster("fsck", "job").status, OK)

        # Mended in two rounds: what is left of the first comes back with new remarks in place of the old.
        bad = list(self.kinds)
        back = self.told("job", bad, self.line_of)
        first = [cells if n % 3 == 1 else self.mend(i, cells) for n, (i, cells) in enumerate(zip(bad, back))]
        self.sheet("first.csv", line(HEADER + REMARKS) + b"".join(map(line, first)))
        r = self.run_job(self.job_of(s, "first.csv", match), "--valid-only", job="first", status=FAILED)
        self.assertIn("20 done, 0 already, 0 gone, 10 failed, 0 unknown", r.said)
        begins = [2 + sum(line(r).count(b"\n") for r in first[:n]) for n in range(30)]
        back = self.told("first", bad[1::3], lambda i: begins[bad.index(i)])
        second = [self.mend(i, cells) for i, cells in zip(bad[1::3], back)]
        self.sheet("second.csv", line(HEADER + REMARKS) + b"".join(map(line, second)))
        r = self.run_job(self.job_of(s, "second.csv", match), job="second")
        self.assertIn("10 done, 0 already, 0 gone, 0 failed, 0 unknown", r.said)

        self.assertEqual(self.effects(s), {m["id"]: {"update": 1} for m in self.members})
        now = {m["id"]: m for m in s.everyone()}
        for i, before in enumerate(self.members):
            after, good = now[before["id"]], self.good[i]
            fields = {**(before.get("customFields") or {}), "points": int(good[POINTS]), "tags": ["a", i],
                      "born": "2026-01-31T00:00:00.000Z", "note": good[NOTE]}
            self.assertEqual((after["auth"]["email"], after["customFields"]), (good[ADDRESS], fields), f"row {i}")
        self.assertEqual(self.rejects("second"), b"\xef\xbb\xbf" + line(HEADER + REMARKS))

    def effects(self, at):
        return at.ledger()["members"]

    def test_members_met_by_a_walk(self):
        self.story(None)

    def test_members_looked_up(self):
        self.story("lookUp")

    def test_what_no_row_can_be_told_apart_behind_is_mended_first(self):
        self.fill(moves=True)
        s = self.sandbox(members=1200)
        one, two = line(self.good[500]), line(self.good[501])
        at = 2 + sum(line(r).count(b"\n") for r in self.good[:500])
        around = [line(HEADER) + b"".join(map(line, self.good[:500])), b"".join(map(line, self.good[502:]))]
        for spoiled, words in (
                (one + two.replace(b';"the note', b';"the "note'), "text behind the closing quote of a cell"),
                (one.replace(b"the note", b"x" * (1 << 20)) + two, "longer than 1 MiB"),
                (one + self.upper(self.good[500]), f'line {at + one.count(10)} has the same key as line {at}')):
            with self.subTest(words):
                self.sheet("in.csv", spoiled.join(around))
                self.refused(s, "in.csv", words, f"line {at}" if b"x" * 99 in spoiled else f"line {at + 2}")
        self.sheet("in.csv", (one + two).join(around))
        self.run_job(self.job_of(s, "in.csv"))
        self.assertEqual(self.effects(s), {m["id"]: {"update": 1} for m in self.members})

    @staticmethod
    def upper(row):
        return line([row[EMAIL].swapcase()] + row[1:])


if __name__ == "__main__":
    unittest.main()
