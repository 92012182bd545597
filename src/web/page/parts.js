// Small pieces that several views show.
import { html } from "./html.js";
import { moment, relative } from "./format.js";
import { percent } from "./job_words.js";
import { route } from "./routes.js";
import { session, useStore } from "./stores.js";

/** A moment, by this browser's clock, with how long ago it is at hand. */
export function Moment({ at, parts, ago }) {
  if (!at) return null;
  return html`<time datetime=${at} title=${`${at} (${relative(at)})`}>${ago ? relative(at) : moment(at, parts)}</time>`;
}

/** A state, as a word with a colour. */
export function State({ state }) {
  return html`<span class=${`state is-${state}`}>${state}</span>`;
}

/** A link to a job. */
export function JobLink({ id }) {
  return html`<a class="id" href=${route("job", { id })}>${id}</a>`;
}

/** A link to what was done to a member. */
export function MemberLink({ id, email }) {
  return html`<a class="id" href=${route("member", { key: id })}>${id}</a>${email ? html` <span class="quiet">${email}
    </span>` : null}`;
}

/** A bar with its share; where nobody can tell, none. `still` = nothing is under way. */
export function Bar({ part, label, still }) {
  if (part === null) return null;
  return html`<progress class=${still ? "still" : ""} max="1000" value=${Math.floor(part * 1000)} aria-label=${label}>
    ${percent(part)}</progress>`;
}

/** What went wrong, and stays until it is mended. */
export function Problem({ text, again }) {
  if (!text) return null;
  return html`<p class="problem" role="alert">
    ${text}${again ? html` <button type="button" class="plain" onClick=${again}>Try again</button>` : null}</p>`;
}

/** What could not be looked at: that there is nothing to look at is no fault. */
export function NotSeen({ error, code, again }) {
  return code === "nothing-to-do" && error ? html`<p>${error}</p>` : html`<${Problem} text=${error} again=${again} />`;
}

/** That something is on its way. */
export function Waiting({ text }) {
  return html`<p class="quiet waiting" role="status">${text}</p>`;
}

/** Names and values: `[[name, value], ...]`; those without a value are left out. */
export function Facts({ facts }) {
  const shown = facts.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return html`<dl class="facts">${shown.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd>
    </div>`)}</dl>`;
}

/** The steps of a change: `field: from -> to`. */
export function Steps({ steps, doubt = "" }) {
  if (steps.length === 0) return null;
  return html`<ul class="steps">${steps.map((s) => html`<li>${doubt}${s.field && `${s.field}${s.from ? ": " : " "}`}${
    s.from && html`<del>${s.from}</del> `}${s.field && "→ "}<ins>${s.to}</ins></li>`)}</ul>`;
}

/** Says, before members are changed, that they may be real ones. */
export function LiveNote() {
  return useStore(session)?.live ? html`<p class="warning">muster web was begun with --live: with a live key, real members are changed.</p>` : null;
}

/** A part of a view with its heading. */
export function Section({ title, id, children, aside }) {
  return html`<section aria-labelledby=${id}><header class="section"><h2 id=${id}>${title}</h2>${aside}</header>
    ${children}</section>`;
}
