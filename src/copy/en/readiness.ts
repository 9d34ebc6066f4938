import { counted } from "../counted.ts";

const plurals = new Intl.PluralRules("en");

/** Where a person stands and why, their own answer beside it, and the one next step. */
export const readiness = {
  // --- Where the person stands --------------------------------------------------------------------------------
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

  // --- The person's answer beside the evidence ----------------------------------------------------------------
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

  // --- The one next step --------------------------------------------------------------------------------------
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
    "Choose **Remove old phones** below and tick what you no longer own. You see that the current phone works before anything goes.",
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
};
