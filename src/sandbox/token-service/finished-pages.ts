import { html } from "../pages/html.ts";
import type { Page } from "../pages/page.ts";

const brand = html`<p class="brand">VIPdesk <span class="quiet">local tenant</span></p>`;

/** After a sign-in. `told` = the chat has the code already. */
export function signedInPage(code: string, told: boolean): Page {
  return {
    title: "You're signed in",
    layout: "card",
    body: html`${brand}
<h1>You're signed in</h1>
${
  told
    ? html`<p>You can close this window and go back to Teams.</p>
<p class="quiet">If the chat does not move on, type this code there:</p>`
    : html`<p>The chat could not be told by itself. Go back to Teams and type this code:</p>`
}
<p><output class="code">${code}</output></p>`,
  };
}

/** The person cancelled, or consent was refused. */
export function notSignedInPage(description: string): Page {
  return {
    title: "Not signed in",
    layout: "card",
    body: html`${brand}
<h1>You're not signed in</h1>
<p>${description}</p>
<p>You can close this window and go back to Teams. Press <strong>Sign in</strong> there to try again.</p>`,
  };
}

export const unknownLinkPage: Page = {
  title: "This link has ended",
  layout: "card",
  body: html`${brand}
<h1>This sign-in link has ended</h1>
<p>It was used already or is older than fifteen minutes.</p>
<p>Go back to Teams and press <strong>Sign in</strong> again.</p>`,
};
