// What a change does to a member, field by field, in the words of `muster show`.
import { isObject, writeJson } from "./exact_json.js";
import { cut } from "./format.js";

const none = "(none)";
const longest = 400; // characters of a value

function text(value) {
  return value === undefined || value === null ? none : cut(writeJson(value), longest);
}

function step(field, from, to) {
  return { field, from: text(from), to: text(to) };
}

/** The fields of an object that is set: those inside it, so that only what changes is told. */
function inner(name, to, from) {
  const set = Object.entries(to).map(([key, value]) => step(`${name}.${key}`, own(from, key), value));
  const lost = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
  return [...set, ...lost.map((key) => step(`${name}.${key}`, from[key], undefined))];
}

function own(object, key) {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function updates(set, before) {
  return Object.entries(set).flatMap(([key, to]) => {
    const from = own(before, key);
    const both = isObject(to) && (from === undefined || isObject(from));
    return both ? inner(key, to, from ?? {}) : [step(key, from, to)];
  });
}

/**
 * The steps of a change as results, plans and histories tell it: `[{field, from, to}]`, values as JSON.
 * `from` is empty where nothing is told of what was there; `field` is empty where it is a request.
 */
export function changeSteps(change, before = {}) {
  if (!isObject(change)) return [];
  const [kind, what] = Object.entries(change)[0] ?? [];
  if (!isObject(what)) return [];
  switch (kind) {
    case "addPlan": return [{ field: `plan ${what.planId}`, from: "no", to: "yes" }];
    case "removePlan": return [{ field: `plan ${what.planId}`, from: "yes", to: "no" }];
    case "update": return updates(isObject(what.set) ? what.set : {}, before ?? {});
    case "create": return updates(isObject(what.document) ? what.document : {}, {});
    case "upsert": return updates(isObject(what.document) ? what.document : {}, before ?? {});
    case "delete": return [{ field: "the member", from: "", to: "deleted" }];
    case "request":
      return [{ field: "", from: "", to: `${what.method} ${what.path}${"body" in what ? ` ${writeJson(what.body)}` : ""}` }];
    default: return [{ field: kind, from: "", to: writeJson(what) }];
  }
}
