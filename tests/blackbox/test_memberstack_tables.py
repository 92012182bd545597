"""Jobs on a table of Memberstack's Data Tables: its records are found, made, changed, deleted and exported."""
import csv
import json
import os
import unittest

from support import FAILED, OK, ROOT, STOPPED, USAGE, Case

JOBS = os.path.join(ROOT, "jobs", "memberstack-tables")
RECORDS = "/v2/data-tables/products/records"


class Tables(Case):
    def table(self, *arguments, **options):
        return self.sandbox("--provider", "memberstack-tables", *arguments, **options)

    def job(self, at, operation, provider=None, **others):
        block = {"kind": "memberstack-tables", "baseUrl": at.url, "table": "products", **(provider or {})}
        return self.spec(at, provider=block, operation=operation, where=others.pop("where", None), **others)

    def ready_job(self, name, at, *arguments, **options):
        return self.muster("run", os.path.join(JOBS, name + ".json"), "--base-url", at.url, "--set", "table=products",
                           "--job-id", "job", *arguments, **options)

    def records(self, at):
        """All of them, by id."""
        found, after = {}, {}
        while True:
            body = json.dumps({"query": {"findMany": {"take": 100, **after}}}).encode()
            data = json.loads(at.call("POST", RECORDS + "/query", {"X-API-KEY": "sk_sb_walk"}, body))["data"]
            found.update({r["id"]: r for r in data["records"]})
            if not data["pagination"]["hasMore"]:
                return found
            after = {"after": data["pagination"]["endCursor"]}

    def create(self, at, **data):
        body = json.dumps({"data": data}).encode()
        return json.loads(at.call("POST", RECORDS, {"X-API-KEY": "sk_sb_other"}, body))["data"]["id"]

    def test_the_records_that_match_are_set(self):
        s = self.table(members=250)
        before = self.records(s)
        drafts = {i for i, r in before.items() if r["data"].get("status") == "draft"}
        self.assertGreater(len(drafts), 20)
        arguments = ("--set", "match=status", "--set", "is=draft", "--set", "field=description",
                     "--set", "value={{data.name}}: {{data.price|none}}")
        r = self.ready_job("set-record-field", s, *arguments)
        self.assertEqual(r.status, OK, str(r))
        self.assertEqual(s.ledger()["members"], {i: {"update": 1} for i in drafts})
        now = self.records(s)
        for i, record in before.items():
            expected = dict(record["data"])
            if i in drafts:
                price = record["data"]["price"]
                shown = "none" if price is None else f"{price:.15g}"
                expected["description"] = f"{record['data']['name']}: {shown}"
            self.assertEqual(now[i]["data"], expected)
        self.assertEqual(sorted(self.results()), sorted((i, "done") for i in drafts))

    def test_rows_of_a_file_become_records_once(self):
        s = self.table(members=10)
        there = self.create(s, sku="TEA-002", name="Tea")
        made_by_others = set(self.records(s))
        file = os.path.join(JOBS, "import-records.csv")
        r = self.ready_job("import-records", s, "--set", "file=" + file)
        self.assertEqual(r.status, OK, str(r))
        fresh = {i: r["data"] for i, r in self.records(s).items() if i not in made_by_others}
        self.assertEqual({d["sku"]: (d["name"], d["price"], d["inStock"]) for d in fresh.values()},
                         {"TEA-001": ("Tea, green", 4.5, True), "HONEY-001": ("Blütenhonig", None, True)})
        self.assertEqual(dict(self.results()), {"TEA-001": "done", "TEA-002": "already", "HONEY-001": "done"})
        self.assertEqual(s.ledger()["members"], {i: {"create": 1} for i in {there, *fresh}})

    def test_rows_name_records_by_their_unique_field(self):
        s = self.table(members=150)
        before = self.records(s)
        named = list(before)[10:30]
        rows = self.file("rows.csv", "")
        for match in ("lookUp", "walk"):
            with open(rows, "w", newline="") as f:
                writer = csv.writer(f)
                writer.writerow(["sku", "stock"])
                writer.writerows([before[i]["data"]["sku"], 1000 + n] for n, i in enumerate(named))
                writer.writerow(["nobody's", 7])
            source = {"csv": {"file": rows, "key": "sku", "by": "data.sku", "match": match}}
            spec = self.job(s, {"update": {"data": {"stock": "{{row.stock|number}}", "description": match}}},
                            provider={"unique": "sku"}, source=source)
            r = self.muster("run", spec, "--job-id", match)
            self.assertEqual(r.status, FAILED, str(r))
            self.assertEqual(sorted(o for _, o in self.results(match)), ["done"] * 20 + ["failed"])
            now = self.records(s)
            self.assertEqual([(now[i]["data"]["stock"], now[i]["data"]["description"]) for i in named],
                             [(1000 + n, match) for n in range(20)])
        self.assertEqual(s.ledger()["members"], {i: {"update": 2} for i in named})

    def test_rows_are_made_or_updated(self):
        for settings, match in (({"unique": "sku"}, {"match": "lookUp"}), ({"reference": "sku"}, {})):
            s = self.table(members=120)
            before = self.records(s)
            there = list(before)[10:30]
            text = "sku,stock\n" + "".join(f"{before[i]['data']['sku']},{1000 + n}\n" for n, i in enumerate(there))
            text += "".join(f"new-{n},{n}\n" for n in range(15))
            source = {"csv": {"file": self.file("rows.csv", text), "key": "sku", "by": "data.sku", **match}}
            data = {"sku": "{{row.sku}}", "name": "Tea", "stock": "{{row.stock|number}}"}
            spec = self.job(s, {"upsert": {"data": data}}, provider=settings, source=source)
            job = next(iter(settings))
            self.run_job(spec, job=job)
            self.assertEqual([o for _, o in self.results(job)], ["done"] * 35)
            now = self.records(s)
            self.assertEqual([now[i]["data"]["stock"] for i in there], [1000 + n for n in range(20)])
            fresh = {i: r["data"] for i, r in now.items() if i not in before}
            self.assertEqual({d["sku"]: d["stock"] for d in fresh.values()}, {f"new-{n}": n for n in range(15)})
            self.assertEqual(s.ledger()["members"],
                             {i: {"update": 1} for i in there} | {i: {"create": 1} for i in fresh})

    def test_a_creation_in_doubt_is_looked_for_or_given_up(self):
        cut = [{"match": {"method": "POST", "path": RECORDS, "every": 3}, "fault": {"kind": "resetAfter"}}]
        members = [{"data": {"sku": f"new {n} \"ü\"", "name": f"New {n}"}} for n in range(9)]
        for settings, expected in (({"unique": "sku"}, ["done"] * 9),
                                   ({"reference": "sku"}, ["done"] * 6 + ["unknown"] * 3)):
            s = self.table(members=5, faults=cut)
            spec = self.job(s, {"create": {}}, provider=settings, source={"members": members})
            if "reference" in settings:
                self.assertIn("unknown", self.muster("plan", spec).said)
            job = next(iter(settings))
            r = self.muster("run", spec, "--job-id", job)
            self.assertEqual(r.status, FAILED if "unknown" in expected else OK, str(r))
            self.assertEqual(sorted(o for _, o in self.results(job)), expected)
            effects = s.ledger()["members"].values()
            self.assertEqual([dict(e) for e in effects], [{"create": 1}] * 9)

    def test_records_are_exported_by_paths(self):
        s = self.table(members=120)
        out = os.path.join(self.given, "out.csv")
        spec = self.spec(s, provider={"kind": "memberstack-tables", "table": "tbl_sb_products"}, where=None, operation=None,
                         export={"to": {"csv": out}, "columns": {"id": "id", "sku": "data.sku", "price": "data.price"}})
        r = self.muster("run", spec)
        self.assertEqual(r.status, OK, str(r))
        with open(out, newline="", encoding="utf-8") as f:
            rows = list(csv.DictReader(f))
        self.assertEqual({row["id"]: (row["sku"], float(row["price"] or -1)) for row in rows},
                         {i: (r["data"]["sku"], -1 if r["data"]["price"] is None else r["data"]["price"])
                          for i, r in self.records(s).items()})

    def test_a_table_that_is_not_there_is_named(self):
        s = self.table(members=5)
        spec = self.job(s, {"delete": {}}, provider={"table": "prodcuts"}, where={"id": {"isSet": True}})
        for command in ("run", "ping", "plan"):
            r = self.muster(command, spec)
            self.assertEqual(r.status, STOPPED, str(r))
            self.assertIn("there is no table prodcuts (provider.table)", r.said)
        self.assertEqual(s.ledger()["members"], {})

    def test_a_cursor_that_does_not_move_ends_the_run(self):
        for kind in ("stuckCursor", "rewindCursor"):
            s = self.table(members=300, faults=[{"match": {"after": 1}, "fault": {"kind": kind}}])
            spec = self.job(s, {"update": {"data": {"status": "seen"}}}, where={"id": {"isSet": True}},
                            retry={"attempts": 3, "baseDelay": "1ms", "maxDelay": "5ms", "patience": "1s"})
            r = self.muster("run", spec, "--job-id", kind)
            self.assertEqual(r.status, STOPPED, str(r))
            self.assertIn("cursor", r.said)
            self.assertIn("muster resume " + kind, r.said)
            self.assertEqual([e for e in s.ledger()["members"].values() if e != {"update": 1}], [])

    def test_settings_that_cannot_be_are_told_at_their_places(self):
        s = self.table(members=5)
        r = self.muster("check", self.job(s, {"update": {"data": {"a": 1}}}, provider={"table": "a/b"}))
        self.assertEqual(r.status, USAGE)
        self.assertIn("must be the key or the id of a table", r.said)
        rows = self.file("rows.csv", "sku\na\n")
        for create, source in (({}, {"members": [{"data": {"sku": "a"}}]}),
                               ({"data": {"sku": "{{row.sku}}"}}, {"csv": {"file": rows, "key": "sku"}})):
            r = self.muster("check", self.job(s, {"create": create}, source=source))
            self.assertEqual(r.status, USAGE)
            self.assertEqual(len(r.err.strip().splitlines()), 1, r.err)
            self.assertIn('the block "provider" names none: "unique" is the key of a field', r.said)
        r = self.muster("check", self.job(s, {"update": {"data": {"a": 1}}}, where={"date.status": {"equals": "x"}}))
        self.assertIn("date", r.said)

    def test_ping_tells_a_field_that_is_not_unique(self):
        s = self.table(members=30)
        spec = self.job(s, {"delete": {}}, provider={"unique": "name"}, where={"id": {"isSet": True}})
        r = self.muster("ping", spec)
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("provider.unique does not fit: \"name\" is of type TEXT", r.said)
        self.assertIn('put "unique":"sku" into the block "provider"', r.said)
        self.assertEqual(s.ledger()["members"], {})


if __name__ == "__main__":
    unittest.main()
