import { html, type SafeHtml } from "../pages/html.ts";
import type { Registration } from "../security-info/registrations.ts";
import { oneTimeCode, secretOf } from "./one-time-code.ts";
import type { AccountKind, Phone, PhoneAccount, PhoneState, Screen } from "./phone.ts";
import type { TextMessage } from "./text-messages.ts";

/** What a display needs to know beside the phone's own state. */
export type Surroundings = {
  readonly now: Date;
  /** Registrations whose QR code is on a page right now: what the camera sees. */
  readonly inView: readonly Registration[];
  readonly texts: readonly TextMessage[];
};

type Button = {
  readonly label: string;
  /** Fields of the touch. */
  readonly touch: Readonly<Record<string, string>>;
  readonly style?: "primary" | "row" | "link" | "icon";
};

/** One button that is a form of its own; everything on the display works without scripts. */
export function button(phone: Phone, { label, touch, style = "primary" }: Button): SafeHtml {
  const fields = Object.entries(touch).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="/phones/${phone.id}" class="${style}">${fields}<button class="${style}">${label}</button></form>`;
}

/** The content of the display. */
export function screenOf(phone: Phone, state: PhoneState, around: Surroundings): SafeHtml {
  const { screen } = state;
  const press = (label: string, touch: Button["touch"], style?: Button["style"]): SafeHtml =>
    button(phone, { label, touch, ...(style === undefined ? {} : { style }) });
  const back = press("Back", { do: "back" }, "link");

  switch (screen.at) {
    case "home":
      return home(phone, state, press);
    case "store":
      return store(phone, state, press);
    case "texts":
      return html`${back}<h2>Messages</h2>${
        around.texts.length === 0
          ? html`<p class="quiet">No messages.</p>`
          : html`<ul class="texts">${around.texts.map(({ text }) => html`<li>${text}</li>`)}</ul>`
      }`;
    case "cameraApp":
      return html`${back}<h2>Camera</h2>${cameraApp(screen, around, press)}`;
    case "outlook":
      return html`${back}<h2>Outlook</h2><p>Sign-in requests to your work account show here (Authenticator Lite).</p>
${accountList(state, "outlook", press)}${press("Check for notifications", { do: "check" })}`;
    case "askNotifications":
      return html`<section class="ask"><h2>Allow “Authenticator” to send you notifications?</h2>
${press("Allow", { do: "answer-notifications", allow: "true" })}
${press("Don't allow", { do: "answer-notifications", allow: "false" }, "row")}</section>`;
    case "accounts":
      return accounts(state, press);
    case "account":
      return html`${back}${account(state, screen.key, around, press)}`;
    case "addAccount":
      return html`${back}<h2>Add account</h2><p>What kind of account are you adding?</p>
${press("Personal account", { do: "choose-kind", kind: "personal" }, "row")}
${press("Work or school account", { do: "choose-kind", kind: "work" }, "row")}
${press("Other account (Google, Facebook, etc.)", { do: "choose-kind", kind: "other" }, "row")}`;
    case "howToAdd":
      return html`${back}<h2>${kindNames[screen.kind]}</h2>
${press("Scan a QR code", { do: "scan-with-app" }, "row")}
${screen.kind === "other" ? null : press("Sign in", { do: "sign-in" }, "row")}
${press("Enter code manually", { do: "type-code" }, "row")}`;
    case "askCamera":
      return html`<section class="ask"><h2>Allow “Authenticator” to use the camera?</h2>
${press("Allow camera", { do: "answer-camera", allow: "true" })}
${press("Don't allow", { do: "answer-camera", allow: "false" }, "row")}</section>`;
    case "scanner":
      return html`${back}<h2>Scan QR code</h2>${scanner(state, around, press)}`;
    case "typeCode":
      return html`${back}${typeCode(phone, screen.kind)}`;
    case "problem":
      return html`<section class="ask" role="alert"><h2>${screen.title}</h2><p>${screen.text}</p>
${press("OK", { do: "back" })}</section>`;
  }
}

type Press = (label: string, touch: Button["touch"], style?: Button["style"]) => SafeHtml;

const kindNames: Readonly<Record<AccountKind, string>> = {
  work: "Work or school account",
  personal: "Personal account",
  other: "Other account",
};

export function storeName({ platform }: Phone): string {
  return platform === "ios" ? "App Store" : "Google Play";
}

function home(phone: Phone, state: PhoneState, press: Press): SafeHtml {
  const hasOutlook = state.accounts.some(({ app }) => app === "outlook");
  return html`<h2 class="quiet">Home</h2><div class="icons">
${press(storeName(phone), { do: "open", what: "store" }, "icon")}
${state.isInstalled ? press("Authenticator", { do: "open-authenticator" }, "icon") : null}
${hasOutlook ? press("Outlook", { do: "open", what: "outlook" }, "icon") : null}
${press("Camera", { do: "open", what: "cameraApp" }, "icon")}
${phone.hasSim ? press("Messages", { do: "open", what: "texts" }, "icon") : null}
</div>`;
}

function store(phone: Phone, state: PhoneState, press: Press): SafeHtml {
  const act = state.isInstalled
    ? press("Open", { do: "open-authenticator" })
    : press(phone.platform === "ios" ? "Get" : "Install", { do: "install" });
  return html`${press("Back", { do: "back" }, "link")}<h2>${storeName(phone)}</h2>
<section class="app"><h3>Microsoft Authenticator</h3><p class="quiet">Microsoft Corporation</p>${act}</section>`;
}

function cameraApp(
  screen: Extract<Screen, { at: "cameraApp" }>,
  { inView }: Surroundings,
  press: Press,
): SafeHtml {
  if (screen.hasScanned) {
    return html`<p role="alert">No usable data found. This code works inside Microsoft Authenticator only.</p>`;
  }
  return html`<div class="lens">${
    inView.length === 0
      ? html`<p>The camera sees no QR code.</p>`
      : inView.map(({ person }) =>
          press(`Scan the QR code of ${person.displayName}`, { do: "scan-with-camera-app" }),
        )
  }</div>`;
}

function accounts(state: PhoneState, press: Press): SafeHtml {
  const hints = [
    state.notifications === "refused"
      ? "Notifications are off for this app. Turn them on in Settings to get sign-in requests."
      : null,
    state.isJailbroken ? "This device is jailbroken or rooted: work accounts are blocked." : null,
  ];
  return html`${press("Back", { do: "back" }, "link")}<h2>Authenticator</h2>
${hints.map((hint) => (hint === null ? html`` : html`<p class="warn">${hint}</p>`))}
${accountList(state, "authenticator", press)}
${press("Add account", { do: "add-account" })}
${press("Check for notifications", { do: "check" }, "row")}
${state.accounts.length === 0 ? press("Restore from backup", { do: "restore" }, "row") : null}`;
}

function accountList(state: PhoneState, app: PhoneAccount["app"], press: Press): SafeHtml {
  const listed = state.accounts.filter((account) => account.app === app);
  if (listed.length === 0) return html`<p>Ready to add your first account?</p>`;
  return html`<ul class="accounts" aria-label="Accounts">${listed.map(
    ({ title, detail, key, needsRestore }) =>
      html`<li>${press(`${title} ${detail}`, { do: "open-account", key }, "row")}${
        needsRestore
          ? html`<p class="warn">Action required: scan a QR code provided by your organization to finish recovery</p>`
          : null
      }</li>`,
  )}</ul>`;
}

function account(state: PhoneState, key: string, { now }: Surroundings, press: Press): SafeHtml {
  const found = state.accounts.find((candidate) => candidate.key === key);
  if (found === undefined) return html`<p>This account is gone.</p>`;
  const { title, detail, codesOf, methodId, needsRestore } = found;
  const code = codesOf === null ? null : oneTimeCode(secretOf(codesOf), now);
  const push = methodId !== null && !needsRestore ? "Notifications: enabled" : "No notifications";
  return html`<h2>${title}</h2><p>${detail}</p><p class="quiet">${push}</p>
${
  code === null
    ? null
    : html`<p>One-time password code</p><p><output class="code" aria-label="One-time password code">${code}</output></p>`
}
${press("Remove account", { do: "remove-account", key }, "row")}`;
}

function scanner(state: PhoneState, { inView }: Surroundings, press: Press): SafeHtml {
  if (state.camera === "refused") {
    return html`<p role="alert">Authenticator may not use the camera. Turn it on in Settings, or enter the code by hand.</p>
${press("Enter code manually", { do: "type-code" }, "row")}`;
  }
  return html`<div class="lens">${
    inView.length === 0
      ? html`<p>The camera sees no QR code. Open Security info in a browser, and go on there until it shows one.</p>`
      : inView.map(({ person, shown }) =>
          press(`Scan the QR code of ${person.displayName}`, {
            do: "scan",
            code: shown?.code ?? "",
          }),
        )
  }</div>
${press("Or enter code manually", { do: "type-code" }, "row")}`;
}

function typeCode(phone: Phone, kind: AccountKind): SafeHtml {
  return html`<h2>Add account</h2><p class="quiet">${kindNames[kind]}</p>
<form method="post" action="/phones/${phone.id}"><input type="hidden" name="do" value="enter-code">
<p><label>${kind === "work" ? "Code" : "Secret key"}<input name="code" autocomplete="off" required></label></p>
${kind === "work" ? html`<p><label>URL<input name="url" autocomplete="off" required></label></p>` : null}
<button class="primary">Finish</button></form>`;
}
