import { counted } from "../counted.ts";

const plurals = new Intl.PluralRules("en");

/** The list of what is registered: groups, names, details and hints. */
export const methods = {
  "group.supported": "Supported",
  "group.retired": "No longer supported",
  "group.neutral": "Fine to keep",
  "group.unknown": "Not known to me",
  "group.unknown.note": "These count neither for you nor against you.",

  "method.microsoftAuthenticator": "Microsoft Authenticator",
  "method.authenticatorLite": "Authenticator Lite in Outlook",
  "method.phone.mobile": "Mobile phone (text message or call)",
  "method.phone.alternateMobile": "Second mobile phone (call)",
  "method.phone.office": "Office phone (call)",
  "method.phone.other": "Phone",
  "method.email": "Email",
  "method.softwareOath": "Typed codes from an authenticator app",
  "method.hardwareOath": "Typed codes from a hardware token",
  "method.fido2": "Passkey",
  "method.fido2.inAuthenticator": "Passkey in Microsoft Authenticator",
  "method.windowsHelloForBusiness": "Windows Hello",
  "method.platformCredential": "Platform credential for macOS",
  "method.passwordlessMicrosoftAuthenticator": "Phone sign-in with Microsoft Authenticator",
  "method.external": "Sign-in method of another provider",
  "method.temporaryAccessPass": "Temporary Access Pass",
  "method.qrCodePin": "QR code with PIN",
  "method.resourceAccountKey": "Resource account key",
  "method.password": "Password",
  "method.unknown.newType": "A kind of method that I don't know yet",
  "method.unknown.unreadable": "An entry that I couldn't read",

  "list.more": (p: { count: number }) =>
    counted(plurals, p.count, {
      one: "One more is listed in Security info.",
      other: `${p.count} more are listed in Security info.`,
    }),

  "detail.appVersion": (p: { version: string }) => `App version ${p.version}`,
  "detail.addedOn": (p: { date: string }) => `Added ${p.date}`,
  "detail.lastUsedOn": (p: { date: string }) => `Last used ${p.date}`,
  "detail.notPush": "Not the same as push",
  "detail.passUsable": "Can be used now",
  "detail.passNotUsable": "Can't be used now",
  "detail.graphType": (p: { graphType: string }) => `Microsoft calls it “${p.graphType}”`,

  "hint.line": (p: { count: number; hints: string }) =>
    counted(plurals, p.count, { one: `Hint: ${p.hints}`, other: `Hints: ${p.hints}` }),
  "hint.sameNameAsAnother": "same name as another entry",
  "hint.olderAppThanAnother": (p: { newestVersion: string }) =>
    `another entry has a newer app (${p.newestVersion})`,
  "hint.oldAppRelease": (p: { month: string }) => `the app is from ${p.month}`,
  "hint.notUsedLately": (p: { date: string }) => `not used since ${p.date}`,
  "hint.note":
    "Hints can be wrong: a phone that you still use may carry one. Only you know which one is in your hand.",
};
