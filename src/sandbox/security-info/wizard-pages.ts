import { html, SafeHtml } from "../pages/html.ts";
import type { Page } from "../pages/page.ts";
import type { Person } from "../people/person.ts";
import type { PushState } from "../phones/push-requests.ts";
import type { Registration, RegistrationProblem, RegistrationStep } from "./registrations.ts";
import { securityInfoPath, signedInPage } from "./security-info-pages.ts";

const wizardPath = `${securityInfoPath}/authenticator`;

/** “Add a sign-in method”: what there is to choose. */
export function choicePage(
  person: Person,
  offer: { readonly hasAuthenticator: boolean; readonly problem: string | null },
): Page {
  const choice = (method: string, name: string, what: string): SafeHtml =>
    html`<button class="choice" name="method" value="${method}"><strong>${name}</strong><br><span class="quiet">${what}</span></button>`;
  return signedInPage(
    person,
    "Add a sign-in method",
    html`<section class="dialog"><h1>Add a sign-in method</h1>
${offer.problem === null ? null : html`<p class="warn" role="alert">${offer.problem}</p>`}
<form method="post" action="${securityInfoPath}/add">
${
  offer.hasAuthenticator
    ? choice(
        "authenticator",
        "Microsoft Authenticator",
        "Approve sign-in requests or use one-time codes",
      )
    : null
}
${choice("phone", "Phone", "Get a call or text to sign in with a code")}
${choice("email", "Email", "Receive a code to reset your password")}
</form>
<div class="buttons"><a class="action" href="${securityInfoPath}">Cancel</a></div></section>`,
  );
}

/** What only a page knows of a step. */
export type StepView = {
  /** The QR code as an SVG element. */
  readonly qrCode: string;
  /** Where the app sends the code of one who cannot scan. */
  readonly activationUrl: string;
  /** Of the test notification. */
  readonly test: PushState;
  readonly number: string;
};

/** The current step of “Microsoft Authenticator”. */
export function wizardPage(registration: Registration, view: StepView): Page {
  const { person, step, problem } = registration;
  const { title, body, buttons, follows } = stepContent(registration, view);
  const follow = follows ? { follow: { url: `${wizardPath}/state`, state: view.test.kind } } : {};
  return signedInPage(
    person,
    title,
    html`<section class="dialog"><h1 id="heading">${title}</h1>
<form method="post" action="${wizardPath}" aria-labelledby="heading">
<input type="hidden" name="step" value="${step}">
${problem === null ? null : html`<p class="warn" role="alert">${problems[problem]}</p>`}
${body}
<div class="buttons">${buttons}</div>
</form></section>`,
    follow,
  );
}

const problems: Readonly<Record<RegistrationProblem, string>> = {
  notActivated:
    "We couldn't connect to your app: no phone has scanned this QR code. Scan it with the Microsoft Authenticator app, then choose Next.",
  codeExpired: "The QR code has expired. Choose Back, then Next, to get a new one.",
  wrongCode: "The code is incorrect. Try again.",
};

// The first button of a form is the one that the Enter key presses; the stylesheet puts it last in the row.
const next = html`<button class="primary" name="choice" value="next">Next</button>`;
const nextLater = html`<button class="primary" disabled>Next</button>`;
const back = html`<button name="choice" value="back">Back</button>`;
const cancel = html`<button name="choice" value="cancel">Cancel</button>`;
const done = html`<button class="primary" name="choice" value="next">Done</button>`;
const resend = html`<button name="choice" value="resend">Resend notification</button>`;

type StepContent = {
  readonly title: string;
  readonly body: SafeHtml;
  readonly buttons: SafeHtml;
  readonly follows?: true;
};

function stepContent(registration: Registration, view: StepView): StepContent {
  const contents: Readonly<Record<RegistrationStep, () => StepContent>> = {
    getApp: () => ({
      title: "Microsoft Authenticator",
      body: html`<p><strong>Start by getting the app</strong></p>
<p>On your phone, install the Microsoft Authenticator app. After you install the Microsoft Authenticator app on your
device, choose “Next”.</p>
<p><button class="link" name="choice" value="other-app">I want to use a different authenticator app</button></p>`,
      buttons: html`${next}${cancel}`,
    }),
    setUp: () => ({
      title: "Set up your account",
      body: html`<p>If prompted, allow notifications. Then add an account, and select “Work or school”.</p>`,
      buttons: html`${next}${back}`,
    }),
    scan: () => ({
      title: "Scan the QR code",
      body: html`<p>Use the Microsoft Authenticator app to scan the QR code. This will connect the Microsoft Authenticator app with your account.</p>
<p>After you scan the QR code, choose “Next”.</p>
${qrCode(registration, view)}`,
      buttons: html`${next}${back}`,
    }),
    tryIt: () => tryIt(view),
    otherSetUp: () => ({
      title: "Set up your account",
      body: html`<p>In your app, add a new account.</p>`,
      buttons: html`${next}${back}`,
    }),
    otherScan: () => ({
      title: "Scan the QR code",
      body: html`<p>Use the authenticator app to scan the QR code. This will connect your authenticator app with your account.</p>
<p>After you scan the QR code, choose “Next”.</p>
${qrCode(registration, view)}`,
      buttons: html`${next}${back}`,
    }),
    otherCode: () => ({
      title: "Enter code",
      body: html`<p><label>Enter the 6-digit code shown in the authenticator app.<br>
<input name="code" inputmode="numeric" autocomplete="off" maxlength="8" required autofocus></label></p>`,
      buttons: html`${next}${back}`,
    }),
    done: () => ({
      title: "Success!",
      body: html`<p>Great job! You have successfully set up your security info. Choose “Done” to continue.</p>`,
      buttons: done,
    }),
  };
  return contents[registration.step]();
}

function tryIt({ test, number }: StepView): StepContent {
  const title = "Let's try it out";
  switch (test.kind) {
    case "waiting":
      return {
        title,
        body: html`<p>Approve the notification we're sending to your app by entering the number shown below.</p>
<p class="number"><output aria-label="Number to enter in the app">${number}</output></p>`,
        buttons: html`${nextLater}${back}`,
        follows: true,
      };
    case "approved":
      return {
        title,
        body: html`<p class="notice" role="status">Notification approved</p>`,
        buttons: next,
      };
    case "denied":
      return {
        title,
        body: html`<p class="warn" role="alert">You denied the notification, or entered another number. Resend it to try again.</p>`,
        buttons: html`${resend}${back}`,
      };
    case "expired":
      return {
        title,
        body: html`<p class="warn" role="alert">The notification expired: we didn't hear from your app in time. Resend it to try again.</p>`,
        buttons: html`${resend}${back}`,
      };
  }
}

function qrCode({ shown, step }: Registration, view: StepView): SafeHtml {
  const byHand =
    step === "scan"
      ? html`<dt>Code</dt><dd>${(shown?.code ?? "").replace(/(\d{3})(?=\d)/g, "$1 ")}</dd>
<dt>URL</dt><dd>${view.activationUrl}</dd>`
      : html`<dt>Secret key</dt><dd>${shown?.code ?? ""}</dd>`;
  return html`<div class="qr" role="img" aria-label="QR code">${new SafeHtml(view.qrCode)}</div>
<details><summary>Can't scan image?</summary>
<p>Enter the following into your app:</p><dl>${byHand}</dl></details>`;
}
