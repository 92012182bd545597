"""Jobs on fakes of four platforms that were written from the platforms' documents alone (tests/fakes): throttled, cut
off, answered with errors, killed three times, while others insert, change and delete members. Afterwards the whole
population is what the job should have made of it, member by member.

MUSTER_MEMBERS says how many members there are (default 300), MUSTER_SEED when things go wrong.
"""
import os
import random
import signal
import sys
import time
import unittest

from support import HERE, OK, Case

sys.path.insert(0, os.path.dirname(HERE))
from fakes import judge, memberpulse, memberstack_tables, memberstack_v1, publisher  # noqa: E402
from fakes.fake import Weather  # noqa: E402

MEMBERS = int(os.environ.get("MUSTER_MEMBERS", "300"))
SEED = int(os.environ.get("MUSTER_SEED", str(random.randrange(10**6))))
KILLS, CONCURRENCY = 3, 8


def weather(**others):
    return Weather(**{"limit": 20, "window": 0.1, "lost": 0.03, "failed_before": 0.02, "failed_after": 0.02,
                      "slow": 0.01, "slow_seconds": 0.1, "churn": 0.2, **others})


# Where the newest come first, whoever joins or goes moves all others: muster stops when a long list does so faster than
# it can be read.
QUIETER = {"churn": 0.2 if MEMBERS < 1000 else 0.02}


