// What all jobs did to one member, in the order of time.
import { useState } from "./vendor/hooks.js";
import { html } from "./html.js";
import { changeSteps } from "./change_steps.js";
import { useLoaded } from "./loading.js";
import { JobLink, MemberLink, Moment, Problem, State, Steps, Waiting } from "./parts.js";
import { doubtOf } from "./results.js";
import { route } from "./routes.js";
import { Title } from "./title.js";

function Find({ member = "" }) {
  const [text, setText] = useState(member);
  const submit = (event) => {
    event.preventDefault();
    if (text.trim() !== "") location.hash = route("member", { key: text.trim() });
  };
  return html`<form class="find" role="search" onSubmit=${submit}>
    <label class="note">A member’s id, address, or what a row knew them by
    <input type="search" autocomplete="off" spellcheck=${false} value=${text} onInput=${(e) => setText(e.target.value)} /></label>
    <button type="submit" class="primary">Show what was done</button></form>`;
}

function Deed({ deed, one }) {
  const open = deed.outcome === "open";
  const words = [deed.code, deed.message].filter(Boolean).join(": ");
  return html`<li><div class="line"><span class="number"><${Moment} at=${deed.time} parts="seconds" /></span>
      <${State} state=${open ? "in doubt" : deed.outcome} /> <${JobLink} id=${deed.job} />
        ${deed.archived && html`<span class="quiet">archived</span>`}</div>
    ${!one && html`<div><${MemberLink} id=${deed.member} email=${deed.email} /></div>`}
    ${words && html`<div class="message">${words}</div>`}
    <${Steps} steps=${changeSteps(deed.change, deed.before)} doubt=${open ? "perhaps: " : doubtOf(deed.outcome)} /></li>`;
}

function History({ member }) {
  const { value, error, again } = useLoaded(`/api/members/${encodeURIComponent(member)}`);
  const ids = new Set(value?.map((d) => d.member));
  const email = value?.findLast((d) => d.email)?.email;
  return html`<${Problem} text=${error} again=${again} />
    ${value === null && !error && html`<${Waiting} text="Looking through the journals…" />`}
    ${value?.length === 0 && html`<p>No job knows a member <code>${member}</code>.</p>`}
    ${ids.size > 1 && html`<p class="warning">Several members had this address in some job.</p>`}
    ${value?.length > 0 && ids.size === 1 && html`<p><code>${value[0].member}</code> ${email}</p>`}
    <ol class="members history">${value?.map((d, i) => html`<${Deed} key=${i} deed=${d} one=${ids.size === 1} />`)}</ol>`;
}

/** The views of `#/members` and `#/members/KEY`. */
export function MemberView({ member }) {
  return html`<${Title} text=${member ? `Member ${member}` : "Member"} /><${Find} key=${member} member=${member} />
    ${member ? html`<${History} key=${`of ${member}`} member=${member} />`
      : html`<p class="quiet">Shows what all jobs did to one member. Nothing is asked of the platform.</p>`}`;
}
