import { counted } from "../counted.ts";

const plurals = new Intl.PluralRules("en");

/** What a person is sent unasked, and what they can answer. `day`, `until` and `deadline` are dates, written out. */
export const reminder = {
  "reminder.first.title": "Set up Microsoft Authenticator push",
  "reminder.again.title": "Still to do: Microsoft Authenticator push",
  "reminder.overdue.title": "Overdue: Microsoft Authenticator push",
  "reminder.why": (p: { organisationName: string }) =>
    `${p.organisationName} confirms sign-ins by a notification in Microsoft Authenticator that asks for a two-digit number. Text messages, calls, emails and codes to type are no longer supported for everyday sign-ins.`,
  "reminder.effort":
    "It takes about five minutes. Have your phone with you, and a computer if you can. I lead you through it step by step.",
  "reminder.until": "Until when",
  "reminder.due": (p: { deadline: string }) => `It has to be done by ${p.deadline}.`,
  "reminder.overdue": (p: { deadline: string }) => `It was due by ${p.deadline}.`,
  "reminder.standing": "Where you stand",
  "reminder.standing.lookedAt": (p: { day: string }) =>
    `Not set up yet, as far as I could see on ${p.day}.`,
  "reminder.standing.check": "Already done it? Choose **Start now** and I look again.",
  "reminder.summary": (p: { title: string; deadline: string }) =>
    `${p.title}, by ${p.deadline}. About five minutes.`,
  "reminder.summary.open": (p: { title: string }) => `${p.title}. About five minutes.`,

  "reminder.action.start": "Start now",
  "reminder.action.tomorrow": "Remind me tomorrow",
  "reminder.action.nextWeek": "Remind me next week",
  "reminder.action.stuck": "I can't do this",
  "reminder.action.optOut": "Turn reminders off",
  "reminder.action.optIn": "Turn reminders on again",
  "reminder.action.canAfterAll": "I can do it after all",

  "reminder.left": (p: { count: number }) =>
    counted(plurals, p.count, {
      one: "You can put this off once more.",
      other: `You can put this off ${p.count} more times.`,
    }),
  "reminder.noneLeft": "You can't put this off any more.",
  "reminder.limitReached":
    "You've put this off as often as it can be, so nothing has changed. I remind you as planned.",
  "reminder.pastDeadline":
    "That would be after the date by which it has to be done, so nothing has changed.",
  "reminder.stop.byDoing":
    "These messages stop by themselves once you're set up. If you can't do it, choose **I can't do this**.",
  "reminder.stop.byOptOut":
    "These messages stop by themselves once you're set up. To stop them before that, choose **Turn reminders off**.",

  "reminder.snoozed.title": (p: { day: string }) => `I'll remind you on ${p.day}`,
  "reminder.snoozed.text": "Until then I leave you alone. You can start at any time before that.",
  "reminder.deadlineStays": (p: { deadline: string }) =>
    `It still has to be done by ${p.deadline}.`,

  "reminder.stuck.title": "What is in the way?",
  "reminder.stuck.text":
    "Choose what fits. I note it, so that nobody reminds you for nothing, and tell you what to do.",
  "reminder.stuck.noSmartphone": "I have no smartphone",
  "reminder.stuck.lostPhone": "My phone is lost or broken",
  "reminder.stuck.other": "Something else",

  "reminder.cannot.title": "Noted",
  "reminder.cannot.noSmartphone.text":
    "You have no smartphone. Authenticator runs on phones and tablets with iOS or Android, so your organisation has to offer you another way.",
  "reminder.cannot.noSmartphone.lines": [
    "A tablet does as well. If you have one, choose **I can do it after all**.",
    "If not, ask the help desk what you can use instead.",
    "Keep the methods that you sign in with today until you have an answer.",
  ],
  "reminder.cannot.lostPhone.text":
    "Your phone is lost or broken. With a new phone, or with help to sign in, you can set it up again.",
  "reminder.cannot.lostPhone.lines": [
    "If the phone is lost or stolen, tell the help desk now. They can sign it out everywhere.",
    "If you can't sign in any more, ask them for a Temporary Access Pass.",
    "When you have a phone, choose **I can do it after all**.",
  ],
  "reminder.cannot.other.text": "Something is in the way. The help desk can look at it with you.",
  "reminder.cannot.other.lines": [
    "Tell the help desk what stops you. You can start from the words below.",
    "When it works again, choose **I can do it after all**.",
  ],
  "reminder.cannot.other.request":
    "I was asked to set up Microsoft Authenticator push and can't do it. What is in the way:",
  "reminder.cannot.stopped": "I won't remind you again.",
  "reminder.cannot.paused": (p: { day: string }) => `I won't remind you before ${p.day}.`,

  "reminder.optedOut.title": "Reminders are off",
  "reminder.optedOut.text":
    "I won't remind you of this again. It still has to be done, and you can start whenever you like.",

  "reminder.none.title": "You aren't being reminded",
  "reminder.none.text":
    "No reminders are sent to you at the moment, so there is nothing to change. You can set up Microsoft Authenticator push all the same.",

  "reminder.done.title": "You're set up",
  "reminder.done.text":
    "What your organisation asks for is set up on your account. There is nothing left to do here, and no more reminders come.",
};
