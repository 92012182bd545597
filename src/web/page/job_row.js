// One job of the list. It is drawn again only if the job, or what its run tells, is another.
import { Component } from "./vendor/preact.js";
import { html } from "./html.js";
import { count, span } from "./format.js";
import { badOf, forecastWords, percent, progressOf, rateWords, stateOf, whyOf } from "./job_words.js";
import { Bar, JobLink, Moment, State } from "./parts.js";

function forecastOf(job, told) {
  if (job.state !== "running") return "";
  const words = forecastWords(told?.forecast ?? job.forecast);
  return words || (job.secondsLeft === undefined ? "" : `${span(job.secondsLeft)} left`);
}

export class JobRow extends Component {
  shouldComponentUpdate(next) {
    return next.job !== this.props.job || next.told !== this.props.told;
  }
  render({ job, told }) {
    const p = progressOf(job, told);
    const why = whyOf(job, told);
    const bad = badOf(told?.outcomes ? told : job);
    return html`<tr role="row"><th role="rowheader" scope="row" class="name"><${JobLink} id=${job.job} />
      <span class="quiet"><${Moment} at=${job.startedAt} /></span></th>
      <td role="cell" class="how"><${State} state=${stateOf(job, told)} />${why && html`<span class="why">${why}
        </span>`}</td>
      <td role="cell" class="progress">
        <${Bar} part=${p.part} label=${`Progress of ${job.job}`} still=${job.state !== "running"} /><span>
        ${[percent(p.part), `${count(p.settled)}/${count(p.matched)}`].filter(Boolean).join(" · ")}</span></td>
      <td role="cell" class="rate">${rateWords(job, told)}</td>
      <td role="cell" class="forecast">${forecastOf(job, told)}</td>
      <td role="cell" class=${`number bad${bad > 0 ? " some" : ""}`}><span class="unseen">failed or unknown: </span>
        ${count(bad)}</td></tr>`;
  }
}
