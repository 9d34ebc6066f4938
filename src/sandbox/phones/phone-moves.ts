import type { AccountKind, PhoneAccount, PhoneState, Screen } from "./phone.ts";

/** A touch on the display or on the switches beside it that needs nothing but the phone. */
export type PhoneMove =
  | { readonly do: "open"; readonly what: "home" | "store" | "texts" | "cameraApp" | "outlook" }
  | { readonly do: "install" }
  | { readonly do: "open-authenticator" }
  | { readonly do: "answer-notifications"; readonly allow: boolean }
  | { readonly do: "answer-camera"; readonly allow: boolean }
  | { readonly do: "add-account" }
  | { readonly do: "choose-kind"; readonly kind: AccountKind }
  | { readonly do: "scan-with-app" }
  | { readonly do: "type-code" }
  | { readonly do: "sign-in" }
  | { readonly do: "scan-with-camera-app" }
  | { readonly do: "open-account"; readonly key: string }
  | { readonly do: "remove-account"; readonly key: string }
  | { readonly do: "back" }
  | {
      readonly do: "switch";
      readonly which: "power" | "focus" | "battery" | "jailbreak" | "camera" | "notifications";
    };

const accounts: Screen = { at: "accounts" };

/** The phone after the touch. What cannot be touched now changes nothing. */
export function movePhone(before: PhoneState, move: PhoneMove): PhoneState {
  const state: PhoneState = { ...before, note: null };
  if (move.do === "switch") return switched(state, move.which);
  if (!state.isOn) return state;
  const show = (screen: Screen): PhoneState => ({ ...state, screen });

  switch (move.do) {
    case "open":
      return show(
        move.what === "cameraApp" ? { at: "cameraApp", hasScanned: false } : { at: move.what },
      );
    case "install":
      return { ...state, isInstalled: true };
    case "open-authenticator":
      if (!state.isInstalled) return state;
      return show(state.notifications === "ask" ? { at: "askNotifications" } : accounts);
    case "answer-notifications":
      return { ...show(accounts), notifications: move.allow ? "allowed" : "refused" };
    case "add-account":
      return show({ at: "addAccount" });
    case "choose-kind":
      return show({ at: "howToAdd", kind: move.kind });
    case "scan-with-app":
      return atKind(state, (kind) =>
        show(state.camera === "ask" ? { at: "askCamera", kind } : { at: "scanner", kind }),
      );
    case "answer-camera":
      return atKind(state, (kind) => ({
        ...show({ at: "scanner", kind }),
        camera: move.allow ? "allowed" : "refused",
      }));
    case "type-code":
      return atKind(state, (kind) => show({ at: "typeCode", kind }));
    case "sign-in":
      return atKind(state, (kind) => show(signInProblem(kind)));
    case "scan-with-camera-app":
      return show({ at: "cameraApp", hasScanned: true });
    case "open-account":
      return show({ at: "account", key: move.key });
    case "remove-account": {
      const left = state.accounts.filter(({ key }) => key !== move.key);
      return { ...show(accounts), accounts: left, note: "Account removed from this phone" };
    }
    case "back":
      return show(screenBefore(state.screen));
  }
}

/** With a new account in its app; an account of the same name that waited to be restored gives way. */
export function withAccount(state: PhoneState, account: PhoneAccount, note: string): PhoneState {
  const others = state.accounts.filter(
    ({ kind, detail }) => kind !== account.kind || detail !== account.detail,
  );
  return { ...state, accounts: [...others, account], screen: accounts, note };
}

export function withProblem(state: PhoneState, title: string, text: string): PhoneState {
  return { ...state, screen: { at: "problem", title, text }, note: null };
}

function atKind(state: PhoneState, change: (kind: AccountKind) => PhoneState): PhoneState {
  return "kind" in state.screen ? change(state.screen.kind) : state;
}

function signInProblem(kind: AccountKind): Screen {
  return {
    at: "problem",
    title: "Can't sign in here",
    text:
      kind === "work"
        ? "Your organization does not let you add this account by signing in on the phone. Go to aka.ms/mfasetup in a web browser, and scan the QR code there."
        : "This username may be incorrect: the local tenant has no personal accounts. For a work or school account go back and choose “Work or school account”.",
  };
}

function screenBefore(screen: Screen): Screen {
  switch (screen.at) {
    case "home":
    case "store":
    case "texts":
    case "cameraApp":
    case "outlook":
    case "askNotifications":
    case "accounts":
      return { at: "home" };
    case "account":
    case "addAccount":
    case "problem":
      return accounts;
    case "howToAdd":
      return { at: "addAccount" };
    case "askCamera":
    case "scanner":
    case "typeCode":
      return { at: "howToAdd", kind: screen.kind };
  }
}

function switched(
  state: PhoneState,
  which: Extract<PhoneMove, { do: "switch" }>["which"],
): PhoneState {
  switch (which) {
    case "power":
      return { ...state, isOn: !state.isOn, screen: { at: "home" } };
    case "focus":
      return { ...state, focus: !state.focus };
    case "battery":
      return { ...state, batterySaver: !state.batterySaver };
    case "jailbreak":
      return { ...state, isJailbroken: !state.isJailbroken };
    case "camera":
      return { ...state, camera: state.camera === "allowed" ? "refused" : "allowed" };
    case "notifications":
      return { ...state, notifications: state.notifications === "allowed" ? "refused" : "allowed" };
  }
}
