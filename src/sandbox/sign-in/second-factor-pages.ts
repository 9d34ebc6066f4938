import { html, type SafeHtml } from "../pages/html.ts";
import type { Page } from "../pages/page.ts";
import type { Person } from "../people/person.ts";
import type { PushRequest, PushState } from "../phones/push-requests.ts";
import type { Way } from "./second-factor.ts";
import { brand, type SignInForm } from "./sign-in-pages.ts";

// Titles and sentences as Entra's sign-in pages have them.

type Shown = {
  readonly person: Person;
  readonly title: string;
  readonly body: SafeHtml;
  readonly follow?: Page["follow"];
};

function page(form: SignInForm, { person, title, body, follow }: Shown): Page {
  return {
    title,
    layout: "card",
    formTargets: form.formTargets,
    ...(follow === undefined ? {} : { follow }),
    body: html`${brand}
<p class="quiet">${person.userPrincipalName}</p>
<h1 id="heading">${title}</h1>
${body}`,
  };
}

function formOf(form: SignInForm, content: SafeHtml): SafeHtml {
  return html`<form method="post" action="${form.action}" aria-labelledby="heading">
${content}
</form>`;
}

const cancelButton = html`<button name="choice" value="cancel">Cancel</button>`;

/** The number to type on the phone, or how the notification ended. */
export function pushPage(
  form: SignInForm,
  person: Person,
  push: {
    readonly request: PushRequest;
    readonly state: PushState;
    readonly app: "Authenticator" | "Outlook";
    /** False when an authentication context takes push alone. */
    readonly hasOtherWays: boolean;
  },
): Page {
  const otherWay = push.hasOtherWays
    ? html`<p><button class="link" name="choice" value="other-way">I can't use my Microsoft Authenticator app right now</button></p>`
    : null;
  if (push.state.kind === "waiting") {
    return page(form, {
      person,
      title: "Approve sign in request",
      follow: { url: `${form.action}/state`, state: "waiting" },
      body: html`<p>Open your ${push.app} app, and enter the number shown to sign in.</p>
<p class="number"><output aria-label="Number to enter in the app">${push.request.number}</output></p>
<p class="quiet">No numbers in your app? Make sure to upgrade to the latest version.</p>
${formOf(form, html`${otherWay}<div class="buttons">${cancelButton}</div>`)}`,
    });
  }
  const isDenied = push.state.kind === "denied";
  return page(form, {
    person,
    title: isDenied ? "Request denied" : "We didn't hear from you",
    body: html`<p role="alert">${
      isDenied
        ? "We sent an identity verification request to your mobile device, but you denied it, or entered another number than the one shown."
        : "We sent an identity verification request to your mobile device, but we didn't hear from you in time."
    }</p>
${formOf(
  form,
  html`<p><button class="link" name="choice" value="send-again">Send another request to my Microsoft Authenticator app</button></p>
${otherWay}<div class="buttons">${cancelButton}</div>`,
)}`,
  });
}

/** What “Sign in another way” offers. */
export function choosePage(
  form: SignInForm,
  person: Person,
  ways: readonly Way[],
  number: string,
): Page {
  const labels: Readonly<Record<Way, string>> = {
    push: "Approve a request on my Microsoft Authenticator app",
    passkey: "Face, fingerprint, PIN or security key",
    code: "Use a verification code",
    text: `Text ${number}`,
  };
  return page(form, {
    person,
    title: "Verify your identity",
    body: html`${ways.map((way) =>
      formOf(
        form,
        html`<input type="hidden" name="choice" value="use">
<button class="choice" name="way" value="${way}">${labels[way]}</button>`,
      ),
    )}
${formOf(form, html`<div class="buttons">${cancelButton}</div>`)}`,
  });
}

export function codePage(
  form: SignInForm,
  person: Person,
  code: { readonly from: "app" | "text"; readonly number: string; readonly isWrong: boolean },
): Page {
  const what =
    code.from === "app"
      ? "Enter the code displayed in the authenticator app on your mobile device."
      : `We texted your phone ${code.number}. Please enter the code to sign in.`;
  return page(form, {
    person,
    title: "Enter code",
    body: html`<p>${what}</p>
${code.isWrong ? html`<p class="warn" role="alert">You didn't enter the expected verification code. Please try again.</p>` : null}
${formOf(
  form,
  html`<p><label>Code <input name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="8" required autofocus></label></p>
<div class="buttons"><button class="primary" name="choice" value="verify">Verify</button></div>`,
)}
${formOf(
  form,
  html`<p><button class="link" name="choice" value="other-way">Sign in another way</button></p>
<div class="buttons">${cancelButton}</div>`,
)}`,
  });
}

export function passkeyPage(form: SignInForm, person: Person): Page {
  return page(form, {
    person,
    title: "Face, fingerprint, PIN or security key",
    body: html`<p>Your device opens a security window here. In the local tenant a button stands for it.</p>
${formOf(
  form,
  html`<div class="buttons">
<button class="primary" name="choice" value="passkey">Use my passkey</button>
<button name="choice" value="other-way">Sign in another way</button>
${cancelButton}</div>`,
)}`,
  });
}

/** Nobody gets through who has nothing registered that would do. */
export function nothingPage(
  form: SignInForm,
  person: Person,
  needs: { readonly push: boolean; readonly securityInfoUrl: string },
): Page {
  return page(form, {
    person,
    title: "More information required",
    body: html`<p>Your organization needs more information to keep your account secure.</p>
<p>${
      needs.push
        ? "This sign-in takes a notification of Microsoft Authenticator only, and none of your phones is registered for it."
        : "No sign-in method is registered that could verify your identity."
    } Register one on <a href="${needs.securityInfoUrl}">Security info</a>, then start again.</p>
${formOf(form, html`<div class="buttons">${cancelButton}</div>`)}`,
  });
}
