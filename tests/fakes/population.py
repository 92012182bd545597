"""The members of a fake platform, what the client did to them, and what others did meanwhile.

`shadow` is the population as it would be had the client never called: whatever others do is
done to both. So the proof needs no bookkeeping of its own: a member the job is for must equal
the job's change applied to its shadow, and every other member must equal its shadow.
"""
from __future__ import annotations

import copy
import json
import random
from dataclasses import dataclass


def exact(value) -> str:
    """So that 1, 1.0 and true differ, and the order of keys does not count."""
    return json.dumps(value, sort_keys=True)


@dataclass
class Write:
    """One request of the client that meant to change one member."""

    member: str
    verb: str  # create, update, delete
    before: dict | None
    after: dict | None
    run: int  # which process of the client
    answered: bool = False  # the client was sent a whole reply that tells of success

    @property
    def effect(self) -> bool:
        return exact(self.before) != exact(self.after)


class Population:
    """`make(n)` gives the n-th member ever (with its `id`), `stir(member, token)` is what
    somebody else does to a member: it must touch only what no job touches."""

    def __init__(self, make, stir, count: int, seed: int):
        self._make, self._stir = make, stir
        self._random = random.Random(seed)
        self.members: dict[str, dict] = {}
        self.made = 0
        for _ in range(count):
            member = self.new()
            self.members[member["id"]] = member
        self.start = copy.deepcopy(self.members)
        self.shadow = copy.deepcopy(self.members)
        self.writes: list[Write] = []
        self.known = set(self.members)  # every id there ever was
        self.held: set[str] = set()  # nobody else touches these for now
        self.others = {"insert": 0, "change": 0, "delete": 0}

    def new(self) -> dict:
        member = self._make(self.made)
        self.made += 1
        return member

    # What the client does.

    def write(self, verb: str, member: str, after: dict | None, run: int) -> None:
        before = self.members.get(member)
        self.writes.append(Write(member, verb, before, copy.deepcopy(after), run))
        self.known.add(member)
        if after is None:
            self.members.pop(member, None)
        else:
            self.members[member] = after

    def ledger(self) -> dict[str, list[Write]]:
        """The writes that had an effect, by member."""
        found: dict[str, list[Write]] = {}
        for write in self.writes:
            if write.effect:
                found.setdefault(write.member, []).append(write)
        return found

    def repeats(self) -> list[tuple[Write, Write]]:
        """Every write of a member that was written before, and that write."""
        last: dict[str, Write] = {}
        found = []
        for write in self.writes:
            if write.member in last:
                found.append((last[write.member], write))
            last[write.member] = write
        return found

    # What others do.

    def churn(self) -> None:
        verb = self._random.choices(("insert", "change", "delete"), (2, 6, 2))[0]
        if verb == "insert":
            member = self.new()
            self.members[member["id"]] = member
            self.shadow[member["id"]] = copy.deepcopy(member)
            self.known.add(member["id"])
        else:
            chosen = self._anybody()
            if chosen is None:
                return
            if verb == "delete":
                self.members.pop(chosen, None)
                self.shadow.pop(chosen)
            else:
                token = f"seen {self._random.randrange(10**9)}"
                for side in (self.members, self.shadow):
                    if chosen in side:
                        side[chosen] = copy.deepcopy(side[chosen])
                        self._stir(side[chosen], token)
        self.others[verb] += 1

    def _anybody(self) -> str | None:
        ids = list(self.shadow)
        for _ in range(20):
            chosen = self._random.choice(ids) if ids else None
            if chosen not in self.held:
                return chosen
        return None
