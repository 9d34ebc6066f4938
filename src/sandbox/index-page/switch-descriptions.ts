import type { Fault } from "../faults/faults.ts";

/** One option of a fault as a form field. */
export type SwitchField =
  | {
      readonly kind: "number";
      readonly name: string;
      readonly label: string;
      readonly value: number | null;
    }
  | {
      readonly kind: "choice";
      readonly name: string;
      readonly label: string;
      readonly choices: readonly string[];
    }
  | { readonly kind: "person"; readonly name: string; readonly label: string };

export type SwitchDescription = {
  readonly fault: Fault["fault"] | "revokeConsent";
  readonly title: string;
  readonly what: string;
  readonly fields: readonly SwitchField[];
};

const forRequests: SwitchField = {
  kind: "number",
  name: "requests",
  label: "requests (empty = until off)",
  value: null,
};

/** The switches in the words of the index page. */
export const switchDescriptions: readonly SwitchDescription[] = [
  {
    fault: "throttle",
    title: "Throttling",
    what: "Graph answers 429 with Retry-After.",
    fields: [
      { kind: "number", name: "retryAfterSeconds", label: "Retry-After, seconds", value: 5 },
      forRequests,
    ],
  },
  {
    fault: "serverError",
    title: "Server error",
    what: "Graph answers 500 or 503.",
    fields: [
      { kind: "choice", name: "status", label: "status", choices: ["503", "500"] },
      forRequests,
    ],
  },
  {
    fault: "slow",
    title: "Slow answers",
    what: "Graph answers late.",
    fields: [{ kind: "number", name: "delayMs", label: "delay, ms", value: 3000 }],
  },
  {
    fault: "hang",
    title: "No answer",
    what: "Graph keeps silent, then answers 504.",
    fields: [{ kind: "number", name: "limitMs", label: "at most, ms", value: 60_000 }],
  },
  {
    fault: "accessDenied",
    title: "Reading refused",
    what: "Graph answers 403 to reads of sign-in methods.",
    fields: [],
  },
  {
    fault: "refuseDeletes",
    title: "Removing refused",
    what: "Graph answers 403 to removals, fresh MFA or not.",
    fields: [],
  },
  {
    fault: "defaultMethod",
    title: "Default method",
    what: "Graph refuses to remove any method as the default one (400).",
    fields: [
      {
        kind: "choice",
        name: "wording",
        label: "wording",
        choices: ["otherMethods", "matchesDefault"],
      },
    ],
  },
  {
    fault: "malformedBody",
    title: "Broken body",
    what: "Graph answers 200 with JSON cut in the middle.",
    fields: [],
  },
  {
    fault: "expiredToken",
    title: "Expired token",
    what: "The token service hands out expired tokens; Graph answers 401.",
    fields: [],
  },
  {
    fault: "consentRefused",
    title: "Consent refused",
    what: "Sign-in ends at “Need admin approval”.",
    fields: [],
  },
  {
    fault: "wrongAccount",
    title: "Wrong account",
    what: "Who signs in ends up as somebody else.",
    fields: [{ kind: "person", name: "account", label: "ends up as" }],
  },
  {
    fault: "otherTenant",
    title: "Another tenant",
    what: "Who signs in comes from another directory.",
    fields: [],
  },
  {
    fault: "noAuthenticatorChoice",
    title: "Authenticator not offered",
    what: "Security info has no “Microsoft Authenticator” to choose.",
    fields: [],
  },
  {
    fault: "restrictedLocation",
    title: "Restricted location",
    what: "Security info is closed from where the person is.",
    fields: [],
  },
  {
    fault: "lateRegistration",
    title: "Late registration",
    what: "Graph shows a new Authenticator entry late.",
    fields: [{ kind: "number", name: "delayMs", label: "delay, ms", value: 20_000 }],
  },
  {
    fault: "reportLag",
    title: "Report lags",
    what: "The registration report shows what was some hours ago.",
    fields: [{ kind: "number", name: "delayMs", label: "lag, ms", value: 14_400_000 }],
  },
  {
    fault: "reportLimit",
    title: "Report limit",
    what: "The registration report answers 429 beyond Graph's limit per ten seconds.",
    fields: [{ kind: "number", name: "allowed", label: "requests per 10 s", value: 5 }],
  },
  {
    fault: "noLicence",
    title: "No P1 licence",
    what: "The tenant has no registration report (403).",
    fields: [],
  },
  {
    fault: "expiredLink",
    title: "Expired page links",
    what: "Links to further pages of a list are too old (400).",
    fields: [forRequests],
  },
  {
    fault: "accountDisabled",
    title: "Account disabled",
    what: "The directory says so, and the report leaves the person out.",
    fields: [],
  },
  {
    fault: "appBlocked",
    title: "App blocked",
    what: "A Teams policy keeps the app from the person: installing is refused (403).",
    fields: [],
  },
  {
    fault: "installFails",
    title: "Installing fails",
    what: "Installing the app fails for a moment (400).",
    fields: [forRequests],
  },
  {
    fault: "strangeToken",
    title: "Strange token",
    what: "Programs get a token for somebody else, of another directory, or another program's.",
    fields: [
      {
        kind: "choice",
        name: "claim",
        label: "what is strange",
        choices: ["audience", "tenant", "app"],
      },
    ],
  },
  {
    fault: "appNotInCatalog",
    title: "App not in the catalogue",
    what: "The organisation's catalogue does not have the app.",
    fields: [],
  },
  {
    fault: "revokeConsent",
    title: "Revoke consent",
    what: "Takes consent and tokens back, once; the next check asks to sign in again.",
    fields: [],
  },
];
