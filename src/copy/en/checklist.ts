import { counted } from "../counted.ts";

const plurals = new Intl.PluralRules("en");

/** The article's four points, what speaks for each, and what comes next. */
export const checklist = {
  "checklist.title": "Your checklist",
  "checklist.finished.title": "You're done",
  "checklist.count": (p: { done: number; all: number }) => `Done: ${p.done} of ${p.all}.`,
  "checklist.unknown.text": "I couldn't read your sign-in methods just now, so I tick nothing.",
  "checklist.finished.text":
    "Microsoft Authenticator push works on the phone in your hand, and no old phone is left on your account.",
  "checklist.done": "Done",
  "checklist.open": "To do",
  "checklist.unknown": "Not known yet",
  "checklist.notRead": "I couldn't look.",

  "checklist.pushListed.name": "Microsoft Authenticator push is listed",
  "checklist.pushListed.done": (p: { count: number }) =>
    counted(plurals, p.count, {
      one: "One phone is listed in Security info.",
      other: `${p.count} phones are listed in Security info.`,
    }),
  "checklist.pushListed.open": "No phone with Microsoft Authenticator push is listed.",

  "checklist.currentDeviceListed.name": "Your current phone is listed",
  "checklist.currentDeviceListed.done": (p: { name: string; when: string }) =>
    `You named “${p.name}” as the phone in your hand on ${p.when}.`,
  "checklist.currentDeviceListed.gone": (p: { when: string }) =>
    `The phone that you named on ${p.when} isn't listed any more.`,
  "checklist.currentDeviceListed.open": "It has to be added first.",
  "checklist.currentDeviceListed.unknown": "Only you know which phone is in your hand.",

  "checklist.pushApproved.name": "You can approve a push",
  "checklist.pushApproved.registered": (p: { when: string }) =>
    `You approved a test notification when you added the phone on ${p.when}.`,
  "checklist.pushApproved.signedIn": (p: { when: string }) =>
    `You typed the number at a sign-in on ${p.when}.`,
  "checklist.pushApproved.logged": (p: { when: string }) =>
    `Microsoft's records show your push at a sign-in on ${p.when}.`,
  "checklist.pushApproved.enforced": (p: { when: string }) =>
    `You passed a sign-in that accepts nothing but a push on ${p.when}.`,
  "checklist.pushApproved.open": "No push of your current phone has been seen yet.",

  "checklist.oldDevicesRemoved.name": "Old phones are removed",
  "checklist.oldDevicesRemoved.done": "Your current phone is the only one listed.",
  "checklist.oldDevicesRemoved.kept": "You said that every phone in the list is yours.",
  "checklist.oldDevicesRemoved.open": (p: { count: number }) =>
    counted(plurals, p.count, {
      one: "One phone is listed. Look whether it is still yours.",
      other: `${p.count} phones are listed. Look whether each is still yours.`,
    }),
  "checklist.oldDevicesRemoved.unknown": "I can tell once I know which phone is yours.",

  "checklist.next.add.title": "Next: add Microsoft Authenticator",
  "checklist.next.add.text": "I walk you through it in four steps, about five minutes.",
  "checklist.next.which.title": "Next: tell me which phone is yours",
  "checklist.next.which.text": "I show you what is listed, and you pick the phone in your hand.",
  "checklist.next.which.button": "Pick my phone",
  "checklist.next.prove.title": "Next: show that push works",
  "checklist.next.prove.text": "One fresh sign-in, with a number to type into the app.",
  "checklist.next.prove.button": "Prove it",
  "checklist.next.tidy.title": "Next: remove old phones",
  "checklist.next.tidy.text":
    "I show you what is listed, you tick what you no longer own, and I remove it once you have confirmed. If every phone is yours, say so there.",
  "checklist.next.tidy.caution":
    "The phone in your hand stays. If you delete something in Security info yourself, never delete the only method that works for you.",
  "checklist.next.retry.title": "Next: try again",
  "checklist.next.retry.text": "Wait a minute or two, then check again. Nothing has been changed.",
  "checklist.next.finished.title": "When you get a new phone",
  "checklist.next.finished.text":
    "Keep the old one until the new one works. Type **set up** with the new phone in your hand: I help you add it, test it, and see what can go.",
};
