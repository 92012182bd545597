#include "cli/plan_page_parts.hpp"

namespace muster::cli {

std::string_view const plan_page_style = R"css(
:root { color-scheme: light dark; --line: light-dark(#d8d8d8, #444); --quiet: light-dark(#595959, #a8a8a8);
  --old: light-dark(#a4201a, #ff9d96); --new: light-dark(#10652f, #7ddb9a); --shade: light-dark(#f5f5f5, #1e1e1e); }
@supports not (color: light-dark(#000, #fff)) {
  :root { --line: #d8d8d8; --quiet: #595959; --old: #a4201a; --new: #10652f; --shade: #f5f5f5; color-scheme: light; }
}
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0; }
code, .value { font: .875rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 1rem 0 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--quiet); font-weight: 500; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; padding-right: 0; }
tr.field td { background: var(--shade); }
.old { color: var(--old); } .new { color: var(--new); }
.warning { border-left: .25rem solid var(--old); padding-left: .75rem; }
nav { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: .5rem 0; }
input, button { font: inherit; padding: .3rem .6rem; }
input { flex: 1 1 14rem; min-width: 0; }
@media (max-width: 40rem) { .email { display: none; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; } }
@media print { nav { display: none; } }
)css";

std::string_view const plan_page_script = R"js(
const all = JSON.parse(document.getElementById("members").textContent);
const body = document.querySelector("#list tbody");
const find = document.getElementById("find");
const where = document.getElementById("where");
const back = document.getElementById("back");
const on = document.getElementById("on");
const most = 100;
let found = all, from = 0, texts = null;

function cell(row, text, name) {
  const td = row.insertCell();
  if (name) td.className = name;
  td.textContent = text;
  return td;
}
function span(into, text, name) {
  const s = document.createElement("span");
  s.className = name;
  s.textContent = text;
  into.append(s);
}
function show() {
  body.replaceChildren();
  for (const [id, email, steps] of found.slice(from, from + most)) {
    const row = body.insertRow();
    cell(row, id, "value");
    cell(row, email, "email");
    const what = cell(row, "", "value");
    for (const [field, before, after] of steps) {
      const line = document.createElement("div");
      if (field) line.append(field + (before ? ": " : " "));
      if (before) span(line, before, "old");
      if (field) line.append(" \u2192 ");
      span(line, after, "new");
      what.append(line);
    }
  }
  const last = Math.min(from + most, found.length);
  where.textContent = found.length ? `${from + 1} to ${last} of ${found.length}` : "none";
  back.disabled = from === 0;
  on.disabled = last >= found.length;
}
function search() {
  const wanted = find.value.toLowerCase();
  texts ??= all.map((m) => JSON.stringify(m).toLowerCase());
  found = wanted ? all.filter((_, i) => texts[i].includes(wanted)) : all;
  from = 0;
  show();
}
find.addEventListener("input", search);
back.addEventListener("click", () => { from = Math.max(0, from - most); show(); });
on.addEventListener("click", () => { from += most; show(); });
show();
)js";

} // namespace muster::cli
