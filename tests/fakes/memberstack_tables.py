"""One table of Memberstack's Data Tables, as its page tells it (below /v2/data-tables/products).

What the page leaves open is an option of the constructor:
- text_cursors: endCursor is a number in its example, and may be a text.
- shows: in which form values come back. "as kept", or "otherwise": a DECIMAL as a text, a DATE with
  an offset, a REFERENCE as an object with its id, several of them in another order.
- keeps_unique: whether a record with a sku that is there is refused. A table that takes it shows
  whoever sends a record twice.
- Not options: a query that is not documented is 400, as is a body without fields.
"""
from __future__ import annotations

import copy
import datetime

from .fake import Fake
from .population import Population
from .server import Refusal, Reply, Request

TABLE = ["v2", "data-tables", "products"]
FIELDS = {"sku", "name", "notes", "status", "inStock", "price", "releasedAt", "category", "related"}


def make(n: int) -> dict:
    born = datetime.datetime(2024, 1, 1) + datetime.timedelta(minutes=30 * n)
    return {
        "id": f"rec{n:06d}", "internalOrder": 1000 + 3 * n,
        "createdAt": born.isoformat() + ".000Z", "updatedAt": born.isoformat() + ".000Z",
        "data": {
            "sku": f"SKU \"{n}\", ü", "name": "Jürgen’s\nTea", "notes": None,
            "status": ("active", "draft", "archived")[n % 3], "inStock": n % 2 == 0,
            "price": 12.5 if n % 6 == 1 else n + 0.1,
            "releasedAt": "2026-01-31T00:00:00.000Z" if n % 6 == 1 else "2025-06-30T22:15:00.000Z",
            "category": "rec000003" if n % 6 == 1 else f"rec{n % 7:06d}",
            "related": ["rec000001", "rec000002"] if n % 6 == 1 else []}}


def stir(record: dict, token: str) -> None:
    record["data"] = record["data"] | {"notes": token}


class MemberstackTables(Fake):
    def __init__(self, count, seed, weather, key, *, text_cursors=False, shows="as kept", keeps_unique=True):
        super().__init__(Population(make, stir, count, seed), seed, weather, key)
        self.text_cursors, self.shows, self.keeps_unique = text_cursors, shows, keeps_unique

    def error(self, status: int, text: str) -> Reply:
        return Reply(status, {"code": "error-code", "message": text})

    def refuse(self, status: int, text: str, strange: bool = True) -> Refusal:
        return Refusal(self.error(status, text), text if strange else "")

    def answer(self, request: Request) -> Reply:
        if request.headers.get("X-API-KEY") != self.key:
            raise self.refuse(401, "no such key")
        if request.segments[:3] != TABLE:
            raise self.refuse(404, "Data table not found")
        if request.query:
            raise self.refuse(400, "a query where none is documented")
        match request.method, request.segments[3:]:
            case "POST", ["records", "query"]:
                return self.query(request)
            case "POST", ["records"]:
                return self.create(request)
            case ("PUT" | "DELETE") as method, ["records", id] if id:
                # Gone is nothing strange: others delete too, and so does a lost DELETE.
                if id not in self.population.members:
                    raise self.refuse(404, "Data record not found", id not in self.population.known)
                return self.update(request, id) if method == "PUT" else self.delete(request, id)
        raise self.refuse(404, "no such path")

    def fields(self, request: Request) -> dict:
        try:
            sent = request.json()
        except ValueError as error:
            raise self.refuse(400, str(error)) from None
        data = sent.get("data")
        if set(sent) != {"data"} or not isinstance(data, dict):
            raise self.refuse(400, "data must be an object")
        if not data:
            raise self.refuse(400, "data cannot be empty")
        if not set(data) <= FIELDS:
            raise self.refuse(400, f"no such field: {set(data) - FIELDS}")
        return data

    def query(self, request: Request) -> Reply:
        try:
            sent = request.json().get("query")
        except ValueError as error:
            raise self.refuse(400, str(error)) from None
        match sent:
            case {"findUnique": {"where": {"id": str(id)}}} if len(sent) == 1:
                if id not in self.population.members:
                    raise self.refuse(404, "Record not found", id not in self.population.known)
                return Reply(200, {"data": {"record": self.shown(self.population.members[id])}})
            case {"findMany": dict(many)} if len(sent) == 1:
                return self.list(many)
        raise self.refuse(400, "no such query")

    def list(self, many: dict) -> Reply:
        take, after, where = many.get("take", 20), many.get("after"), many.get("where", {})
        order = many.get("orderBy", {"createdAt": "asc"})
        if set(many) - {"take", "after", "where", "orderBy"} or order != {"createdAt": "asc"}:
            raise self.refuse(400, f"not understood: {many}")
        if type(take) is not int or not 1 <= take <= 100:
            raise self.refuse(400, "take must be between 1 and 100")
        if after is not None and type(after) is not (str if self.text_cursors else int):
            raise self.refuse(400, f"a cursor that was never given: {after!r}")
        behind = 0 if after is None else int(str(after).removeprefix("from "))
        found = sorted(self.population.members.values(), key=lambda record: record["internalOrder"])
        for field, test in where.items():
            if field not in FIELDS or set(test) != {"equals"}:
                raise self.refuse(400, f"not understood: {where}")
            found = [record for record in found if record["data"].get(field) == test["equals"]]
        found = [record for record in found if record["internalOrder"] > behind]
        page = found[:take]
        end = page[-1]["internalOrder"] if page else None
        return Reply(200, {"data": {"records": [self.shown(record) for record in page], "pagination": {
            "hasMore": len(found) > take, "limit": take,
            "endCursor": f"from {end}" if self.text_cursors and page else end}}})

    def create(self, request: Request) -> Reply:
        data = self.fields(request)
        if "sku" not in data or "name" not in data:
            raise self.refuse(400, "sku and name are required")
        taken = any(record["data"]["sku"] == data["sku"] for record in self.population.members.values())
        if taken and self.keeps_unique:
            raise self.refuse(400, "sku must be unique", strange=False)
        record = self.population.new()
        now = datetime.datetime.now(datetime.timezone.utc)
        record["createdAt"] = record["updatedAt"] = now.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        record["data"] = {"status": "active", "inStock": True} | data
        self.population.write("create", record["id"], record, request.run)
        return Reply(200, {"data": self.shown(record) | {"tableKey": "products"}})

    def update(self, request: Request, id: str) -> Reply:
        after = copy.deepcopy(self.population.members[id])
        after["data"] |= self.fields(request)
        self.population.write("update", id, after, request.run)
        return Reply(200, {"data": self.shown(after) | {"tableKey": "products"}})

    def delete(self, request: Request, id: str) -> Reply:
        shown = self.shown(self.population.members[id])
        self.population.write("delete", id, None, request.run)
        return Reply(200, {"data": shown})

    def shown(self, record: dict) -> dict:
        if self.shows == "as kept":
            return record
        data = dict(record["data"])
        if isinstance(data.get("price"), (int, float)):
            data["price"] = f"{data['price']:.4f}"
        if isinstance(data.get("releasedAt"), str):
            data["releasedAt"] = data["releasedAt"].replace(".000Z", "+00:00")
        if isinstance(data.get("category"), str):
            data["category"] = {"id": data["category"], "data": {"name": "Tea"}}
        if isinstance(data.get("related"), list):
            data["related"] = [{"id": id, "data": {}} for id in reversed(data["related"])]
        return record | {"data": data}
