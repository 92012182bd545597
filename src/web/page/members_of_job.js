// The members of a job by outcome, a few of them.
import { useState } from "./vendor/hooks.js";
import { html } from "./html.js";
import { count } from "./format.js";
import { outcomeMeaning } from "./job_words.js";
import { useCalm } from "./loading.js";
import { Section } from "./parts.js";
import { Results } from "./results.js";

const shown = ["done", "already", "gone"]; // what failed, or is not known, has a part of its own

/** Buttons of the outcomes, and some members of the one that was pressed. */
export function Members({ id, totals }) {
  const [open, setOpen] = useState(null);
  const calm = useCalm(Number(totals?.[open] ?? 0), 5000);
  const there = shown.filter((o) => Number(totals?.[o] ?? 0) > 0);
  if (there.length === 0) return null;
  return html`<${Section} title="Members" id="members">
    <div class="buttons">${there.map((o) => html`<button key=${o} type="button" aria-pressed=${open === o}
      onClick=${() => setOpen(open === o ? null : o)}>${o} ${count(totals[o])}</button>`)}</div>
    ${open !== null && html`<p class="quiet">${open}: ${outcomeMeaning[open]}.</p>
      <${Results} key=${open} id=${id} outcome=${open} version=${calm} total=${totals[open]} />`}
    </${Section}>`;
}
