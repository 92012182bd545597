// The specs that may be planned from here.
import { html } from "./html.js";
import { useLoaded } from "./loading.js";
import { Problem, State, Waiting } from "./parts.js";
import { route } from "./routes.js";
import { Title } from "./title.js";

function Spec({ spec }) {
  return html`<li class="card"><h2>${spec.ok ? html`<a href=${route("plan", { name: spec.name })}>${spec.name}
    </a>` : spec.name}</h2>
    ${spec.description && html`<p>${spec.description}</p>`}
    ${spec.does && html`<p>${spec.does}</p>`}
    <p class="quiet"><code>${spec.path}</code>${spec.schedule && html`, <a href="#/schedule">on a schedule</a>`}</p>
    ${!spec.ok && html`<p class="warning">${spec.problem ?? "It cannot be read."}</p>`}</li>`;
}

/** The view of `#/specs`. */
export function SpecsView() {
  const { value, error, again } = useLoaded("/api/specs");
  return html`<${Title} text="Specs" /><${Problem} text=${error} again=${again} />
    ${value === null && !error && html`<${Waiting} text="Reading the specs…" />`}
    ${value?.length === 0 && html`<p>No spec is here: begin <code>muster web</code> with specs, or with their directory.</p>`}
    <ul class="cards">${value?.map((spec) => html`<${Spec} key=${spec.path} spec=${spec} />`)}</ul>`;
}
