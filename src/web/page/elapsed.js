// How long something takes already.
import { useEffect, useState } from "./vendor/hooks.js";
import { html } from "./html.js";
import { span } from "./format.js";

/** `text`, and since when it is shown. A screen reader hears the text once. */
export function Elapsed({ text }) {
  const [begun] = useState(Date.now());
  const [now, set] = useState(begun);
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return html`<span class="waiting"><span role="status">${text}…</span> <span aria-hidden="true">
    ${span((now - begun) / 1000)}</span></span>`;
}
