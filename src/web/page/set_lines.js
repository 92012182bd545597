// Parameters of a spec as a person gives them. Pure.

/** Reads lines `NAME=VALUE`: `{set, problem}`; empty lines are passed over. */
export function readSetLines(text) {
  const set = {};
  for (const line of text.split("\n").map((l) => l.trim()).filter(Boolean)) {
    const at = line.indexOf("=");
    const name = line.slice(0, Math.max(at, 0)).trim();
    if (name === "") return { set: null, problem: `“${line}” is not NAME=VALUE.` };
    if (Object.hasOwn(set, name)) return { set: null, problem: `${name} is given twice.` };
    set[name] = line.slice(at + 1);
  }
  return { set, problem: null };
}

/** What was filled into fields: those that are empty keep what the spec says. `{set, problem}` as above. */
export function readSetFields(parameters, values) {
  const set = {};
  for (const p of parameters) {
    const value = (values[p.name] ?? "").trim();
    if (value !== "") set[p.name] = value;
    else if (p.required) return { set: null, problem: `${p.name} is needed.` };
  }
  return { set, problem: null };
}
