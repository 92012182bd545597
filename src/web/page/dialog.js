// Questions: a dialog of the browser's own, with a note if one is wanted, that acts once.
import { useEffect, useRef, useState } from "./vendor/hooks.js";
import { html } from "./html.js";
import { Problem } from "./parts.js";
import { useTask } from "./loading.js";

const longestNote = 1000; // bytes, as the run takes them

/** A dialog that is open for as long as it is there. */
export function Dialog({ title, onClose, children }) {
  const box = useRef(null);
  useEffect(() => {
    const opener = document.activeElement;
    box.current.showModal();
    return () => opener.isConnected && opener.focus(); // a dialog that is taken out does not give it back
  }, []);
  const cancelled = (event) => {
    event.preventDefault();
    onClose();
  };
  return html`<dialog ref=${box} aria-labelledby="dialog-title" onCancel=${cancelled} onClose=${onClose}>
    <h2 id="dialog-title">${title}</h2>${children}</dialog>`;
}

function noteOf(text) {
  const bytes = new TextEncoder().encode(text.trim());
  return bytes.length > longestNote ? null : text.trim();
}

/**
 * Asks, and acts. `act(why, signal)` does it, `done(reply)` is told; what goes wrong stands in the dialog. `note` = the
 * label of the note, null for none; `action` = the words of the button; null where there is nothing to be done.
 */
export function Ask({ title, action, note = null, danger = false, act, done, onClose, children }) {
  const [why, setWhy] = useState("");
  const task = useTask();
  const begun = useRef(false);
  const submit = async (event) => {
    event.preventDefault();
    if (begun.current || action === null) return; // once, however fast it is pressed
    begun.current = true;
    const said = noteOf(why);
    const reply = await task.begin(async (signal) => {
      if (said === null) throw new Error(`The note is too long: ${longestNote} bytes at most.`);
      return { given: await act(said, signal) };
    });
    begun.current = false;
    if (reply) done(reply.given);
  };
  return html`<${Dialog} title=${title} onClose=${onClose}><form onSubmit=${submit}>
    ${children}
    ${note !== null && html`<label class="note">${note}
      <textarea rows="2" value=${why} onInput=${(e) => setWhy(e.target.value)} /></label>`}
    <${Problem} text=${task.error} />
    <p class="buttons">
      ${action !== null && html`<button type="submit" class=${danger ? "danger" : "primary"} aria-disabled=${task.busy}>${task.busy ? "Working…" : action}</button>`}
      <button type="button" onClick=${onClose}>${action === null ? "Close" : "Cancel"}</button></p>
  </form></${Dialog}>`;
}
