#!/usr/bin/env python3
"""Writes the member list of a made-up application as static pages: pages.py MEMBERS FOLDER

FOLDER gets `first.json`, then one file for each cursor, `<endCursor of the page before>.json`, of 100 members each, in
the shape of Memberstack's list; and `expected`, the number of members whose country is Germany. The same MEMBERS
gives the same bytes.
"""
import json
import os
import random
import sys

PAGE = 100
COUNTRIES = ["Germany"] * 30 + ["USA"] * 23 + ["Sweden"] * 12 + ["France"] * 10 + ["Austria"] * 9 + ["Japan"] * 16
NAMES = ["Anna", "Ben", "Clara", "David", "Emma", "Felix", "Greta", "Hugo", "Ida", "Jonas", "Kim", "Lena"]
CITIES = ["Köln", "Austin", "Malmö", "Lyon", "Graz", "Osaka", "Leipzig", "Uppsala"]


def member(dice, index):
    name = dice.choice(NAMES)
    tail = f"{index:07d}{dice.getrandbits(60):015x}"  # as the platform's ids do, it begins with the time
    day = f"{2021 + index % 5}-{1 + index % 12:02d}-{1 + index % 28:02d}"
    return {
        "id": f"mem_sb_cl{tail}",
        "createdAt": f"{day}T09:{index % 60:02d}:11.482Z",
        "lastLogin": f"2025-11-{1 + index % 28:02d}T17:{index % 60:02d}:02.910Z",
        "auth": {"email": f"{name.lower()}{index}@example.com"},
        "verified": index % 3 != 0,
        "profileImage": None,
        "customFields": {
            "country": dice.choice(COUNTRIES),
            "first-name": name,
            "city": dice.choice(CITIES),
            "newsletter": "yes" if index % 2 else "",
            "company": f"{dice.choice(NAMES)} & {dice.choice(NAMES)} GmbH",
            "interests": "yoga, running, open water swimming",
            "visits": dice.randrange(500),
        },
        "metaData": {"avatar": f"photo{index % 9}.png", "source": "landing-page", "score": dice.randrange(1000)},
        "loginRedirect": "/welcome" if index % 2 else None,
        "permissions": ["view:basic:workouts"],
        "planConnections": [
            {
                "id": f"con_sb_cl{tail}",
                "active": True,
                "status": "ACTIVE",
                "planId": "pln_community-0a1b",
                "planName": "Community",
                "type": "FREE",
                "payment": None,
            }
        ],
    }


def main(total, folder):
    os.makedirs(folder)
    dice = random.Random(total)
    expected = 0
    name = "first"
    for start in range(0, total, PAGE):
        data = [member(dice, index) for index in range(start, min(start + PAGE, total))]
        expected += sum(m["customFields"]["country"] == "Germany" for m in data)
        cursor = 1000 + 7 * (start + PAGE)
        page = {"totalCount": total, "endCursor": cursor, "hasNextPage": start + PAGE < total, "data": data}
        with open(os.path.join(folder, name + ".json"), "w", encoding="utf-8") as out:
            json.dump(page, out, ensure_ascii=False, separators=(",", ":"))
        name = str(cursor)
    with open(os.path.join(folder, "expected"), "w", encoding="utf-8") as out:
        out.write(f"{expected}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
