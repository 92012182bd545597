// The page's markup: htm's templates over preact. Whatever is put into one is text, never markup.
import { h } from "./vendor/preact.js";
import htm from "./vendor/htm.js";

/** html`<p>${text}</p>`: a view. */
export const html = htm.bind(h);
