"""A `where` that asks a file: whoever is in it, or is not, is changed, once, and a file that is hardly whole deletes
nobody."""
import csv
import gzip
import io
import json
import os
import shutil
import signal
import unittest

from support import OK, ROOT, USAGE, Case, has_plan, population, wait_until

MEMBERS = 400


class KeyLists(Case):
    def emails(self):
        return [m["auth"]["email"] for m in population(MEMBERS)]

    def crm(self, emails, name="crm.csv"):
        text = io.StringIO()
        csv.writer(text).writerows([["Name", "E-mail"], *(["x, y", e] for e in emails)])
        return self.file(name, text.getvalue())

    def deletion(self, at, file, operand=None, **others):
        where = {"auth.email": {"notIn": {"file": file, "column": "E-mail", **(operand or {})}}}
        return self.spec(at, where=where, operation={"delete": {}}, **others)

    def deleted(self, s):
        members = s.ledger()["members"]
        self.assertEqual({json.dumps(e) for e in members.values()} - {'{"delete": 1}'}, set())
        return set(members)

    def ids_of(self, emails):
        return {m["id"] for m in population(MEMBERS) if m["auth"]["email"] in emails}

    def refused(self, s, spec, *words):
        r = self.muster("run", spec)
        self.assertEqual(r.status, USAGE, str(r))
        for each in words:
            self.assertIn(each, r.said)
        self.assertIn("othing was sent", r.said)
        self.assertEqual(self.deleted(s), set())

    def test_who_is_not_in_the_file_is_deleted(self):
        s = self.sandbox(members=MEMBERS)
        emails = self.emails()
        file = self.crm([f" {e.upper()} " for e in emails[30:]] + ["", "someone@else.com"] + emails[200:300])
        self.run_job(self.deletion(s, file))
        self.assertEqual(self.deleted(s), self.ids_of(emails[:30]))
        self.assertEqual(self.muster("fsck", "job").status, OK)

    def test_a_file_that_holds_nobody_is_refused(self):
        s = self.sandbox(members=MEMBERS)
        file = self.crm([])
        self.refused(s, self.deletion(s, file), "holds no key", "allowEmpty")
        self.assertEqual(s.ledger()["requests"], 0)
        self.assertEqual(self.muster("jobs").out.strip().splitlines()[1:], [])
        self.refused(s, self.deletion(s, self.file("empty.csv", "")), "holds no row")
        self.refused(s, self.deletion(s, file, {"column": "Mail"}), "no column is called")
        self.refused(s, self.deletion(s, "nowhere.csv"), "nowhere.csv")
        r = self.muster("check", "--rows", self.deletion(s, file))
        self.assertEqual(r.status, USAGE, str(r))
        # If it may be empty, there is still the part of the list that may match.
        self.refused(s, self.deletion(s, file, {"allowEmpty": True}), f"{MEMBERS} of {MEMBERS} listed members match", "maxShare")

    def test_half_of_the_file_deletes_nobody(self):
        s = self.sandbox(members=MEMBERS)
        emails = self.emails()
        spec = self.deletion(s, self.crm(emails[200:]))
        words = ("200 of 400 listed members match (50 %)", "at most 20 % may", "maxShare")
        r = self.muster("plan", spec)
        self.assertEqual(r.status, OK, str(r))
        for each in words:
            self.assertIn(each, r.said)
        self.refused(s, spec, *words)
        allowed = self.deletion(s, self.crm(emails[200:]), expect={"matched": {"maxShare": 0.5}})
        self.assertNotIn("listed members match", self.muster("plan", allowed).said)
        self.run_job(allowed, "--at-most", "200")
        self.assertEqual(self.deleted(s), self.ids_of(emails[:200]))

    def test_a_fifth_of_the_list_may_match_and_no_more(self):
        s = self.sandbox(members=MEMBERS)
        emails = self.emails()
        self.refused(s, self.deletion(s, self.crm(emails[81:])), "81 of 400 listed members match (20.2 %)")
        self.run_job(self.deletion(s, self.crm(emails[80:])))
        self.assertEqual(self.deleted(s), self.ids_of(emails[:80]))

    def test_a_mended_file_begins_a_new_job(self):
        s = self.sandbox(members=MEMBERS)
        emails = self.emails()
        spec = self.deletion(s, self.crm(emails[200:]))
        self.assertEqual(self.muster("run", "--resume", spec).status, USAGE)
        first = os.listdir(os.path.join(self.state, "jobs"))
        r = self.muster("run", "--resume", spec)
        self.assertEqual(r.status, USAGE, str(r))
        self.assertEqual(os.listdir(os.path.join(self.state, "jobs")), first)
        self.crm(emails[30:])
        r = self.muster("run", "--resume", spec)
        self.assertEqual(r.status, OK, str(r))
        self.assertIn(f"job {first[0]} of this spec is not complete, but a file that its where asks has changed", r.said)
        self.assertEqual(self.deleted(s), self.ids_of(emails[:30]))

    def test_a_refused_job_reads_the_list_again(self):
        s = self.sandbox(members=MEMBERS)
        emails = self.emails()
        file = self.crm(emails[100:])
        self.run_job(self.deletion(s, file), status=USAGE)
        self.resume_job(status=USAGE)
        for gone in sorted(self.ids_of(emails[:50])):
            s.call("DELETE", "/members/" + gone, {"X-API-KEY": self.key})
        self.resume_job()
        self.assertEqual(self.deleted(s), self.ids_of(emails[:100]))

    def test_the_files_are_checked_and_planned_with(self):
        s = self.sandbox(members=MEMBERS)
        emails = self.emails()
        spec = self.deletion(s, self.crm([*emails[30:], emails[30].upper()]))
        r = self.muster("check", spec)
        self.assertEqual((r.status, r.out), (OK, f"{spec}: ok\n"), str(r))
        self.assertIn("; 370 keys in", self.muster("check", "--rows", spec).out)
        self.assertIn("370 in ", self.muster("plan", spec).said)
        keys = json.loads(self.muster("plan", spec, "--output", "json").out)["keyLists"]
        self.assertEqual([(k["column"], k["keys"], len(k["sha256"])) for k in keys], [("E-mail", 370, 64)])
        for operand, place in (({"column": "Mail"}, "column"), ({"file": "nowhere.csv"}, "file")):
            wrong = self.deletion(s, self.crm(emails), operand)
            for arguments, status, kind in ((["check"], OK, "warning: "), (["check", "--rows"], USAGE, "")):
                r = self.muster(*arguments, wrong)
                self.assertEqual(r.status, status, str(r))
                self.assertRegex(r.err, rf":1:\d+: {kind}/where/auth.email/notIn/{place}: ")

    def test_a_job_survives_kills_without_its_file(self):
        s = self.sandbox("--latency", "40", members=MEMBERS)
        emails = self.emails()
        file = self.crm(emails[35:])
        running = self.start("run", self.deletion(s, file), "--job-id", "job")
        keys = os.path.join(self.state, "jobs", "job", "keys-0")
        wait_until(lambda: os.path.exists(keys), 30, "the keys")
        os.remove(file)
        for made in (0, 5, 15):
            wait_until(lambda: len(s.ledger()["members"]) >= made, 30, f"{made} members")
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
            running = self.start("resume", "job")
        r = running.wait(60)
        self.assertEqual(r.status, OK, str(r))
        self.assertEqual(self.deleted(s), self.ids_of(emails[:35]))
        self.assertEqual(self.muster("fsck", "job").status, OK)

    def test_keys_that_are_lost_are_read_again_from_the_same_file_only(self):
        s = self.sandbox(members=MEMBERS)
        emails = self.emails()
        file = self.crm(emails[35:])
        os.chdir(self.given)
        self.addCleanup(os.chdir, os.path.dirname(os.path.abspath(__file__)))
        self.run_job(self.deletion(s, "crm.csv"), "--limit", "10")
        os.chdir("/")
        keys = os.path.join(self.state, "jobs", "job", "keys-0")
        with open(keys, "r+b") as f:
            f.seek(20)
            f.write(b"damage")
        shutil.move(file, file + ".away")
        self.assertEqual(self.muster("resume", "job").status, USAGE)
        self.crm(emails[36:])
        r = self.muster("resume", "job")
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("is not as it was", r.said)
        shutil.move(file + ".away", file)
        os.remove(keys)
        self.resume_job()
        self.assertEqual(self.deleted(s), self.ids_of(emails[:35]))

    def test_keys_that_turn_out_to_be_damaged_stop_the_job(self):
        s = self.sandbox(members=MEMBERS)
        emails = self.emails()
        self.run_job(self.deletion(s, self.crm(emails[35:])), "--limit", "10")
        keys = os.path.join(self.state, "jobs", "job", "keys-0")
        with open(keys, "r+b") as f:
            f.seek(4096 + 20)  # neither the first block nor the last, which are looked at when it is opened
            f.write(b"damage")
        r = self.muster("resume", "job")
        self.assertNotEqual(r.status, OK, str(r))
        self.assertIn("keys-0 is damaged; remove it, and it is made again", r.said)
        self.assertEqual(len(self.deleted(s)), 10)
        os.remove(keys)
        self.resume_job()
        self.assertEqual(self.deleted(s), self.ids_of(emails[:35]))

    def test_whom_a_packed_file_of_json_lines_names_gets_a_plan(self):
        s = self.sandbox(members=MEMBERS)
        path = os.path.join(self.given, "in.jsonl.gz")
        wanted = [m["id"] for m in population(MEMBERS) if not has_plan(m)][:20]
        with gzip.open(path, "wt") as f:
            f.writelines(json.dumps({"who": {"id": i}}) + "\n" for i in wanted)
        self.run_job(self.spec(s, where={"id": {"in": {"file": path, "column": "who.id"}}}))
        self.assertEqual(set(s.ledger()["members"]), set(wanted))
        s.reset()
        self.run_job(self.spec(s, where={"NOT": {"id": {"in": {"file": path, "column": "who.id"}}}, "id": {"startsWith": "mem_"}},
                               operation={"delete": {}}), job="others", status=USAGE)
        self.assertEqual(s.ledger()["members"], {})

    def test_rows_that_cannot_be_read_are_refused(self):
        s = self.sandbox(members=MEMBERS)
        file = self.file("crm.csv", "Name,E-mail\nx,a@example.com\nb@example.com\n")
        self.refused(s, self.deletion(s, file), "line 3: the row has 1 cell instead of 2")

    def test_the_ready_job(self):
        s = self.sandbox(members=MEMBERS)
        members = population(MEMBERS)
        kept = [m["auth"]["email"] for i, m in enumerate(members) if i % 20]
        text = io.StringIO()
        csv.writer(text).writerows([["email"], *([e] for e in kept)])
        file = self.file("export.csv", text.getvalue())
        job = os.path.join(ROOT, "jobs", "delete-not-in-crm.json")
        r = self.muster("run", job, "--job-id", "job", "--base-url", s.url, "--set", "file=" + file, "--set", "exported=-1d")
        self.assertEqual(r.status, OK, str(r))
        free = [m for m in members if all(p["type"] == "FREE" for p in m.get("planConnections") or [])]
        self.assertEqual(self.deleted(s), {m["id"] for m in free if m["auth"]["email"] not in kept})
        sample = os.path.join(ROOT, "jobs", "crm.csv")
        r = self.muster("check", "--rows", job, "--set", "file=" + sample, "--set", "exported=-1d")
        self.assertEqual(r.status, OK, str(r))
        self.assertIn("2 keys in", r.said)

    def test_publishers_ready_job_is_the_other_half_of_an_upsert(self):
        s = self.sandbox("--provider", "publisher", members=200)
        body = json.dumps({"member_base_id": "mb_sandbox", "pagination": {"limit": 1000}}).encode()

        def everyone():
            return [m["ref"] for m in json.loads(s.call("POST", "/publisher.v1/member/list",
                                                        {"Authorization": "Bearer walk"}, body))]
        before = everyone()
        kept = [ref for i, ref in enumerate(before) if i % 20]

        def rows(name, refs):
            text = io.StringIO()
            csv.writer(text).writerows([["ref", "level"], *([ref, "patron"] for ref in refs)])
            return self.file(name, text.getvalue())
        job = os.path.join(ROOT, "jobs", "publisher", "delete-not-in-rows.json")
        at = ("--set", "instance=" + s.url, "--set", "memberBaseId=mb_sandbox", "--live", "--yes")
        env = {"PUBLISHER_TOKEN": self.key}
        r = self.muster("run", job, "--set", "file=" + rows("half.csv", kept[::2]), *at, env=env)
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("maxShare", r.said)
        self.assertEqual(everyone(), before)
        r = self.muster("run", job, "--set", "file=" + rows("members.csv", kept), *at, env=env)
        self.assertEqual(r.status, OK, str(r))
        self.assertEqual(everyone(), kept)


if __name__ == "__main__":
    unittest.main()
