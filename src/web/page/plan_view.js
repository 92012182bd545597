// A spec: planned first, shown, and then started, just as it was shown.
import { useState } from "./vendor/hooks.js";
import { html } from "./html.js";
import { post } from "./api.js";
import { writeJson } from "./exact_json.js";
import { counted, span } from "./format.js";
import { useLoaded, useTask } from "./loading.js";
import { refreshJob } from "./live.js";
import { Ask } from "./dialog.js";
import { Facts, LiveNote, Problem, Section, Waiting } from "./parts.js";
import { PlanShown } from "./plan_shown.js";
import { route } from "./routes.js";
import { readSetFields, readSetLines } from "./set_lines.js";
import { say, useMayAct } from "./stores.js";
import { Title } from "./title.js";
import { Elapsed } from "./elapsed.js";

function textOf(value) {
  return typeof value === "string" ? value : value === undefined || value === null ? "" : writeJson(value);
}

/** What stands behind a parameter's name. */
function hint(p) {
  const kind = p.type && p.type !== "string" ? `a ${p.type}` : "";
  const otherwise = p.required ? "needed" : textOf(p.value) === "" ? "" : `${textOf(p.value)} if left empty`;
  return [p.description, kind, otherwise].filter(Boolean).join("; ");
}

function Parameters({ spec, values, setValues, lines, setLines }) {
  if (spec?.parameters?.length > 0)
    return spec.parameters.map((p) => html`<label class="note" key=${p.name}>${p.name}<span class="quiet">${hint(p)}
      </span>
      <input type="text" autocomplete="off" spellcheck=${false} value=${values[p.name] ?? ""} aria-required=${p.required} placeholder=${textOf(p.value)}
        onInput=${(e) => setValues({ ...values, [p.name]: e.target.value })} /></label>`);
  if (spec?.parameters) return null; // it has none
  return html`<label class="note">Parameters <span class="quiet">a line NAME=VALUE for each, if the spec has any</span>
    <textarea rows="3" spellcheck=${false} autocomplete="off" value=${lines} onInput=${(e) => setLines(e.target.value)} /></label>`;
}

function Start({ name, plan, members, onClose }) {
  const done = (reply) => {
    say(`Job ${reply.job} works now.`);
    refreshJob(reply.job);
    location.hash = route("job", { id: reply.job });
  };
  return html`<${Ask} title=${`Change ${counted(members, "member")}?`} action=${`Change ${counted(members, "member")}`} danger=${true}
    note="Why? (if you like)" done=${done} onClose=${onClose} act=${(why) => post(`/api/plans/${encodeURIComponent(plan)}/start`, { why })}>
    <p>Just this plan of ${name} is carried out: a member that is not as it was when the plan was made comes out as failed, with the code stale.</p><${LiveNote} /></${Ask}>`;
}

function Planned({ name, planned }) {
  const [asks, setAsks] = useState(false);
  const { plan, shown } = planned;
  const members = Number(shown.members);
  return html`<${Section} title="The plan" id="the-plan">
    <${Facts} facts=${[["plan", html`<code>${String(shown.plan ?? plan).slice(0, 12)}
      </code>`], ["spec", shown.spec?.name],
      ["platform", [shown.spec?.provider?.kind, shown.spec?.provider?.baseUrl].filter(Boolean).join(", ")], ["key", shown.key], ["made by", shown.by]]} />
    <${PlanShown} preview=${shown.preview} fields=${shown.fields} />
    <p class="buttons">${members > 0
      ? html`<button type="button" class="primary" onClick=${() => setAsks(true)}>Change ${counted(members, "member")}…</button>`
      : html`<strong>Nobody would be changed.</strong>`}</p></${Section}>
    ${asks && html`<${Start} name=${name} plan=${plan} members=${members} onClose=${() => setAsks(false)} />`}`;
}

/** The view of `#/specs/NAME`. */
export function PlanView({ name }) {
  const specs = useLoaded("/api/specs");
  const spec = specs.value?.find((s) => s.name === name);
  const [values, setValues] = useState({});
  const [lines, setLines] = useState("");
  const [wrong, setWrong] = useState(null);
  const mayAct = useMayAct();
  const task = useTask();
  const submit = async (event) => {
    event.preventDefault();
    const { set, problem } = spec?.parameters ? readSetFields(spec.parameters, values) : readSetLines(lines);
    setWrong(problem);
    if (problem !== null) return;
    const begun = Date.now();
    const planned = await task.begin((signal) => post(`/api/specs/${encodeURIComponent(name)}/plan`, { set }, signal));
    if (planned) say(`The plan is there, after ${span((Date.now() - begun) / 1000)}: it changes ${counted(Number(planned.shown.members), "member")}.`);
  };
  return html`<p class="crumbs"><a href="#/specs">All specs</a></p><${Title} text=${name} />
    ${spec?.description && html`<p>${spec.description}</p>`}${spec?.does && html`<p>${spec.does}</p>`}
    ${spec && !spec.ok && html`<p class="warning">${spec.problem}</p>`}
    ${specs.value !== null && !spec && html`<${Problem} text="There is no such spec here. A name that has changed stands in the list of specs." />`}
    ${!mayAct && html`<p>You may look, and not plan: planning reads the whole list of members. Ask for the link of the role act.</p>`}
    ${mayAct && specs.value === null && !specs.error && html`<${Waiting} text="Reading the spec…" />`}
    ${mayAct && (specs.value !== null || specs.error) && html`<form class="parameters" onSubmit=${submit}>
      <${Parameters} spec=${spec} values=${values} setValues=${setValues} lines=${lines} setLines=${setLines} />
      <${Problem} text=${wrong ?? task.error} />
      <p class="buttons"><button type="submit" class="primary" aria-disabled=${task.busy} disabled=${task.busy}>
        ${task.value ? "Plan again" : "Plan"}</button>
        ${task.busy && html`<button type="button" onClick=${task.forget}>Cancel</button>`}
        <span class="quiet">
          ${task.busy ? html`<${Elapsed} text="Reading the list of members" />` : "Reads the members, and changes nobody."}</span></p></form>`}
    ${task.value && html`<${Planned} key=${task.value.plan} name=${name} planned=${task.value} />`}`;
}
