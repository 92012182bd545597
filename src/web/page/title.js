// The heading of a view: it takes the focus when the view is opened, and names the window.
import { useEffect, useRef } from "./vendor/hooks.js";
import { html } from "./html.js";

let opened = 0; // views so far: the first leaves the focus where it is

/** `kind` = "id" for a heading that is an id. */
export function Title({ text, kind = "" }) {
  const heading = useRef(null);
  useEffect(() => {
    document.title = `${text} - muster`;
    if (opened++ > 0) heading.current.focus({ preventScroll: true });
  }, [text]);
  return html`<h1 ref=${heading} tabindex="-1" class=${kind}>${text}</h1>`;
}