class Fakes(Case):
    def serve(self, platform, **options):
        fake = platform(MEMBERS, SEED, options.pop("weather", None) or weather(), self.key, **options)
        return self.enterContext(fake)

    def survive(self, fake, writes, kind, folder="", provider=None, **spec):
        """Runs the job, of about so many `writes`, to its end: it is killed once early, and twice in the midst."""
        chance = random.Random(SEED)
        early = chance.randrange(1, 12)
        due = [0] + sorted(chance.randrange(writes * 8 // 10) for _ in range(KILLS - 1))
        path = self.spec(fake.origin + folder, provider={"kind": kind, **(provider or {})},
                         pace={"requestsPerSecond": 380, "concurrency": CONCURRENCY,
                               "quota": {"requests": 10**6, "per": "1h"}},
                         retry={"attempts": 50, "baseDelay": "10ms", "maxDelay": "100ms"}, stopAfter=None, **spec)
        began = time.monotonic()
        for run in range(KILLS + 1):
            running = self.start("run", "--resume", path, "--live", "--yes")
            if run < KILLS:
                fake.on_answer = self.killer(fake, running, early if run == 0 else 1, due[run])
            r = running.wait(600)
            fake.on_answer = None
            fake.next_run()
            self.assertEqual(r.status, -signal.SIGKILL if run < KILLS else OK, f"seed {SEED}, run {run}\n{r}")
        self.took = time.monotonic() - began
        (self.job,) = os.listdir(os.path.join(self.state, "jobs"))
        self.assertEqual(fake.strangeness, [], f"seed {SEED}")

    @staticmethod
    def killer(fake, running, requests, writes):
        """Kills the process when it was answered so many requests and made so many writes in all: after the effect of
        one, before its reply, and whatever else is in flight."""
        seen = [0]

        def on_answer():
            seen[0] += 1
            if seen[0] >= requests and len(fake.population.writes) >= writes and seen[0] < 10**9:
                seen[0] = 10**9
                running.signal(signal.SIGKILL)

        return on_answer

    def judge(self, fake, wrong, unreadable=False):
        """`wrong` is empty, and nothing was sent twice. Where the platform does not show what is changed
        (`unreadable`), nobody can look first whether it took effect: it is sent again after a reply that was lost,
        and what was in flight at a kill is too; the same values once more change nothing."""
        self.assertEqual(wrong[:20], [], f"{len(wrong)} wrong, seed {SEED}")
        repeats = fake.population.repeats()
        if unreadable:
            told = [(earlier, later) for earlier, later in repeats if earlier.answered]
            self.assertEqual([pair for pair in told if pair[0].run == pair[1].run], [], f"seed {SEED}")
            self.assertLessEqual(len(told), KILLS * CONCURRENCY, f"seed {SEED}")
        else:
            self.assertEqual(repeats, [], f"seed {SEED}")
        counts, population = fake.counts, fake.population
        if MEMBERS >= 1000:
            print(f"{self.took:.0f} s, {counts['requests']} requests, {counts['429']} 429s, {counts['5xx']} 5xx, "
                  f"{counts['lost']} replies lost, {KILLS} kills, {len(population.writes)} writes, "
                  f"{len(repeats)} of them again; others: {population.others}", file=sys.stderr)

    def judge_job(self, fake, matches, wanted, **options):
        self.judge(fake, judge.faults(fake.population, matches, wanted, self.results(self.job)), **options)


class MemberstackV1(Fakes):
    where = {"metaData.region": {"equals": "eu"}}

    @staticmethod
    def matches(member):
        return member["metaData"]["region"] == "eu"

    def test_meta_data(self):
        def wanted(member):
            return member | {"metaData": member["metaData"] | {"tier": "gold"}}

        fake = self.serve(memberstack_v1.MemberstackV1)
        self.survive(fake, MEMBERS // 3, "memberstack-v1", "/v1", where=self.where,
                     operation={"update": {"metaData": {"tier": "gold"}}})
        self.judge_job(fake, self.matches, wanted)

    def test_custom_fields(self):
        def wanted(member):
            return member | {"customFields": member["customFields"] | {"level": "new"}}

        fake = self.serve(memberstack_v1.MemberstackV1, weather=weather(retry_after="seconds", limit=30))
        self.survive(fake, MEMBERS // 3, "memberstack-v1", "/v1", where=self.where,
                     operation={"update": {"customFields": {"level": "new"}}})
        self.judge_job(fake, self.matches, wanted, unreadable=True)

    def test_what_the_document_leaves_open_the_other_way(self):
        fake = self.serve(memberstack_v1.MemberstackV1, first_page=0, max_limit=30, update_body="data",
                          metadata="replace", shows_fields=True, newest_first=True,
                          weather=weather(**QUIETER))
        self.survive(fake, MEMBERS // 3, "memberstack-v1", "/v1", where=self.where,
                     provider={"firstPage": 0, "updateBody": "data", "metaData": "replaced", "customFields": "shown"},
                     operation={"update": {"customFields": {"level": "1"}, "metaData": {"tier": "gold"},
                                           "merge": True}})
        self.judge_job(fake, self.matches, lambda member: member | {
            "customFields": member["customFields"] | {"level": "1"}, "metaData": member["metaData"] | {"tier": "gold"}})

    def test_deletions(self):
        fake = self.serve(memberstack_v1.MemberstackV1)
        canceled = {"equals": "canceled"}
        self.survive(fake, MEMBERS // 4, "memberstack-v1", "/v1", operation={"delete": {}},
                     where={"OR": [{"membership.status": canceled}, {"memberships": {"some": {"status": "canceled"}}}]})
        self.judge_job(fake, lambda member: member["membership"]["status"] == "canceled", lambda member: None)


class Publisher(Fakes):
    def serve(self, **options):
        return super().serve(publisher.Publisher, **options)

    def run_on(self, fake, writes, settings=None, **spec):
        provider = {"memberBaseId": publisher.BASE, "batch": 20, **(settings or {})}
        self.survive(fake, writes, "publisher", provider=provider, **spec)

    def test_attribute_where_the_ids_come_in_another_order(self):
        fake = self.serve(ids_in_order=False, list_shape="members", newest_first=True,
                          weather=weather(**QUIETER), unknown_filter="heeded")
        self.run_on(fake, MEMBERS // 2, where={"attributes.tier": {"equals": "gold"}},
                    operation={"update": {"attributes": {"level": "patron"}}})
        self.judge_job(fake, lambda member: member["attributes"]["tier"] == "gold",
                       lambda member: member | {"attributes": member["attributes"] | {"level": "patron"}})

    def test_upsert_of_the_full_list(self):
        fake = self.serve()
        refs = [f"user_{n:05d}" for n in range(0, MEMBERS, 2)] + [f"crm-contact-{n}" for n in range(MEMBERS // 2)]
        random.Random(SEED).shuffle(refs)
        records = [{"ref": ref, "attributes": {"tier": "full", "n": n}} for n, ref in enumerate(refs)]
        self.run_on(fake, len(refs), where=None, source={"members": records},
                    operation={"upsert": {}})
        self.judge(fake, judge.upsert_faults(fake.population, {r["ref"]: r["attributes"] for r in records},
                                             self.results(self.job)))

    def clean_up(self, fake, **settings):
        """Deletes who is not in the list of the active."""
        active = [f"user_{n:05d}" for n in range(0, MEMBERS, 3)]
        self.run_on(fake, MEMBERS * 2 // 3, settings, where={"ref": {"notIn": active}}, operation={"delete": {}})
        listed = set(active)
        self.judge_job(fake, lambda member: member["ref"] not in listed, lambda member: None)

    def test_clean_up(self):
        self.clean_up(self.serve(), idFilter=False)

    def test_clean_up_where_a_filter_by_id_is_refused(self):
        self.clean_up(self.serve(unknown_filter="refused"))

    def test_clean_up_where_a_filter_by_id_is_ignored(self):
        self.clean_up(self.serve(unknown_filter="ignored"))


class MemberPulse(Fakes):
    def serve(self, **options):
        return super().serve(memberpulse.MemberPulse, **options)

    def test_field_since(self):
        fake = self.serve()
        since = memberpulse.make(MEMBERS // 2)["createdAt"]
        self.survive(fake, MEMBERS // 4, "memberpulse", "/api", provider={"query": {"createdAt[after]": since}},
                     where={"createdAt": {"gte": since}}, operation={"update": {"tier": "plus"}})
        self.judge_job(fake, lambda member: member["createdAt"] >= since, lambda member: member | {"tier": "plus"})

    def test_what_the_document_leaves_open_the_other_way(self):
        fake = self.serve(list_shape="hydra:member", max_items=30, number_ids=True, newest_first=True,
                          weather=weather(**QUIETER), invalid=422)
        self.survive(fake, MEMBERS // 2, "memberpulse", "/api", where={"tier": {"equals": "basic"}},
                     operation={"update": {"address": {"city": "Bonn", "geo": [50.7374, 7.0982]}}})
        self.judge_job(fake, lambda member: member["tier"] == "basic",
                       lambda member: member | {"address": {"city": "Bonn", "geo": [50.7374, 7.0982]}})

    def test_deletions(self):
        fake = self.serve()
        self.survive(fake, MEMBERS // 3, "memberpulse", "/api", where={"status": {"equals": "lapsed"}},
                     operation={"delete": {}})
        self.judge_job(fake, lambda member: member["status"] == "lapsed", lambda member: None)


class MemberstackTables(Fakes):
    # What one in six holds already, in whichever form it is shown.
    fields = {"price": 12.5, "releasedAt": "2026-01-31T00:00:00.000Z", "category": "rec000003",
              "related": ["rec000001", "rec000002"]}

    def serve(self, **options):
        return super().serve(memberstack_tables.MemberstackTables, **options)

    def run_on(self, fake, writes, settings=None, **spec):
        self.survive(fake, writes, "memberstack-tables", provider={"table": "products", **(settings or {})}, **spec)

    def set_fields(self, fake):
        self.run_on(fake, MEMBERS // 3, where={"data.inStock": {"equals": False}},
                    operation={"update": {"data": self.fields}})
        self.judge_job(fake, lambda record: not record["data"]["inStock"],
                       lambda record: record | {"data": record["data"] | self.fields})

    def test_fields(self):
        self.set_fields(self.serve())

    def test_what_the_document_leaves_open_the_other_way(self):
        self.set_fields(self.serve(text_cursors=True, shows="otherwise"))

    def test_deletions(self):
        fake = self.serve()
        self.run_on(fake, MEMBERS // 3, where={"data.status": {"equals": "archived"}}, operation={"delete": {}})
        self.judge_job(fake, lambda record: record["data"]["status"] == "archived", lambda record: None)

    def create(self, fake, there):
        """Makes records of which those of `there` are there already."""
        skus = [f"new \"{n}\", ü" for n in range(MEMBERS // 2)] + [record["data"]["sku"] for record in there]
        random.Random(SEED).shuffle(skus)
        records = [{"data": {"sku": sku, "name": "New", "price": n + 0.25}} for n, sku in enumerate(skus)]
        fake.population.held |= {record["id"] for record in there}
        self.run_on(fake, MEMBERS // 2, {"unique": "sku"}, where=None, source={"members": records},
                    operation={"create": {}})
        known = {record["data"]["sku"] for record in there}
        wrong = []
        for record in records:
            found = [r for r in fake.population.members.values() if r["data"]["sku"] == record["data"]["sku"]]
            right = there if record["data"]["sku"] in known else None
            if right is None and [r["data"] for r in found] != [{"status": "active", "inStock": True} | record["data"]]:
                wrong.append(f"{record} became {found}")
            elif right is not None and (len(found) != 1 or found[0] not in right):
                wrong.append(f"{record} was there, and is {found}")
        outcomes = self.results(self.job)
        if sorted(sku for sku, _ in outcomes) != sorted(skus):
            wrong.append(f"outcomes are of {sorted(sku for sku, _ in outcomes)}")
        # Of one whose refusal was lost, nobody can tell any more that it was there before.
        for sku, outcome in outcomes:
            if outcome != "done" and (sku not in known or outcome != "already"):
                wrong.append(f"{sku} is {outcome}")
        self.assertEqual(any(outcome == "already" for _, outcome in outcomes), bool(there), f"seed {SEED}")
        self.judge(fake, wrong)

    def test_new_records(self):
        fake = self.serve()
        self.create(fake, list(fake.population.members.values())[:20])

    def test_new_records_of_a_table_that_would_take_them_twice(self):
        self.create(self.serve(keeps_unique=False), [])


if __name__ == "__main__":
    unittest.main()
