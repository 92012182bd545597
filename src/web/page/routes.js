// The addresses of the page's views: what stands behind # in the browser's line.

const views = {
  jobs: [], job: ["jobs", "id"], schedule: ["schedule"], specs: ["specs"], plan: ["specs", "name"],
  members: ["members"], member: ["members", "key"],
};

/** The hash of a view: route("job", {id}) is `#/jobs/ID`. */
export function route(view, named = {}) {
  const parts = views[view].map((part) => part in named ? encodeURIComponent(named[part]) : part);
  return `#/${parts.join("/")}`;
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // typed by hand
  }
}

/** The view that a hash names, with what is named in it; the jobs if it names none. */
export function readRoute(hash) {
  const parts = hash.replace(/^#\/?/, "").split("/").filter((part) => part !== "");
  if (parts[0] === "jobs" && parts.length === 1) return { view: "jobs" };
  for (const [view, pattern] of Object.entries(views)) {
    if (pattern.length !== parts.length || pattern.length === 0) continue;
    if (pattern[0] !== parts[0]) continue;
    return pattern.length === 1 ? { view } : { view, [pattern[1]]: decoded(parts[1]) };
  }
  return { view: "jobs" };
}

/** Which entry of the menu a view belongs to. */
export function menuOf(view) {
  return { job: "jobs", plan: "specs", member: "members" }[view] ?? view;
}
