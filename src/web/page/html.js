// The page's markup: htm's templates over preact. Whatever is put into one is text, never markup.
import { h } from "./vendor/preact.js";
import htm from "./vendor/htm.js";
import { visible } from "./format.js";

function element(type, props, ...children) {
  return h(type, props, ...children.map((child) => typeof child === "string" ? visible(child) : child));
}

/** html`<p>${text}</p>`: a view. Characters that would turn or hide text are shown by their codes. */
export const html = htm.bind(element);
