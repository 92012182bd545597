"""A Publisher memberbase, as its page "Members" tells it (POSTs under /publisher.v1/member).

What the page leaves open is an option of the constructor:
- paths: only bulk-upsert is named; look-up, list and bulk delete are shown as bodies alone.
- list_shape: "array", or the name of the key that holds the array.
- default_limit, max_limit, offset: `pagination` is shown with `limit` only. With `offset` off,
  the key is refused. More than max_limit is cut silently.
- unknown_filter: the page shows a filter by ref alone; one by id is "strange" (refused, and held
  against the client), "refused", "ignored" (so that everybody is listed), or "heeded".
- attributes: members have attributes, but no example upserts one: "merge" or "replace".
- ids_in_order: the reply's ids are shown in the order sent, which no sentence promises.
- newest_first: the order of the list.
- delete_reply: what a bulk delete answers. Ids that are gone are ignored.
- max_batch: "no limit" and "1,000-5,000 recommended": more is refused with 413, as strange.
- Not options: a wrong token is 401, a malformed body 400, a look-up of nobody 404.

An upsert makes whoever is not there, and the page offers nothing against that. So others leave a
member alone between a client's look-up of it and the next upsert.
"""
from __future__ import annotations

import copy

from .fake import Fake
from .population import Population
from .server import Refusal, Reply, Request

BASE = "mb_abc123"
PATHS = {"bulk-upsert": "upsert", "get": "get", "list": "list", "bulk-delete": "delete"}


def make(n: int) -> dict:
    return {"id": f"m_{n * 7919 % 1000003:06d}x", "ref": f"user_{n:05d}",
            "attributes": {"name": f"Åsa №{n}", "tier": ("gold", "silver")[n % 2], "rank": n}}


def stir(member: dict, token: str) -> None:
    member["attributes"]["seen"] = token


class Publisher(Fake):
    def __init__(self, count, seed, weather, key, *, paths=None, list_shape="array", default_limit=100,
                 max_limit=1000, offset=True, unknown_filter="strange", attributes="merge", ids_in_order=True,
                 newest_first=False, delete_reply=None, max_batch=5000):
        super().__init__(Population(make, stir, count, seed), seed, weather, key)
        self.paths, self.list_shape = paths or PATHS, list_shape
        self.default_limit, self.max_limit, self.offset = default_limit, max_limit, offset
        self.attributes, self.ids_in_order = attributes, ids_in_order
        self.newest_first, self.unknown_filter = newest_first, unknown_filter
        self.delete_reply, self.max_batch = delete_reply or {}, max_batch

    def error(self, status: int, text: str) -> Reply:
        return Reply(status, {"error": text})

    def refuse(self, status: int, text: str, strange: bool = True) -> Refusal:
        return Refusal(self.error(status, text), text if strange else "")

    def answer(self, request: Request) -> Reply:
        if request.headers.get("Authorization") != f"Bearer {self.key}":
            raise self.refuse(401, "no such token")
        match request.method, request.segments:
            case "POST", ["publisher.v1", "member", name] if name in self.paths:
                if request.query:
                    raise self.refuse(400, "a query where none is documented")
                try:
                    body = request.json()
                except ValueError as error:
                    raise self.refuse(400, str(error)) from None
                return getattr(self, self.paths[name])(request, body)
        raise self.refuse(404, "no such path or method")

    def upsert(self, request: Request, body: dict) -> Reply:
        self.keys(body, "member_base_id", "members")
        self.batch(body["members"])
        refs = []
        for member in body["members"]:
            if not isinstance(member, dict) or not self.text(member.get("ref")):
                raise self.refuse(400, "every member needs a ref")
            if "id" in member:
                raise self.refuse(400, "ids are given by the platform")
            refs.append(member["ref"])
        if len(set(refs)) != len(refs):
            raise self.refuse(400, "a ref twice in one batch")
        by_ref = {member["ref"]: id for id, member in self.population.members.items()}
        ids = []
        for member in body["members"]:
            sent = {key: value for key, value in member.items() if key != "ref"}
            # Attributes are sent flat or as one object: the page shows neither.
            sent = sent.get("attributes", sent)
            id = by_ref.get(member["ref"])
            if id is None:
                after = self.population.new() | {"ref": member["ref"], "attributes": sent}
                id = after["id"]
                verb = "create"
            else:
                after = copy.deepcopy(self.population.members[id])
                merges = self.attributes == "merge"
                after["attributes"] = after["attributes"] | sent if merges else sent
                verb = "update"
            self.population.held.discard(id)
            self.population.write(verb, id, after, request.run)
            ids.append(id)
        return Reply(200, ids if self.ids_in_order else sorted(ids))

    def get(self, request: Request, body: dict) -> Reply:
        if "id" in body:
            self.keys(body, "id")
            member = self.population.members.get(body["id"])
        else:
            self.keys(body, "member_base_id", "ref")
            members = self.population.members.values()
            member = next((m for m in members if m["ref"] == body["ref"]), None)
        if member is None:
            raise self.refuse(404, "no such member", strange=False)
        self.population.held.add(member["id"])
        return Reply(200, member)

    def list(self, request: Request, body: dict) -> Reply:
        self.keys(body, "member_base_id", optional=("pagination", "filters"))
        paging = body.get("pagination", {})
        self.keys(paging, optional=("limit", "offset") if self.offset else ("limit",))
        limit = paging.get("limit", self.default_limit)
        offset = paging.get("offset", 0)
        if type(limit) is not int or type(offset) is not int or limit < 1 or offset < 0:
            raise self.refuse(400, "bad pagination")
        found = list(self.population.members.values())
        if self.newest_first:
            found.reverse()
        for chosen in body.get("filters", []):
            self.keys(chosen, "key", "in")
            if not isinstance(chosen["in"], list):
                raise self.refuse(400, "a filter without a list")
            if chosen["key"] == "ref" or (chosen["key"] == "id" and self.unknown_filter == "heeded"):
                wanted = set(chosen["in"])
                found = [member for member in found if member[chosen["key"]] in wanted]
                self.population.held.update(member["id"] for member in found)
            elif self.unknown_filter != "ignored":
                raise self.refuse(400, f"no filter {chosen['key']}", self.unknown_filter == "strange")
        found = found[offset:offset + min(limit, self.max_limit)]
        return Reply(200, found if self.list_shape == "array" else {self.list_shape: found})

    def delete(self, request: Request, body: dict) -> Reply:
        self.keys(body, "member_base_id", "member_ids")
        self.batch(body["member_ids"])
        if not set(body["member_ids"]) <= self.population.known:
            self.strange(request, "an id that there never was")
        for id in body["member_ids"]:
            if id in self.population.members:
                self.population.write("delete", id, None, request.run)
        return Reply(200, self.delete_reply)

    def keys(self, body, *required: str, optional: tuple = ()) -> None:
        if not isinstance(body, dict) or not set(required) <= set(body) <= {*required, *optional}:
            raise self.refuse(400, f"not the documented keys: {str(body)[:200]}")
        if body.get("member_base_id", BASE) != BASE:
            raise self.refuse(404, "no such memberbase")

    def batch(self, items) -> None:
        if not isinstance(items, list) or not items:
            raise self.refuse(400, "no batch")
        if len(items) > self.max_batch:
            raise self.refuse(413, f"a batch of {len(items)}")

    @staticmethod
    def text(value) -> bool:
        return isinstance(value, str) and value != ""
