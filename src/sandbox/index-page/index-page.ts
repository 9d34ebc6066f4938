import type { ActiveFault } from "../faults/faults.ts";
import { html, type SafeHtml } from "../pages/html.ts";
import type { Page } from "../pages/page.ts";
import type { People } from "../people/people.ts";
import type { Person } from "../people/person.ts";
import type { Tenant } from "../tenant.ts";
import { permissionTable } from "./permission-table.ts";
import type { RecentRequest } from "./recent-requests.ts";
import {
  type SwitchDescription,
  type SwitchField,
  switchDescriptions,
} from "./switch-descriptions.ts";

/** The sandbox's first page: who can be played, what can go wrong, what happened lately. */
export function indexPage(tenant: Tenant): Page {
  const { people, faults, playing, recentRequests } = tenant;
  return {
    title: "PushReady sandbox",
    layout: "wide",
    body: html`<p class="brand">VIPdesk <span class="quiet">local tenant</span></p>
<h1>PushReady sandbox</h1>
<p>A tenant on your own machine: nothing here is real, and nothing leaves it.
You are <strong>${playing.displayName}</strong> (${playing.situation}).</p>
${links(tenant)}
<h2>Faults that are on</h2>
${active(faults.list())}
<h2>Switches</h2>
<div class="table"><table>
<thead><tr><th scope="col">Fault</th><th scope="col">Switch on</th></tr></thead>
<tbody>${switchDescriptions.map((description) => switchRow(description, people, playing))}</tbody>
</table></div>
<h2>What the app itself may do</h2>
<p>Application permissions. A change shows in tokens that are issued from now on.</p>
${permissionTable(tenant)}
<h2>People</h2>
<p>Start with <code>npm run demo -- --as NAME</code> to be somebody else.</p>
<div class="table"><table>
<thead><tr><th scope="col">Name</th><th scope="col">Situation</th><th scope="col">Account</th></tr></thead>
<tbody>${people.all.map((person) => personRow(person, playing))}</tbody>
</table></div>
${people.count === people.all.length ? null : html`<p>And ${String(people.count - people.all.length)} made-up people: g0, g1, …</p>`}
<h2>Recent requests</h2>
${recent(recentRequests.list())}`,
  };
}

function links({ playgroundUrl, botUrl }: Tenant): SafeHtml {
  return html`<ul>
${playgroundUrl === null ? null : html`<li><a href="${playgroundUrl}">Chat with the bot</a> (Agents Playground)</li>`}
${botUrl === null ? null : html`<li>The bot listens at ${botUrl}</li>`}
<li><a href="/security-info">Security info</a>, <a href="/phones">phones</a>, <a href="/help-desk">help desk</a></li>
<li>As JSON: <a href="/people">people</a>, <a href="/switches">switches</a>,
<a href="/app-permissions">app permissions</a>, <a href="/methods-policy">methods policy</a>,
<a href="/channel/.well-known/openid-configuration">channel metadata</a>,
<a href="/oidc/.well-known/openid-configuration">sign-in metadata</a></li>
</ul>`;
}

function active(faults: readonly ActiveFault[]): SafeHtml {
  if (faults.length === 0) return html`<p class="quiet">None: everything works.</p>`;
  return html`<div class="table"><table>
<thead><tr><th scope="col">Fault</th><th scope="col">For</th><th scope="col">Settings</th><th scope="col">Switch</th></tr></thead>
<tbody>${faults.map(activeRow)}</tbody>
</table></div>
<form method="post" action="/switches/reset"><div class="buttons"><button>Switch everything off</button></div></form>`;
}

function activeRow({ person, fault }: ActiveFault): SafeHtml {
  const { fault: name, ...settings } = fault;
  const shown = Object.entries(settings)
    .map(([key, value]) => `${key} ${String(value ?? "until off")}`)
    .join(", ");
  return html`<tr><td class="warn">${name}</td><td>${person?.displayName ?? "everybody"}</td><td>${shown}</td>
<td><form method="post" action="/switches">
<input type="hidden" name="fault" value="${name}"><input type="hidden" name="on" value="false">
<input type="hidden" name="person" value="${person?.name ?? ""}">
<button aria-label="Switch ${name} off for ${person?.displayName ?? "everybody"}">Off</button>
</form></td></tr>`;
}

function switchRow(description: SwitchDescription, people: People, playing: Person): SafeHtml {
  const { fault, title, what, fields } = description;
  return html`<tr><th scope="row">${title}<br><span class="quiet">${what}</span></th>
<td><form method="post" action="/switches">
<input type="hidden" name="fault" value="${fault}"><input type="hidden" name="on" value="true">
<label>for<select name="person">
<option value="${playing.name}">${playing.displayName}</option>
<option value="">everybody</option>
${others(people, playing)}
</select></label>
${fields.map((field) => fieldInput(field, people, playing))}
<button aria-label="Switch on: ${title}">${fault === "revokeConsent" ? "Do it" : "On"}</button>
</form></td></tr>`;
}

function fieldInput(field: SwitchField, people: People, playing: Person): SafeHtml {
  switch (field.kind) {
    case "number":
      return html`<label>${field.label}<input type="number" min="0" name="${field.name}" value="${field.value}"></label>`;
    case "choice":
      return html`<label>${field.label}<select name="${field.name}">
${field.choices.map((choice) => html`<option>${choice}</option>`)}
</select></label>`;
    case "person":
      return html`<label>${field.label}<select name="${field.name}">
${others(people, playing)}
</select></label>`;
  }
}

function others(people: People, playing: Person): readonly SafeHtml[] {
  return people.all
    .filter((person) => person !== playing)
    .map((person) => html`<option value="${person.name}">${person.displayName}</option>`);
}

function personRow(person: Person, playing: Person): SafeHtml {
  return html`<tr><th scope="row">${person.name}${person === playing ? html` <span class="quiet">(you)</span>` : null}</th>
<td>${person.situation}</td><td>${person.displayName}<br><span class="quiet">${person.userPrincipalName}</span></td></tr>`;
}

function recent(requests: readonly RecentRequest[]): SafeHtml {
  if (requests.length === 0) return html`<p class="quiet">None yet.</p>`;
  return html`<p><a href="/">Refresh</a></p>
<div class="table"><table>
<thead><tr><th scope="col">At (UTC)</th><th scope="col">Method</th><th scope="col">Path</th><th scope="col">Status</th></tr></thead>
<tbody>${requests.map(
    ({ at, method, path, status }) =>
      html`<tr><td>${at.toISOString().slice(11, 19)}</td><td>${method}</td><td>${path}</td><td>${status}</td></tr>`,
  )}</tbody>
</table></div>`;
}
