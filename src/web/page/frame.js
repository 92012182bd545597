// What stands around every view: the menu, who is here, and how the page hears of the server.
import { html } from "./html.js";
import { clock, timeZone } from "./format.js";
import { menuOf, route } from "./routes.js";
import { connection, said, session, useStore } from "./stores.js";

const menu = [["jobs", "Jobs"], ["schedule", "Schedule"], ["specs", "Specs"], ["members", "Member"]];

/** Says when numbers are not of now. */
export function Banner() {
  const { how, since } = useStore(connection);
  const at = clock(new Date(since).toISOString());
  const text = {
    lost: `The connection to muster web is lost: what stands here is of ${at}. It is tried again until it is back.`,
    ended: "This session has ended. Open the link that muster web printed again; this page goes on by itself then.",
  }[how] ?? "";
  return html`<div class="banners" role="alert">${text && html`<p class="banner">${text}</p>`}</div>`;
}

/** What a screen reader says of changes. */
export function Said() {
  const { text } = useStore(said);
  return html`<p class="unseen" role="status" aria-live="polite">${text}</p>`;
}

export function Menu({ view }) {
  const known = useStore(session);
  const here = menuOf(view);
  const skip = (event) => {
    event.preventDefault();
    document.querySelector("h1")?.focus();
  };
  return html`<header class="top"><a class="skip" href="#content" onClick=${skip}>Skip to the content</a>
    <nav aria-label="Views"><a class="brand" href="#/jobs">muster</a>
      ${menu.map(([name, label]) => html`<a key=${name} href=${route(name)}
      aria-current=${here === name ? "page" : null}>${label}</a>`)}</nav>
    ${known && html`<p class="who">
      ${known.user}${known.role === "read" ? html` <span class="state">reads only</span>` : null}${known.live ? html` <span class="state is-live">may change real members</span>` : null}</p>`}</header>`;
}

export function Foot() {
  const known = useStore(session);
  const { how } = useStore(connection);
  return html`<footer>${known && html`<span>muster ${known.version}</span> <span><code>${known.stateDirectory}</code>
    </span>`}
    <span>times by ${timeZone()}</span><span>
      ${{ live: "connected", polling: "asked each 3 s: no events come through", lost: "not connected" }[how] ?? ""}</span>
      </footer>`;
}
