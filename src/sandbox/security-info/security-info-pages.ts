import { tenantId } from "../constants.ts";
import { html, type SafeHtml } from "../pages/html.ts";
import type { Page } from "../pages/page.ts";
import type { DefaultMethod, Person, SecurityInfo } from "../people/person.ts";
import { defaultName, type MethodRow, methodRow, possibleDefaults } from "./method-rows.ts";

export const securityInfoPath = "/security-info";

/** A page of somebody who is signed in. */
export function signedInPage(
  person: Person,
  title: string,
  body: SafeHtml,
  more: Pick<Page, "follow"> = {},
): Page {
  return {
    title,
    layout: "wide",
    ...more,
    body: html`<header class="top"><p class="brand">My Sign-Ins <span class="quiet">VIPdesk, local tenant</span></p>
<form method="post" action="${securityInfoPath}/sign-out"><span class="quiet">${person.userPrincipalName}</span>
<button class="link">Sign out</button></form></header>
${body}`,
  };
}

/** The list of sign-in methods. */
export function listPage(person: Person, info: SecurityInfo, notice: string | null): Page {
  const { defaultMethod } = info;
  return signedInPage(
    person,
    "Security info",
    html`<h1>Security info</h1>
<p>These are the methods you use to sign into your account or reset your password.</p>
${notice === null ? null : html`<p class="notice" role="status">${notice}</p>`}
${
  defaultMethod === null
    ? null
    : html`<p><strong>Default sign-in method:</strong> ${defaultName(defaultMethod)}
<a href="${securityInfoPath}/default" aria-label="Change default sign-in method">Change</a></p>`
}
<p><a class="action" href="${securityInfoPath}/add"><span aria-hidden="true">+ </span>Add sign-in method</a></p>
<ul class="methods" aria-label="Sign-in methods">${info.methods.map((method) => rowOf(methodRow(method)))}</ul>`,
  );
}

function rowOf({ id, name, kind, detail, canDelete }: MethodRow): SafeHtml {
  const label = [name, detail].filter((part) => part !== "").join(" ");
  return html`<li><span><strong>${name}</strong>${kind === "" ? null : html`<br>${kind}`}</span>
<span>${detail}</span>
${canDelete ? html`<a href="${securityInfoPath}/delete/${encodeURIComponent(id)}" aria-label="Delete ${label}">Delete</a>` : html`<span></span>`}</li>`;
}

export function deletePage(person: Person, row: MethodRow, problem: string | null): Page {
  return signedInPage(
    person,
    row.deleteTitle,
    html`<section class="dialog"><h1>${row.deleteTitle}</h1>
<p>${[row.name, row.detail].filter((part) => part !== "").join(": ")}</p>
${
  problem === null
    ? html`<p>Are you sure you would like to delete this method from your account?</p>`
    : html`<p class="warn" role="alert">${problem}</p>`
}
<form method="post" action="${securityInfoPath}/delete/${encodeURIComponent(row.id)}"><div class="buttons">
${problem === null ? html`<button class="primary">Ok</button>` : null}
<a class="action" href="${securityInfoPath}">Cancel</a></div></form></section>`,
  );
}

export function defaultPage(person: Person, info: SecurityInfo): Page {
  const option = (method: DefaultMethod): SafeHtml =>
    html`<option value="${method}"${method === info.defaultMethod ? html` selected` : null}>${defaultName(method)}</option>`;
  return signedInPage(
    person,
    "Change default method",
    html`<section class="dialog"><h1>Change default method</h1>
<form method="post" action="${securityInfoPath}/default">
<p><label>Which method would you like to use to sign in?<br>
<select name="method">${possibleDefaults(info).map(option)}</select></label></p>
<div class="buttons"><button class="primary">Confirm</button>
<a class="action" href="${securityInfoPath}">Cancel</a></div></form></section>`,
  );
}

/** Conditional Access on “Register security information”, from a place that the policy leaves out. */
export function restrictedPage(person: Person, at: Date): Page {
  return {
    title: "You cannot access this right now",
    layout: "card",
    body: html`<p class="brand">VIPdesk <span class="quiet">local tenant</span></p>
<p class="quiet">${person.userPrincipalName}</p>
<h1>You cannot access this right now</h1>
<p>Your sign-in was successful but does not meet the criteria to access this resource. For example, you might be
signing in from a browser, app, or location that is restricted by your admin.</p>
<form method="post" action="${securityInfoPath}/sign-out"><p><button class="link">Sign out and sign in with a different account</button></p></form>
<details><summary>More details</summary>
<p class="quiet">Error Code: 53003<br>App name: My Signins<br>Tenant: ${tenantId}<br>Timestamp: ${at.toISOString()}</p>
</details>`,
  };
}
