import { html, type SafeHtml } from "../pages/html.ts";
import type { Page } from "../pages/page.ts";
import type { Person } from "../people/person.ts";
import type { Phone, PhoneState } from "./phone.ts";
import type { Prompt } from "./phone-desk.ts";
import { type Surroundings, screenOf } from "./phone-screens.ts";

/** What of a phone can change by itself; the page is loaded again when it does. */
export function phoneContent(
  phone: Phone,
  state: PhoneState,
  prompt: Prompt | null,
  around: Surroundings,
): SafeHtml {
  return html`<section class="phone ${phone.platform}" aria-label="${phone.name} of ${phone.person.displayName}">
<div class="display">${display(phone, state, prompt, around)}
${state.note === null || prompt !== null ? null : html`<p class="note" role="status">${state.note}</p>`}</div>
</section>
<section class="switches" aria-labelledby="switches"><h2 id="switches">This phone</h2>
${switches(phone, state)}</section>`;
}

function display(
  phone: Phone,
  state: PhoneState,
  prompt: Prompt | null,
  around: Surroundings,
): SafeHtml {
  if (!state.isOn) return html`<p class="off">Switched off: this phone lies in a drawer.</p>`;
  return prompt === null ? screenOf(phone, state, around) : promptOf(phone, prompt);
}

/** The notification: the number, and the two answers. */
function promptOf(phone: Phone, { request, account }: Prompt): SafeHtml {
  const app = account.app === "outlook" ? "Outlook" : "Microsoft Authenticator";
  return html`<section class="prompt" role="alertdialog" aria-labelledby="prompt-title" aria-describedby="prompt-text">
<p class="quiet">${app} · now</p>
<h2 id="prompt-title">Approve sign-in?</h2>
<p id="prompt-text"><strong>${account.title}</strong><br>${account.detail}</p>
<dl><dt>App</dt><dd>${request.appName}</dd><dt>Location</dt><dd>This machine (local tenant)</dd></dl>
<form method="post" action="/phones/${phone.id}">
<input type="hidden" name="push" value="${request.id}">
<label>Enter the number shown to sign in
<input name="number" inputmode="numeric" autocomplete="off" maxlength="2" autofocus></label>
<button class="primary" name="do" value="approve">Yes</button>
<button name="do" value="refuse">No, it's not me</button>
</form></section>`;
}

function switches(phone: Phone, state: PhoneState): SafeHtml {
  const jailbreak = phone.platform === "ios" ? "Jailbroken" : "Rooted";
  const focus = phone.platform === "ios" ? "Focus" : "Do Not Disturb";
  const rows: readonly (readonly [which: string, label: string, isOn: boolean, hint: string])[] = [
    ["power", "Switched on", state.isOn, "nothing arrives while it is off"],
    ["focus", focus, state.focus, "no notification shows by itself"],
    ["battery", "Battery saver", state.batterySaver, "no notification shows by itself"],
    [
      "notifications",
      "Notifications",
      state.notifications === "allowed",
      asked(state.notifications),
    ],
    ["camera", "Camera permission", state.camera === "allowed", asked(state.camera)],
    ["jailbreak", jailbreak, state.isJailbroken, "Authenticator refuses work accounts"],
  ];
  return html`<ul>${rows.map(
    ([which, label, isOn, hint]) =>
      html`<li><form method="post" action="/phones/${phone.id}">
<input type="hidden" name="do" value="switch"><input type="hidden" name="which" value="${which}">
<button role="switch" aria-checked="${String(isOn)}"><span>${label}</span></button></form>
<span class="quiet">${hint}</span></li>`,
  )}</ul>`;
}

function asked(permission: PhoneState["camera"]): string {
  return permission === "ask" ? "the app will ask" : `the app was ${permission}`;
}

export function phonePage(
  phone: Phone,
  content: SafeHtml,
  hasPrompt: boolean,
  state: string,
): Page {
  return {
    title: `${hasPrompt ? "(1) " : ""}${phone.name} of ${phone.person.displayName}`,
    layout: "phone",
    follow: { url: `/phones/${phone.id}/state`, state },
    body: html`<header><p class="brand">VIPdesk <span class="quiet">local tenant</span></p>
<h1>${phone.name} <span class="quiet">of ${phone.person.displayName}</span></h1>
<p><a href="/phones">All phones</a></p></header>
${content}`,
  };
}

export type Owner = {
  readonly person: Person;
  readonly phones: readonly { readonly phone: Phone; readonly state: PhoneState }[];
};

/** Everybody's phones, those of the person being played first. */
export function phonesPage([playing, ...others]: readonly Owner[]): Page {
  return {
    title: "Phones",
    layout: "wide",
    body: html`<p class="brand">VIPdesk <span class="quiet">local tenant</span></p>
<h1>Phones</h1>
<p>Open one beside the browser: notifications show on it by themselves.</p>
${playing === undefined ? null : ownerSection(playing)}
<details><summary>Phones of everybody else</summary>${others.map(ownerSection)}</details>
<p><a href="/">First page of the sandbox</a></p>`,
  };
}

function ownerSection({ person, phones }: Owner): SafeHtml {
  return html`<h2>${person.displayName}</h2><ul class="phones">${phones.map(
    ({ phone, state }) =>
      html`<li><a href="/phones/${phone.id}">${phone.name}${phone.isNew ? " (new)" : null}</a> <span class="quiet">${inShort(state)}</span></li>`,
  )}</ul>`;
}

function inShort(state: PhoneState): string {
  if (!state.isOn) return "switched off, in a drawer";
  if (!state.isInstalled && state.accounts.length === 0) return "nothing installed";
  const apps = state.isInstalled ? "Authenticator" : "Outlook";
  const count = state.accounts.length;
  return `${apps}, ${count === 1 ? "one account" : `${count} accounts`}`;
}
