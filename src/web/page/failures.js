// What did not succeed, by its code, with examples when they are asked for.
import { useState } from "./vendor/hooks.js";
import { html } from "./html.js";
import { jobPath } from "./api.js";
import { count } from "./format.js";
import { useCalm, useLoaded } from "./loading.js";
import { Problem, Section, State } from "./parts.js";
import { Results } from "./results.js";

function Failure({ id, failure, version }) {
  const [open, setOpen] = useState(false);
  const { outcome, code, message } = failure;
  return html`<li class="failure">
    <div class="line"><b class="number">${count(failure.count)}</b><${State} state=${outcome} />
      ${code && html`<code>${code}</code>`}<span class="message">${message}</span>
      <button type="button" class="plain" aria-expanded=${open} onClick=${() => setOpen(!open)}>
        ${open ? "Hide" : "Show"} members<span class="unseen"> of ${outcome} ${code}</span></button></div>
    ${open && html`<${Results} id=${id} outcome=${outcome} code=${code ?? ""} known=${message} version=${version} total=${failure.count} />`}</li>`;
}

/** The failures of a job; `version` = how many there are, as they are asked for again then. */
export function Failures({ id, version }) {
  const calm = useCalm(version, 10_000);
  const { value, error, again } = useLoaded(calm > 0 ? jobPath(id, "failures") : null, calm);
  if (calm === 0 || (value !== null && value.length === 0)) return null;
  return html`<${Section} title="Failures" id="failures"><${Problem} text=${error} again=${again} />
    <ul class="failures">
      ${value?.map((f) => html`<${Failure} key=${`${f.outcome} ${f.code}`} id=${id} failure=${f} version=${calm} />`)}
      </ul></${Section}>`;
}
