// The page of `muster web`: begins here.
import { render } from "./vendor/preact.js";
import { useEffect, useState } from "./vendor/hooks.js";
import { html } from "./html.js";
import { get, heard } from "./api.js";
import { Banner, Foot, Menu, Said } from "./frame.js";
import { JobView } from "./job_view.js";
import { JobsView } from "./jobs_view.js";
import { is, keepJobs } from "./live.js";
import { MemberView } from "./member_view.js";
import { PlanView } from "./plan_view.js";
import { readRoute } from "./routes.js";
import { ScheduleView } from "./schedule_view.js";
import { SpecsView } from "./specs_view.js";
import { connection, session } from "./stores.js";

function viewOf(at) {
  switch (at.view) {
    case "job": return html`<${JobView} key=${at.id} id=${at.id} />`;
    case "schedule": return html`<${ScheduleView} />`;
    case "specs": return html`<${SpecsView} />`;
    case "plan": return html`<${PlanView} key=${at.name} name=${at.name} />`;
    case "members": return html`<${MemberView} />`;
    case "member": return html`<${MemberView} member=${at.key} />`;
    default: return html`<${JobsView} />`;
  }
}

function Page() {
  const [at, set] = useState(readRoute(location.hash));
  useEffect(() => {
    const go = () => {
      set(readRoute(location.hash));
      scrollTo(0, 0);
    };
    addEventListener("hashchange", go);
    return () => removeEventListener("hashchange", go);
  }, []);
  return html`<${Menu} view=${at.view} /><${Banner} /><${Said} /><main id="content">${viewOf(at)}</main><${Foot} />`;
}

/** Who is here is asked again whenever the server is heard of again: it may be another one, or another session. */
function keepSession() {
  const look = () => get("/api/session").then((now) => session.set(now), () => {});
  connection.listen(({ how }) => how === "live" || how === "polling" ? look() : undefined);
  look();
}

heard.ended = () => is("ended");
keepSession();
keepJobs(new AbortController().signal);
render(html`<${Page} />`, document.getElementById("page"));
