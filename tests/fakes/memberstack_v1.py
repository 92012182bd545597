"""Memberstack 1.0, as its page "Members" tells it (GET, POST, DELETE under /v1/members).

What the page leaves open is an option of the constructor:
- first_page: `page` is "skip to page"; whether the first is 0 or 1 is not said.
- default_limit, max_limit: not said; more than max_limit is cut silently.
- update_body: the table asks for `data` (required, an object of the changes), the page's own
  examples send the changes flat: "flat", "data" or "either".
- metadata: "the value will remain the same if no value is provided for an existing key" says
  "merge"; "replace" would read it of the whole object.
- shows_fields: customFields are in no example of a reply.
- id_key, membership_key: lists show `id` and `membership`, single members `_id` and
  `memberships`, or the other way round: `odd_ids` mixes them.
- newest_first: the order of the list.
Where metaData is replaced whole, that undoes what others did since the client read the member, and the page offers
nothing against it. So others leave a member alone between a client's GET of it and the next update.
- Not options: an unknown id is 404, a missing or wrong key 401 (only 422 is documented), a body
  must be application/json (the page's cURL examples leave the type out).
"""
from __future__ import annotations

import copy
import datetime

from .fake import Fake
from .population import Population
from .server import Refusal, Reply, Request

PLANS = ("5ed1c411b4a2491976046d43", "5ed1c411b4a2491976046d44")
UPDATABLE = {"email", "password", "customFields", "memberPage", "metaData"}


def make(n: int) -> dict:
    born = datetime.datetime(2020, 6, 2, 17, 21) + datetime.timedelta(minutes=37 * n)
    return {
        "id": f"5ed68ab0a16813644f{n:06x}",
        "email": f"member{n}@example.com",
        "createdAt": born.strftime("%Y-%m-%dT%H:%M:%S.") + f"{n % 1000:03d}Z",
        "metaData": {"userName": f"Zoë “{n}”", "region": ("eu", "us", "apac")[n % 3]},
        "customFields": {"level": str(n % 5), "motto": "naïve \\ \"quoted\"\n"},
        "membership": {"oneTime": False, "testMode": True, "type": ("free", "paid")[n % 2],
                       "status": ("active", "active", "canceled", "past_due")[n % 4],
                       "plan": PLANS[n % 2]},
    }


def stir(member: dict, token: str) -> None:
    member["metaData"]["lastSeen"] = token


class MemberstackV1(Fake):
    def __init__(self, count, seed, weather, key, *, first_page=1, default_limit=50, max_limit=100,
                 update_body="flat", metadata="merge", shows_fields=False, odd_ids=True,
                 newest_first=False):
        super().__init__(Population(make, stir, count, seed), seed, weather, key)
        self.first_page, self.default_limit, self.max_limit = first_page, default_limit, max_limit
        self.update_body, self.metadata = update_body, metadata
        self.shows_fields, self.odd_ids, self.newest_first = shows_fields, odd_ids, newest_first

    def error(self, status: int, text: str) -> Reply:
        return Reply(status, {"error": text})

    def refuse(self, status: int, text: str, strange: bool = True) -> Refusal:
        return Refusal(self.error(status, text), text if strange else "")

    def answer(self, request: Request) -> Reply:
        if request.headers.get("X-API-KEY") != self.key:
            raise self.refuse(401, "no such key")
        match request.method, request.segments:
            case "GET", ["v1", "members"]:
                return self.list(request)
            case "POST", ["v1", "members"]:
                raise self.refuse(422, "no job of the proof creates members")
            case ("GET" | "POST" | "DELETE") as method, ["v1", "members", id] if id:
                if request.query:
                    raise self.refuse(422, "a query where none is documented")
                return {"GET": self.get, "POST": self.update, "DELETE": self.delete}[method](
                    request, id)
        raise self.refuse(404, "no such path or method")

    def list(self, request: Request) -> Reply:
        self.no_body(request)
        asked = {"page": self.first_page, "limit": self.default_limit}
        for name, value in request.query:
            if name not in asked or not value.isdecimal():
                raise self.refuse(422, f"query {name}={value}")
            asked[name] = int(value)
        if asked["page"] < self.first_page or asked["limit"] < 1:
            raise self.refuse(422, "no such page")
        limit = min(asked["limit"], self.max_limit)
        ids = list(self.population.members)
        if self.newest_first:
            ids.reverse()
        first = (asked["page"] - self.first_page) * limit
        return Reply(200, {"members": [self.shown(id, False) for id in ids[first:first + limit]]})

    def get(self, request: Request, id: str) -> Reply:
        self.no_body(request)
        self.must_exist(request, id)
        if self.metadata == "replace":
            self.population.held.add(id)
        return Reply(200, {"member": self.shown(id, True)})

    def delete(self, request: Request, id: str) -> Reply:
        self.no_body(request)
        self.must_exist(request, id)
        self.population.write("delete", id, None, request.run)
        return Reply(200, {"success": True})

    def update(self, request: Request, id: str) -> Reply:
        try:
            changes = request.json()
        except ValueError as error:
            raise self.refuse(422, str(error)) from None
        self.must_exist(request, id)
        if self.update_body == "data" or (self.update_body == "either" and "data" in changes):
            if set(changes) != {"data"} or not isinstance(changes["data"], dict):
                raise self.refuse(422, "data is required")
            changes = changes["data"]
        if not changes or not set(changes) <= UPDATABLE:
            raise self.refuse(422, f"cannot update {sorted(changes)}")
        member = copy.deepcopy(self.population.members[id])
        for key, value in changes.items():
            if key in ("customFields", "metaData"):
                if not isinstance(value, dict):
                    raise self.refuse(422, f"{key} is no object")
                replaces = key == "metaData" and self.metadata == "replace"
                member[key] = value if replaces else member[key] | value
            elif not isinstance(value, str) or (key == "password" and len(value) < 8):
                raise self.refuse(422, f"bad {key}")
            else:
                member[key] = value
        self.check_metadata(member["metaData"])
        self.population.held.discard(id)
        self.population.write("update", id, member, request.run)
        return Reply(200, {"member": self.shown(id, True)})

    def check_metadata(self, values: dict) -> None:
        if len(values) > 50:
            raise self.refuse(422, "metaData can contain up to 50 values")
        for key, value in values.items():
            if len(key) > 50 or len(str(value)) > 500:
                raise self.refuse(422, "metaData keys are up to 50 characters, values up to 500")

    def no_body(self, request: Request) -> None:
        if request.body:
            raise self.refuse(422, "a body where none is documented")

    def must_exist(self, request: Request, id: str) -> None:
        """Gone is nothing strange: others delete too, and so did a request whose reply was lost."""
        if id not in self.population.members:
            raise self.refuse(404, "no such member", strange=id not in self.population.known)

    def shown(self, id: str, single: bool) -> dict:
        member = copy.deepcopy(self.population.members[id])
        if not self.shows_fields:
            member.pop("customFields")
        member.pop("memberPage", None)
        member.pop("password", None)
        if self.odd_ids and single == (int(id, 16) % 2 == 0):
            member["_id"] = member.pop("id")
            member["memberships"] = [member.pop("membership")]
        return member
