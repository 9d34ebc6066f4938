import { tenantId } from "../constants.ts";
import { html, type SafeHtml } from "../pages/html.ts";
import type { Page } from "../pages/page.ts";
import type { Person } from "../people/person.ts";
import { inWords } from "./permissions.ts";

export const brand = html`<p class="brand">VIPdesk <span class="quiet">local tenant</span></p>`;

/** Where a form of the sign-in leads, and what the page is for. */
export type SignInForm = {
  readonly action: string;
  readonly appName: string;
  readonly formTargets: readonly string[];
};

// In each form the primary button comes first: the Enter key presses the first one.

export function accountPage(form: SignInForm, chosen: Person, people: readonly Person[]): Page {
  const others = people.filter((person) => person !== chosen);
  return {
    title: "Sign in",
    layout: "card",
    formTargets: form.formTargets,
    body: html`${brand}
<h1 id="heading">Pick an account</h1>
<p>to continue to ${form.appName}</p>
<form method="post" action="${form.action}" aria-labelledby="heading">
<fieldset>
<legend class="quiet">Your account</legend>
${account(chosen, true)}
<details>
<summary>Use another account</summary>
${others.map((person) => account(person, false))}
</details>
</fieldset>
<p class="quiet">This is the local tenant on your own machine: no password is asked.</p>
<div class="buttons">
<button class="primary" name="choice" value="sign-in">Sign in</button>
<button name="choice" value="cancel">Cancel</button>
</div>
</form>`,
  };
}

function account(person: Person, checked: boolean): SafeHtml {
  return html`<label class="account">
<input type="radio" name="account" value="${person.name}"${checked ? html` checked` : null} required>
<span><span>${person.displayName}</span><span class="quiet">${person.userPrincipalName}</span></span>
</label>`;
}

export function consentPage(form: SignInForm, person: Person, scopes: readonly string[]): Page {
  return {
    title: "Permissions requested",
    layout: "card",
    formTargets: form.formTargets,
    body: html`${brand}
<p class="quiet">${person.userPrincipalName}</p>
<h1 id="heading">Permissions requested</h1>
<p><strong>${form.appName}</strong> would like to:</p>
<ul class="permissions">
${scopes.map((scope) => html`<li>${inWords(scope)}<br><span class="quiet">${scope}</span></li>`)}
</ul>
<p class="quiet">Accepting lets this app use these permissions for your account only. You can take it back
with the switch “revoke consent” on the sandbox's first page.</p>
<form method="post" action="${form.action}" aria-labelledby="heading">
<div class="buttons">
<button class="primary" name="choice" value="accept">Accept</button>
<button name="choice" value="cancel">Cancel</button>
</div>
</form>`,
  };
}

/** What Entra shows when only an administrator may consent. */
export function approvalRequiredPage(form: SignInForm, person: Person): Page {
  return {
    title: "Need admin approval",
    layout: "card",
    formTargets: form.formTargets,
    body: html`${brand}
<p class="quiet">${person.userPrincipalName}</p>
<h1 id="heading">Need admin approval</h1>
<p><strong>${form.appName}</strong> needs permission to access resources in your organization that only an
administrator can grant. Ask an administrator to grant permission to this app before you can use it.</p>
<form method="post" action="${form.action}" aria-labelledby="heading">
<div class="buttons">
<button class="primary" name="choice" value="cancel">Back without access</button>
</div>
</form>`,
  };
}

export const expiredPage: Page = {
  title: "Sign-in has ended",
  layout: "card",
  body: html`${brand}
<h1>This sign-in has ended</h1>
<p>It was finished already, took too long, or was begun in another browser.</p>
<p>Close this window and press <strong>Sign in</strong> in Teams again.</p>
<p class="quiet">Tenant ${tenantId}</p>`,
};
