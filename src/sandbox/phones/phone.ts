import type { Person } from "../people/person.ts";

/** A phone of the local tenant: what it is. */
export type Phone = {
  /** Part of its address: `sam-new-pixel`. */
  readonly id: string;
  readonly person: Person;
  /** Name that Authenticator registers it under. */
  readonly name: string;
  readonly platform: "android" | "ios";
  readonly appVersion: string;
  /** Text messages to the person come here. */
  readonly hasSim: boolean;
  /** Bought yesterday: nothing is installed. */
  readonly isNew: boolean;
};

/** What somebody chose at “What kind of account are you adding?” */
export type AccountKind = "work" | "personal" | "other";

/** An entry in an app on the phone. Only a paired one can approve sign-ins. */
export type PhoneAccount = {
  readonly key: string;
  readonly app: "authenticator" | "outlook";
  readonly kind: AccountKind;
  readonly title: string;
  readonly detail: string;
  /** Entry in Entra whose notifications come here, or null. */
  readonly methodId: string | null;
  /** What its one-time codes are made from, or null when it has none. */
  readonly codesOf: string | null;
  /** Came back from a backup: the name is there, the right to approve is not. */
  readonly needsRestore: boolean;
};

export type Permission = "ask" | "allowed" | "refused";

/** What the phone's display shows. */
export type Screen =
  | { readonly at: "home" }
  | { readonly at: "store" }
  | { readonly at: "texts" }
  | { readonly at: "cameraApp"; readonly hasScanned: boolean }
  | { readonly at: "outlook" }
  | { readonly at: "askNotifications" }
  | { readonly at: "accounts" }
  | { readonly at: "account"; readonly key: string }
  | { readonly at: "addAccount" }
  | { readonly at: "howToAdd"; readonly kind: AccountKind }
  | { readonly at: "askCamera"; readonly kind: AccountKind }
  | { readonly at: "scanner"; readonly kind: AccountKind }
  | { readonly at: "typeCode"; readonly kind: AccountKind }
  /** Something went wrong, and what to do. */
  | { readonly at: "problem"; readonly title: string; readonly text: string };

/** How the phone is right now. */
export type PhoneState = {
  readonly isOn: boolean;
  readonly focus: boolean;
  readonly batterySaver: boolean;
  /** Jailbroken (iOS) or rooted (Android). */
  readonly isJailbroken: boolean;
  readonly camera: Permission;
  readonly notifications: Permission;
  readonly isInstalled: boolean;
  readonly accounts: readonly PhoneAccount[];
  readonly screen: Screen;
  /** Short message at the foot of the display, gone with the next touch. */
  readonly note: string | null;
  /** The notification that “Check for notifications” fetched, however silent the phone is. */
  readonly fetchedPushId: string | null;
};

export const newPhoneState: PhoneState = {
  isOn: true,
  focus: false,
  batterySaver: false,
  isJailbroken: false,
  camera: "ask",
  notifications: "ask",
  isInstalled: false,
  accounts: [],
  screen: { at: "home" },
  note: null,
  fetchedPushId: null,
};

/** Whether a notification for one of these accounts shows by itself. */
export function showsNotifications(state: PhoneState, app: PhoneAccount["app"]): boolean {
  const { isOn, focus, batterySaver, isJailbroken, notifications } = state;
  const isAllowed = app === "outlook" || notifications === "allowed";
  return isOn && isAllowed && !focus && !batterySaver && !isJailbroken;
}
