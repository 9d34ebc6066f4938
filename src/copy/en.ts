import { counted } from "./counted.ts";
import { checklist } from "./en/checklist.ts";
import { cleanup } from "./en/cleanup.ts";
import { guide } from "./en/guide.ts";
import { helpDesk } from "./en/help-desk.ts";
import { troubles } from "./en/troubles.ts";
import { web } from "./en/web.ts";

// Labels of Microsoft's pages differ by rollout, so both the newer and the older one are named where both are seen.
const plurals = new Intl.PluralRules("en");

/** Every sentence a person reads, in English. Keys are `place.what`; see {@link Copy} for other languages. */
export const en = {
  /** BCP 47 language of these words; dates and lists are written in it. */
  language: "en",

  // --- Buttons and lines that several cards share -------------------------------------------------------------
  "action.check": "Check my sign-in",
  "action.checkAgain": "Check again",
  "action.tryAgain": "Try again",
  "action.signIn": "Sign in",
  "action.signOut": "Sign out",
  "action.openSecurityInfo": "Open Security info",
  "action.submitRequest": "Submit a request",
  "foot.question": "Have more questions?",
  "foot.link": "Submit a request",

  // --- Plain text in the chat ---------------------------------------------------------------------------------
  "signIn.text": "Sign in so that I can look at your own sign-in methods. I only read them.",
  "signIn.button": "Sign in",
  "signIn.codeRefused":
    "That code didn't work. It may be mistyped or too old. Type check to get a new sign-in.",
  "session.signedOut": "You're signed out. Type check whenever you want me to look again.",
  "session.alreadySignedOut": "You're already signed out. Type check to sign in and look again.",
  "chat.notUnderstood":
    "I didn't understand that. Type check to see where you stand, set up to add Microsoft Authenticator, or help to see what else I can do.",
  "chat.unexpected": (p: { id: string }) =>
    `Something went wrong on my side. Nothing has been changed. Try again in a moment. Reference: ${p.id}`,
  "chat.personalOnly":
    "Sign-in methods are private, so I only talk about them one to one. Open a chat with me and type check.",

  // --- Welcome ------------------------------------------------------------------------------------------------
  "welcome.title": "Hello, I'm PushReady",
  "welcome.text": (p: { organisationName: string }) =>
    `I help you get onto Microsoft Authenticator push, the way that ${p.organisationName} confirms sign-ins: a notification on your phone that asks for a two-digit number.`,
  "welcome.promise":
    "I look at your sign-in methods and show you the next step. I never remove anything without asking you first.",
  "welcome.before": "Before you begin",
  "welcome.speak":
    "Hello, I'm PushReady. I help you get onto Microsoft Authenticator push. Before you begin, one question.",

  // --- The question -------------------------------------------------------------------------------------------
  "numberPrompt.title": "One question first",
  "numberPrompt.question":
    "When Microsoft asks you to confirm a sign-in, do you type a two-digit number into an app on your phone?",
  "numberPrompt.hint": "Whatever you answer, I check next. Nothing is changed.",
  "numberPrompt.yes": "Yes",
  "numberPrompt.no": "No",
  "numberPrompt.unsure": "I'm not sure",
  "numberPrompt.pictureAlt":
    "Drawing of a phone on which Microsoft Authenticator asks for a two-digit number.",

  // --- Readiness: where the person stands ---------------------------------------------------------------------
  "readiness.setUp": "You're set up",
  "readiness.setUpWithLeftovers": "You're set up, with things to tidy up",
  "readiness.notSetUp": "Not set up yet",
  "readiness.cannotTell": "I can't tell right now",

  "readiness.checked": (p: { when: string }) => `Checked ${p.when}`,

  "why.push": "Microsoft Authenticator push is registered for your account.",
  "why.otherSupported": "A sign-in method that your organisation supports is registered.",
  "why.severalDevices": (p: { count: number }) =>
    counted(plurals, p.count, {
      one: "Microsoft Authenticator is registered on one device. Check that it is still yours.",
      other: `Microsoft Authenticator is registered on ${p.count} devices. Check that each is still yours.`,
    }),
  "why.pushAndRetired": (p: { count: number }) =>
    counted(plurals, p.count, {
      one: "Microsoft Authenticator push is registered. One other method is no longer supported.",
      other: `Microsoft Authenticator push is registered. ${p.count} other methods are no longer supported.`,
    }),
  "why.supportedAndRetired": (p: { count: number }) =>
    counted(plurals, p.count, {
      one: "A supported sign-in method is registered. One other is no longer supported.",
      other: `A supported sign-in method is registered. ${p.count} others are no longer supported.`,
    }),
  "why.noPush": "Microsoft Authenticator push isn't registered for your account.",
  "why.onlyPassword":
    "Only a password is registered. Microsoft Authenticator push isn't there yet.",
  "why.onlyRetired":
    "What you have now is no longer supported for routine sign-ins. Microsoft Authenticator push isn't registered yet.",
  "why.onlyPasskeys":
    "You can sign in without a password, and that is fine to keep. Microsoft Authenticator push isn't registered yet.",
  "why.onlyAuthenticatorLite":
    "You confirm sign-ins with Authenticator Lite in Outlook. The Microsoft Authenticator app itself isn't registered yet.",
  "why.onlyTypedCodes":
    "You confirm sign-ins with codes that you type. Microsoft Authenticator push isn't registered yet.",
  "why.emptyList":
    "Microsoft listed no sign-in method for you at all, not even a password. That is unusual, so I'd rather not guess.",
  "why.unreadable": (p: { count: number }) =>
    counted(plurals, p.count, {
      one: "I couldn't read one of your entries, so I'd rather not guess.",
      other: `I couldn't read ${p.count} of your entries, so I'd rather not guess.`,
    }),
  "why.guest":
    "You're a guest here. Your sign-in methods are kept by your own organisation, where I can't see them.",
  "why.unavailable.throttled": "Microsoft is busy and asked me to wait.",
  "why.unavailable.forbidden": "I don't have permission to read sign-in methods yet.",
  "why.unavailable.serviceError": "Microsoft's service couldn't answer just now.",
  "why.unavailable.timeout": "Microsoft's service took too long to answer.",
  "why.unavailable.badReply": "Microsoft's service answered in a way that I couldn't read.",

  // --- Readiness: the list of methods -------------------------------------------------------------------------
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

  // --- Readiness: the person's answer beside the evidence -----------------------------------------------------
  "answer.title": "Your answer",
  "answer.yes.push":
    "You said you type a number. That fits: Microsoft Authenticator is registered.",
  "answer.yes.lite":
    "You said you type a number. Authenticator Lite in Outlook asks for one too, so that may be the prompt you see.",
  "answer.yes.phoneSignIn":
    "You said you type a number. Phone sign-in asks for one too, so that may be the prompt you see.",
  "answer.yes.none":
    "You said you type a number. No Authenticator push is registered for this account, so that prompt probably belongs to another account.",
  "answer.no.push":
    "You said you don't type a number, yet Microsoft Authenticator is registered. It may be on a phone that you no longer use, or Microsoft may ask you for another method first.",
  "answer.no.none":
    "You said you don't type a number. That fits: no Authenticator push is registered for this account.",
  "answer.unsure.push":
    "You weren't sure. Microsoft Authenticator is registered, so a sign-in can ask you to type a two-digit number into the app.",
  "answer.unsure.none":
    "You weren't sure. No Authenticator push is registered for this account, so it won't ask you for a number.",
  "answer.yes.cannotTell":
    "You said you type a number. I couldn't compare that with what is registered.",
  "answer.no.cannotTell":
    "You said you don't type a number. I couldn't compare that with what is registered.",
  "answer.unsure.cannotTell":
    "You weren't sure whether you type a number. I couldn't look at what is registered.",

  "limit.reached": (p: { used: number; limit: number }) =>
    `You have ${p.used} authenticator entries. Microsoft allows ${p.limit}, so one has to go before another can be added.`,

  // --- Readiness: the one next step ---------------------------------------------------------------------------
  "next.addAuthenticator.title": "Next: add Microsoft Authenticator",
  "next.addAuthenticator.text":
    "I walk you through it in four short steps, and I notice by myself when your phone is there.",
  "next.addAuthenticator.noOtherMfa":
    "To get in, you may need a Temporary Access Pass from the help desk. I tell you how to ask for it.",

  "next.makeRoomFirst.title": "Next: make room",
  "next.makeRoomFirst.text":
    "One entry that you no longer use has to go first. I show you where, and then how to add Microsoft Authenticator.",
  "next.makeRoomFirst.caution": "Never remove the only method that works for you.",

  "next.reviewLeftovers.title": "Next: tidy up",
  "next.reviewLeftovers.confirm":
    "Confirm one sign-in with the phone in your hand, so that you know it works.",
  "next.reviewLeftovers.devices":
    "Open Security info and choose **Delete** beside each device that you no longer use.",
  "next.reviewLeftovers.retired":
    "In Security info, choose **Delete** beside what is listed above as no longer supported.",
  "next.reviewLeftovers.caution":
    "Remove an old device only once you know that the current one works. Never remove the only one.",

  "next.nothing.title": "Nothing to do",
  "next.nothing.text":
    "You can leave it at that. When you get a new phone, check again before you give the old one away.",

  "next.tryAgainLater.title": "Next: try again",
  "next.tryAgainLater.text": "Wait a minute or two, then check again. Nothing has been changed.",

  "next.askHelpDesk.title": "Next: ask the help desk",
  "next.askHelpDesk.guest":
    "Ask the IT team of your own organisation about your sign-in methods. For anything about your access here, submit a request.",
  "next.askHelpDesk.forbidden":
    "You can't change this yourself. Submit a request and say that PushReady needs an administrator's consent to read sign-in methods.",

  // --- Problems -----------------------------------------------------------------------------------------------
  "problem.throttled.title": "Microsoft is busy right now",
  "problem.throttled.text": (p: { wait: string | null }) =>
    p.wait === null
      ? "It asked me to wait a little. Try again in a few minutes."
      : `It asked me to wait. Try again in about ${p.wait}.`,
  "problem.serviceDown.title": "Microsoft's service isn't answering",
  "problem.serviceDown.text":
    "I couldn't read your sign-in methods. This has nothing to do with your account. Try again in a few minutes.",
  "problem.badReply.title": "I couldn't read Microsoft's answer",
  "problem.badReply.text":
    "An answer came, but not in a form that I understand. Try again. If it stays like this, submit a request.",
  "problem.timeout.title": "That took too long",
  "problem.timeout.text": "I stopped waiting for Microsoft's answer. Try again in a minute.",
  "problem.noPermission.title": "I don't have permission yet",
  "problem.noPermission.text":
    "An administrator has to allow me to read sign-in methods. You can't change this yourself.",
  "problem.signInCancelled.title": "You're not signed in",
  "problem.signInCancelled.text":
    "The sign-in ended before it was finished, so I couldn't look. Nothing has been changed.",
  "problem.consentRefused.title": "You're not signed in yet",
  "problem.consentRefused.text":
    "Nobody has agreed to my reading sign-in methods here. Sign in again and agree. If the window says that an administrator has to approve, only the help desk can go on.",
  "problem.sessionExpired.title": "Your sign-in has run out",
  "problem.sessionExpired.text": "Sign in again and I'll look straight away.",
  "problem.wrongAccount.title": "That was another account",
  "problem.wrongAccount.text":
    "You signed in with another account than the one you use in Teams. I only look at the account of this chat, so I read nothing. Sign in again and pick the account that you use here.",
  "problem.unexpected.title": "Something went wrong on my side",
  "problem.unexpected.text":
    "I couldn't finish that. Nothing has been changed. Try again, and if it stays like this, submit a request.",
  "problem.staleAction.title": "That button is out of date",
  "problem.staleAction.text":
    "It belongs to an older card, so I can't use it any more. Check again to get a fresh one.",
  "problem.tellHelpDesk": "What to tell the help desk",
  "problem.adminConsent": (p: { organisationName: string }) =>
    `“PushReady needs admin consent in ${p.organisationName} for the delegated Microsoft Graph permission UserAuthenticationMethod.Read.”`,
  "problem.reference": (p: { id: string }) => `Reference: ${p.id}`,

  // --- Help ---------------------------------------------------------------------------------------------------
  "help.title": "What I can do",
  "help.text":
    "I look at your sign-in methods, say whether Microsoft Authenticator push is set up, and show you the next step.",
  "help.words": "Words you can type",
  "help.commands": [
    { word: "check", meaning: "I look at your sign-in methods and say where you stand." },
    { word: "set up", meaning: "I walk you through adding Microsoft Authenticator." },
    { word: "checklist", meaning: "I show what is done and what is left." },
    { word: "help", meaning: "I show this." },
    { word: "sign out", meaning: "I forget your sign-in until you check again." },
  ],
  "help.privacyTitle": "Who sees this",
  "help.privacy":
    "Your sign-in methods are read with your own sign-in, to show them to you. Names of devices and phone numbers are not stored.",
  "help.speak":
    "I look at your sign-in methods and show you the next step. You can type check, set up, checklist, help or sign out.",

  // --- The guided set-up --------------------------------------------------------------------------------------
  ...guide,
  ...troubles,
  ...helpDesk,
  ...checklist,

  // --- The clean-up -------------------------------------------------------------------------------------------
  ...cleanup,

  // --- The fresh sign-in in the browser -----------------------------------------------------------------------
  ...web,
};
