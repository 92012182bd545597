"""MemberPulse, as its page "REST API" tells it (members under /api/members).

What the page leaves open is an option of the constructor:
- list_shape: "array", or the name of the key that holds the array ("member", "hydra:member",
  "data"): no reply is shown.
- default_items, max_items: itemsPerPage is shown with 25; more than max_items is cut silently.
- filters: query parameters of the list. The page shows email and createdAt[after] for members,
  status for events alone. Others are ignored (so everybody is listed), as strange.
- after_is_inclusive: whether createdAt[after] takes in the moment itself.
- number_ids: text or number.
- put: "replace" (a PUT is the whole resource, what it leaves out is lost) or "merge".
- invalid: the status of a body that fails validation (the example of an error says 400).
- deleted: the status of a DELETE (204 without a body, or 200).
- newest_first: the order of the list.
- Not options: a wrong key is 401, an unknown id 404 (a PUT does not create).

A whole-resource PUT undoes what others did since the client read the member, and the page offers
nothing against it. So others leave a member alone between a client's GET of it and the next PUT;
a client that puts what it read before that, or in a list, loses their change and is found out.
"""
from __future__ import annotations

import copy
import datetime

from .fake import Fake
from .population import Population
from .server import Refusal, Reply, Request

ERRORS = "https://api.memberpulse.com/errors/"
TITLES = {400: "Validation Failed", 401: "Unauthorized", 404: "Not Found", 405: "Method Not Allowed",
          422: "Validation Failed", 429: "Too Many Requests"}


def make(n: int, number_ids: bool = False) -> dict:
    born = datetime.datetime(2024, 1, 1) + datetime.timedelta(minutes=30 * n)
    return {
        "id": 1000 + n if number_ids else f"0190{n:04x}-7a5c-7000-8000-{n * 7919 % 2**48:012x}",
        "email": f"pulse{n}@example.com", "firstName": f"Jürgen{n}", "lastName": "O’Neill \"X\"",
        "status": ("active", "lapsed", "pending")[n % 3],
        "createdAt": born.isoformat() + "+00:00",
        "tier": ("basic", "plus")[n % 2], "notes": None, "tags": ["a\\b", "ü", ""] if n % 4 else [],
        "address": {"city": "Köln", "geo": [50.9375, 6.9603 + n / 1000], "zip": "05%03d" % (n % 1000)},
        "balance": 9007199254740993 + n, "discount": 0.1, "optedIn": n % 5 == 0,
    }


def stir(member: dict, token: str) -> None:
    member["notes"] = token


class MemberPulse(Fake):
    def __init__(self, count, seed, weather, key, *, list_shape="array", default_items=25, max_items=100,
                 filters=("email", "createdAt[after]"), after_is_inclusive=True, number_ids=False,
                 put="replace", invalid=400, deleted=204, newest_first=False):
        one = (lambda n: make(n, True) | {"id": str(1000 + n)}) if number_ids else make
        super().__init__(Population(one, stir, count, seed), seed, weather, key)
        self.list_shape, self.default_items, self.max_items = list_shape, default_items, max_items
        self.filters, self.after_is_inclusive = filters, after_is_inclusive
        self.number_ids, self.put_means = number_ids, put
        self.invalid, self.deleted, self.newest_first = invalid, deleted, newest_first

    def error(self, status: int, text: str) -> Reply:
        title = TITLES.get(status, "Server Error")
        body = {"type": ERRORS + title.lower().replace(" ", "-"), "title": title,
                "status": status, "detail": text}
        return Reply(status, body, type="application/problem+json")

    def refuse(self, status: int, text: str, strange: bool = True) -> Refusal:
        return Refusal(self.error(status, text), text if strange else "")

    def answer(self, request: Request) -> Reply:
        if request.headers.get("Authorization") != f"Bearer {self.key}":
            raise self.refuse(401, "no such key")
        match request.method, request.segments:
            case "GET", ["api", "members"]:
                return self.list(request)
            case "POST", ["api", "members"]:
                raise self.refuse(self.invalid, "no job of the proof creates members")
            case ("GET" | "PUT" | "DELETE") as method, ["api", "members", id] if id:
                if request.query:
                    raise self.refuse(self.invalid, "a query where none is documented")
                if method != "PUT" and request.body:
                    raise self.refuse(self.invalid, "a body where none is documented")
                # Gone is nothing strange: others delete too, and so does a lost DELETE.
                if id not in self.population.members:
                    raise self.refuse(404, "no such member", id not in self.population.known)
                return {"GET": self.get, "PUT": self.put, "DELETE": self.delete}[method](request, id)
            case _, ["api", "members", *_]:
                raise self.refuse(405, "no such method")
        raise self.refuse(404, "no such path")

    def list(self, request: Request) -> Reply:
        asked = {"page": "1", "itemsPerPage": str(self.default_items)}
        found = list(self.population.members.values())
        if self.newest_first:
            found.reverse()
        for name, value in request.query:
            if name in asked:
                asked[name] = value
            elif name not in self.filters:
                self.strange(request, f"filter {name} is not documented for members")
            elif name == "createdAt[after]":
                when = self.moment(value)
                found = [m for m in found if self.moment(m["createdAt"]) > when
                         or (self.after_is_inclusive and self.moment(m["createdAt"]) == when)]
            else:
                found = [member for member in found if member.get(name) == value]
        if not all(value.isdecimal() and int(value) > 0 for value in asked.values()):
            raise self.refuse(self.invalid, "bad paging")
        items = min(int(asked["itemsPerPage"]), self.max_items)
        first = (int(asked["page"]) - 1) * items
        page = [self.shown(member) for member in found[first:first + items]]
        return Reply(200, page if self.list_shape == "array" else {self.list_shape: page})

    def get(self, request: Request, id: str) -> Reply:
        self.population.held.add(id)
        return Reply(200, self.shown(self.population.members[id]))

    def put(self, request: Request, id: str) -> Reply:
        try:
            sent = request.json()
        except ValueError as error:
            raise self.refuse(self.invalid, str(error)) from None
        before = self.population.members[id]
        if str(sent.get("id", id)) != id or sent.get("createdAt", before["createdAt"]) != before["createdAt"]:
            raise self.refuse(self.invalid, "id and createdAt are the platform's")
        if "@" not in str(sent.get("email", before["email"] if self.put_means == "merge" else "")):
            raise self.refuse(self.invalid, "a member needs an email")
        kept = before if self.put_means == "merge" else {"id": id, "createdAt": before["createdAt"]}
        after = copy.deepcopy(kept) | sent | {"id": id}
        self.population.held.discard(id)
        self.population.write("update", id, after, request.run)
        return Reply(200, self.shown(after))

    def delete(self, request: Request, id: str) -> Reply:
        self.population.write("delete", id, None, request.run)
        return Reply(self.deleted, None if self.deleted == 204 else {})

    def shown(self, member: dict) -> dict:
        return member | {"id": int(member["id"])} if self.number_ids else member

    @staticmethod
    def moment(text: str) -> datetime.datetime:
        when = datetime.datetime.fromisoformat(text)  # a date alone is its midnight
        return when if when.tzinfo else when.replace(tzinfo=datetime.timezone.utc)
