// What a plan would do: the numbers, the ways in which fields change, and some members.
import { html } from "./html.js";
import { changeSteps } from "./change_steps.js";
import { writeJson } from "./exact_json.js";
import { count } from "./format.js";
import { forecastWords } from "./job_words.js";
import { Facts, MemberLink, Steps } from "./parts.js";

function membersWords(p) {
  const head = p.whole ? `${count(p.matched)} of ${count(p.seen)} match` : `${count(p.matched)} of the first ${count(p.seen)} match`;
  return p.likelyMatched !== undefined && !p.whole ? `about ${count(p.likelyMatched)} of ${count(p.listTotal)} match: ${head}` : head;
}

function undoWords(p) {
  if (p.irreversible === undefined || Number(p.toChange) === 0) return "";
  const lost = Number(p.irreversible);
  if (lost === 0) return "all of it can be taken back";
  return lost === Number(p.toChange) ? "impossible" : `all but ${count(lost)} of these`;
}

/** Fields and the ways in which they change, most members first. */
export function Groups({ fields }) {
  return Object.entries(fields).map(([name, field]) => html`<table class="groups" key=${name}>
    <caption><code>${name}</code></caption>
    <thead><tr><th scope="col">From what to what</th><th scope="col" class="number">Members</th></tr></thead>
    <tbody>${field.ways.map((way) => html`<tr key=${way.change}><td class="value">${way.change}</td>
      <td class="number">${count(way.members)}</td></tr>`)}
    ${Number(field.others) > 0 && html`<tr><td>other values</td><td class="number">${count(field.others)}</td></tr>`}
      </tbody></table>`);
}

function Example({ example }) {
  return html`<li><${MemberLink} id=${example.member} email=${example.email} />
    ${example.cells ? html`<code class="value">${writeJson(example.cells)}
      </code>` : html`<${Steps} steps=${changeSteps(example.change, example.before)} />`}</li>`;
}

/**
 * `preview` = what `muster plan --output json` prints; `fields` = the groups of a plan that is kept;
 * `undoes` = it takes back what was done. */
export function PlanShown({ preview, fields, undoes = false }) {
  const more = Number(preview.toChange) - (preview.examples?.length ?? 0);
  return html`
    ${preview.warnings?.map((w) => html`<p class="warning" key=${w}>${w}</p>`)}
    <${Facts} facts=${[
      ["members", membersWords(preview)],
      ["to change", count(preview.toChange)],
      ["of these new", preview.toCreate === undefined ? "" : count(preview.toCreate)],
      ["already so", count(preview.already)],
      ["would fail", Number(preview.wouldFail) > 0 ? count(preview.wouldFail) : ""],
      ["undo", undoes ? "" : undoWords(preview)],
      ["requests", preview.requests === undefined ? "" : `about ${count(Math.round(Number(preview.requests)))}`],
      ["forecast", forecastWords(preview.forecast)]]} />
    ${fields && html`<${Groups} fields=${fields} />`}
    ${preview.examples?.length > 0 && html`<h3>${more > 0 ? "Some of them" : "All of them"}</h3>
      <ul class="members">${preview.examples.map((e) => html`<${Example} key=${e.member} example=${e} />`)}</ul>
      ${more > 0 && html`<p class="quiet">and ${count(more)} more</p>`}`}`;
}
