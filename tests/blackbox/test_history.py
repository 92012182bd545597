"""`muster history` tells what all jobs did to one member, in the order of time, whatever became of the jobs."""
import csv
import io
import json
import os
import signal
import threading

from support import FAILED, OK, USAGE, Case, in_country, population, wait_until


class History(Case):
    UPDATE = {"update": {"customFields": {"country": "Schweden", "note": "moved"}}}

    def history(self, member, *arguments, status=OK, **options):
        r = self.muster("history", member, *arguments, **options)
        self.assertEqual(r.status, status, str(r))
        return r

    def deeds(self, member, *arguments, **options):
        return [json.loads(line) for line in self.history(member, "--output", "jsonl", *arguments, **options).out.splitlines()]

    def index(self):
        return os.path.join(self.state, "history.sqlite")

    def test_two_jobs_an_undo_and_an_archive(self):
        s = self.sandbox(members=300)
        member = next(m for m in population(300) if in_country(m))
        who, address = member["id"], member["auth"]["email"]
        self.run_job(self.spec(s, name="plan.json"), job="plan")
        self.assertEqual([d["job"] for d in self.deeds(who)], ["plan"])
        self.run_job(self.spec(s, operation=self.UPDATE), job="move")
        self.assertEqual(self.muster("undo", "move", "--job-id", "back").status, OK)

        deeds = self.deeds(who)
        self.assertEqual([(d["job"], d["member"], d["email"], d["outcome"]) for d in deeds],
                         [(job, who, address, "done") for job in ("plan", "move", "back")])
        self.assertEqual(deeds[0]["change"], {"addPlan": {"planId": "pln_free"}})
        self.assertEqual(deeds[1]["before"]["customFields"]["country"], "Germany")
        self.assertEqual(deeds[1]["after"], {"customFields": {"country": "Schweden", "note": "moved"}})
        self.assertEqual(deeds[2]["after"]["customFields"]["country"], "Germany")
        self.assertEqual(sorted(d["time"] for d in deeds), [d["time"] for d in deeds])
        self.assertEqual(self.deeds(address.upper()), deeds)
        self.assertEqual(json.loads(self.history(who, "--output", "json").out), deeds)
        rows = list(csv.DictReader(io.StringIO(self.history(who, "--output", "csv").out, newline="")))
        self.assertEqual([(r["job"], json.loads(r["change"])) for r in rows], [(d["job"], d["change"]) for d in deeds])
        told = self.history(address).out
        self.assertEqual(told.splitlines()[0], f"{who}  {address}")
        for line in (f"{deeds[0]['time']}  done  plan", "    plan pln_free: no -> yes",
                     '    customFields.country: "Germany" -> "Schweden"', "    customFields.note: (none) -> \"moved\"",
                     '    customFields.country: "Schweden" -> "Germany"'):
            self.assertIn(line, told.splitlines())

        self.assertEqual(os.stat(self.index()).st_mode & 0o777, 0o600)
        self.assertEqual(sorted(os.listdir(self.state)), ["history.sqlite", "jobs"])
        self.assertEqual(self.muster("jobs", "archive", "plan").status, OK)
        archived, *others = self.deeds(who)
        self.assertEqual(archived, {**deeds[0], "archived": True})
        self.assertEqual(others, deeds[1:])
        self.assertIn("done  plan  (archived)", self.history(who).out)
        self.assertEqual(self.muster("jobs", "remove", "move", "--yes").status, OK)
        self.assertEqual([d["job"] for d in self.deeds(who)], ["plan", "back"])
        self.assertEqual(self.muster("fsck", "back").status, OK)
        self.assertEqual(len(json.loads(self.muster("status", "--output", "json").out)), 1)

        with open(self.index(), "r+b") as f:  # damaged, and made anew
            f.write(b"x" * 500)
        self.assertEqual([d["job"] for d in self.deeds(who)], ["plan", "back"])
        self.assertEqual([d["job"] for d in self.deeds(who, "--rebuild")], ["plan", "back"])

    def test_a_job_that_was_killed(self):
        s = self.sandbox("--latency", "50", members=300)
        running = self.start("run", self.spec(s, operation=self.UPDATE, pace={"requestsPerSecond": 0, "concurrency": 8}),
                             "--job-id", "job")
        wait_until(lambda: len(s.ledger()["members"]) >= 10, 30, "10 members")
        first = next(iter(s.ledger()["members"]))
        wait_until(lambda: self.deeds(first)[0]["outcome"] == "done", 10, "an outcome, while it runs")
        os.kill(running.process.pid, signal.SIGKILL)
        running.wait()
        with open(self.journal()) as f:
            lines = [json.loads(line) for line in f if line.endswith("}\n")]
        settled = {r["id"] for r in lines if r["t"] == "outcome"}
        doubtful = [r["id"] for r in lines if r["t"] == "intent" and r["id"] not in settled]
        self.assertTrue(doubtful)
        [deed] = self.deeds(doubtful[0])
        self.assertEqual((deed["outcome"], deed["after"]["customFields"]["country"]), ("open", "Schweden"))
        told = self.history(doubtful[0]).out
        self.assertIn("in doubt  job", told)
        self.assertIn("muster resume job", told)
        self.resume_job()
        for who in doubtful:
            self.assertEqual([d["outcome"] for d in self.deeds(who)], ["done"])

    def test_several_at_once(self):
        s = self.sandbox(members=1000)
        self.run_job(self.spec(s))
        changed = [i for i, o in self.results() if o == "done"]
        found = {}

        def ask(who):
            found[who] = self.deeds(who)
        threads = [threading.Thread(target=ask, args=(who,)) for who in changed[:4]]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual([[d["member"] for d in found[who]] for who in changed[:4]], [[who] for who in changed[:4]])

    def test_nobody(self):
        r = self.history("mem_nobody", status=FAILED)
        self.assertIn('knows a member "mem_nobody"', r.err)
        self.assertFalse(os.path.exists(self.state))
        s = self.sandbox(members=20)
        self.run_job(self.spec(s))
        r = self.history("mem_nobody", status=FAILED)
        self.assertEqual(r.out, "")
        self.assertEqual(self.history("no\x1b[31m", "--output", "json", status=FAILED).out, "[]\n")
        self.assertEqual(self.history("x", "--state-dir", "/nonexistent", status=USAGE).out, "")

    def test_where_no_index_can_be_kept(self):
        s = self.sandbox(members=20)
        self.run_job(self.spec(s))
        who = self.results()[0][0]
        os.makedirs(os.path.join(self.index(), "in the way"))
        r = self.history(who)
        self.assertIn("done  job", r.out)
        self.assertIn("the index cannot be kept", r.err)
