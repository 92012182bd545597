"""Holds the population of a fake against what one job should have made of it.

`wanted(member)` is what the job makes of a member that it is for (None: it is deleted), and
`matches(member)` says whether it is. Neither may look at what others change meanwhile.
"""
from __future__ import annotations

from collections import Counter

from .population import exact


def faults(population, matches, wanted, results) -> list[str]:
    """What is wrong, a line for each; `results` are the (member, outcome) that the client tells.

    Who came after the start may have been seen or not; who was deleted by others may have been
    changed before. Everybody else must be right, once.
    """
    found = []
    ledger = population.ledger()
    outcomes = Counter(member for member, _ in results)
    outcome = dict(results)
    for id, shadow in population.shadow.items():
        real, hits = population.members.get(id), len(ledger.get(id, []))
        untouched = [(exact(shadow), 0)]
        changed = [(exact(wanted(shadow)), int(exact(wanted(shadow)) != exact(shadow)))]
        if not matches(shadow):
            allowed = untouched
        elif id in population.start:
            allowed = changed
            if outcome.get(id) not in ("done", "already"):
                found.append(f"{id}: outcome {outcome.get(id)}")
            elif (outcome[id] == "already") != (changed[0][1] == 0):
                found.append(f"{id}: outcome {outcome[id]} after {changed[0][1]} changes")
        else:
            allowed = untouched + changed
        if (exact(real), hits) not in allowed:
            found.append(f"{id}: {exact(real)} after {hits} changes, not {allowed}")
    for id in population.known - set(population.shadow):  # deleted by others
        if id in population.members:
            found.append(f"{id}: was deleted, and is there again")
        if len(ledger.get(id, [])) > 1:
            found.append(f"{id}: changed {len(ledger[id])} times")
    for id, count in outcomes.items():
        if count != 1:
            found.append(f"{id}: {count} outcomes")
        if id not in population.known:
            found.append(f"{id}: an outcome for nobody")
        elif id in population.shadow and not matches(population.shadow[id]):
            found.append(f"{id}: an outcome, though it does not match")
    return found


def upsert_faults(population, records, results) -> list[str]:
    """The same for an upsert of `records` ({ref: attributes}), where attributes are merged."""
    found = []
    ledger = population.ledger()
    by_ref: dict[str, list[dict]] = {}
    for member in population.members.values():
        by_ref.setdefault(member["ref"], []).append(member)
    was = {member["ref"]: id for id, member in population.start.items()}
    for ref, sent in records.items():
        there, id = by_ref.get(ref, []), was.get(ref)
        if len(there) > 1:
            found.append(f"{ref}: is there {len(there)} times")
        elif id in population.shadow:
            right = population.shadow[id]["attributes"] | sent
            if not there or there[0]["id"] != id or exact(there[0]["attributes"]) != exact(right):
                found.append(f"{ref}: {there}, not {id} with {right}")
            if len(ledger.get(id, [])) != 1:
                found.append(f"{ref}: changed {len(ledger.get(id, []))} times")
        elif id is None or there:  # new, or made again after others had deleted it
            if not there or exact(there[0]["attributes"]) != exact(sent):
                found.append(f"{ref}: {there}, not with {sent}")
            elif len(ledger.get(there[0]["id"], [])) != 1:
                found.append(f"{ref}: made and changed {len(ledger[there[0]['id']])} times")
    for id, shadow in population.shadow.items():
        if shadow["ref"] not in records and (exact(population.members.get(id)) != exact(shadow) or id in ledger):
            found.append(f"{id}: touched, though it is not in the list")
    if sorted(results) != sorted((ref, "done") for ref in records):
        found.append(f"outcomes are not 'done' once each: {Counter(o for _, o in results)}")
    return found
