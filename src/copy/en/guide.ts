import { counted } from "../counted.ts";

// Labels of Microsoft's pages and apps differ by rollout, so both the newer and the older one are named where both are
// seen. Only labels that are known stand in bold.
const plurals = new Intl.PluralRules("en");

/** What the pages of the guided set-up say, and their buttons. */
export const guide = {
  "action.startSetUp": "Start set-up",
  "action.next": "Next",
  "action.back": "Back",
  "action.stuck": "I'm stuck here",
  "action.checkNow": "Check now",
  "action.backToStep": "Back to the step",
  "action.otherTrouble": "Something else",
  "action.askHelpDesk": "Ask the help desk",
  "action.canGoOn": "I can go on",
  "action.yes": "Yes",
  "action.no": "No",
  "action.noneOfThese": "None of these",
  "action.showChecklist": "Show my checklist",

  // --- The four pages -----------------------------------------------------------------------------------------
  "guide.place": (p: { step: number; steps: number }) => `Step ${p.step} of ${p.steps}`,
  "guide.here": (p: { name: string }) => `${p.name} (you're here)`,
  "guide.speak": (p: { place: string; name: string; first: string }) =>
    `${p.place}: ${p.name}. ${p.first}`,
  "guide.watching": "I'm watching for your phone. When it appears, I move on by myself.",
  "guide.watching.long":
    "I'm watching for your phone. When it appears, I move on by myself. After ten minutes I stop looking; choose **Check now** then.",
  "guide.notSeenYet": "Not there yet. It can take a minute.",
  "guide.leaveAnyTime": "You can stop at any time. To go on later, type **set up**.",

  "step.openSecurityInfo.name": "Open Security info",
  "step.openSecurityInfo.lines": [
    "Choose **Open Security info** below, on a computer if you can: your phone scans its screen later.",
    "Sign in with the work or school account that you use here.",
    "Leave that page open, come back here, and choose **Next**.",
  ],
  "step.openSecurityInfo.pictureAlt": "Drawing of a browser window that shows Security info.",

  "step.chooseAuthenticator.name": "Choose Microsoft Authenticator",
  "step.chooseAuthenticator.lines": [
    "On the page, choose **Add sign-in method** (older: **Add method**).",
    "Choose **Microsoft Authenticator** (older: **Authenticator app**), then **Add** if it asks.",
    "Leave **I want to use a different authenticator app** alone: that only gives codes to type.",
  ],
  "step.chooseAuthenticator.pictureAlt":
    "Drawing of a list of sign-in methods in which Microsoft Authenticator is chosen.",

  "step.prepareApp.name": "Get the app ready",
  "step.prepareApp.lines": [
    "Install **Microsoft Authenticator** on your phone, or open it if it is there. To find it, scan a code below with the phone's camera.",
    "Allow notifications when the app asks.",
    "Choose **Add account** (or **+**), then **Work or school account**.",
    "Choose **Scan a QR code** and allow the camera. Then come back here.",
  ],
  "step.prepareApp.pictureAlt": "Drawing of a phone with the Authenticator app and a bell.",
  "store.ios.name": "iPhone or iPad",
  "store.ios.link": "App Store",
  "store.ios.alt": "QR code that opens Microsoft Authenticator in the App Store.",
  "store.android.name": "Android",
  "store.android.link": "Google Play",
  "store.android.alt": "QR code that opens Microsoft Authenticator in Google Play.",

  "step.scanAndApprove.name": "Scan and approve",
  "step.scanAndApprove.lines": [
    "On the page, choose **Next** until it shows a QR code. Scan that code with the app.",
    "Choose **Next** on the page. A test notification comes to your phone.",
    "Type the number that the page shows into the app, and choose **Yes** (older: **Approve**).",
    "On the page, choose **Next**, then **Done**.",
  ],
  "step.scanAndApprove.pictureAlt": "Drawing of a phone that scans a QR code on a screen.",

  // --- Make room ----------------------------------------------------------------------------------------------
  "movedOn.title": "Your set-up has moved on",
  "movedOn.text": "It was past that page already when you pressed. Nothing has changed.",
  "movedOn.show": "Show where I am",
  "makeRoom.title": "Make room first",
  "makeRoom.text": (p: { used: number; limit: number }) =>
    counted(plurals, p.used, {
      one: `You have one authenticator entry. Microsoft allows ${p.limit}, so one has to go before another can be added.`,
      other: `You have ${p.used} authenticator entries. Microsoft allows ${p.limit}, so one has to go before another can be added.`,
    }),
  "makeRoom.lines": [
    "Open Security info and find an entry for a phone or an app that you no longer own.",
    "Choose **Delete** beside that one, then **OK**.",
    "Come back here and check again. I then show you how to add Microsoft Authenticator.",
  ],
  "makeRoom.here":
    "If a phone in the list still works for you, I can remove another one here: choose **Remove old phones**.",
  "makeRoom.caution":
    "Never delete the only one that works for you. If you aren't sure, ask first.",

  // --- Which phone --------------------------------------------------------------------------------------------
  "device.new.title": "A phone has appeared",
  "device.listed.title": "Your phone",
  "device.new.question": (p: { name: string }) =>
    `We see “${p.name}”. Is that the phone in your hand?`,
  "device.listed.question": (p: { name: string }) =>
    `“${p.name}” is listed. Is that the phone in your hand?`,
  "device.several.question": "Which of these is the phone in your hand?",
  "device.several.hint":
    "If two look alike, compare the app version with the one that the app on your phone names.",
  "device.speak.one": "I found a phone. Is it the one in your hand?",
  "device.none.question": "No phone is listed any more.",
  "device.numbered": (p: { number: number; name: string }) => `${p.number}. ${p.name}`,
  "device.pick": (p: { number: number }) => `It's number ${p.number}`,
  "device.unnamed": "A phone without a name",
  "showed.title": "Where did the number show?",
  "showed.question": (p: { name: string }) => `Did the number show on “${p.name}”?`,
  "showed.several.question": "On which phone did you type the number?",
  "showed.speak.one": "Did the number show on your phone?",
  "showed.none": "On none of these",

  // --- Proof --------------------------------------------------------------------------------------------------
  "proof.title": "Show that push works",
  "proof.text":
    "One fresh sign-in shows it: Microsoft asks your phone, and you type a number into the app.",
  "proof.lines": [
    "Choose **Sign in** below. The link works once, for ten minutes.",
    "Sign in with the work or school account that you use here.",
    "When the page shows a number, type it into Microsoft Authenticator on your phone.",
  ],
  "proof.moveOn": "When you're done, I go on here by myself.",
  "proof.otherMethod":
    "If the page asks for something else, choose **Sign in another way** and then **Approve a request on my Microsoft Authenticator app**.",
  "proof.newLink": "New link",
  "proof.getLink": "Get a link",

  "proof.denied.title": "That sign-in was stopped",
  "proof.denied.text":
    "It was cancelled, denied on the phone, or the number didn't match. Nothing has been changed. Try once more, and approve only what you start yourself.",
  "proof.wrongAccount.title": "That was another account",
  "proof.wrongAccount.text":
    "You signed in with another account than the one you use in Teams, so it counts for nothing here. Sign in again and pick the account that you use here.",
  "proof.wrongTenant.title": "That was another organisation",
  "proof.wrongTenant.text":
    "The account that you signed in with belongs to another organisation. Sign in again and pick the account that you use here.",
  "proof.expired.title": "That sign-in is too old",
  "proof.expired.text":
    "A link works once, and for ten minutes. Here is a new one. Nothing has been changed.",
  "proof.failed.title": "The sign-in didn't finish",
  "proof.failed.text":
    "Something went wrong on the way, on Microsoft's side or on mine. Nothing has been changed. Try once more, and if it stays like this, submit a request.",
  "proof.noNumber.title": "No number came",
  "proof.noNumber.text":
    "Then Microsoft confirmed you in another way, or asked a phone that you don't have with you. This helps.",
  "proof.noNumber.lines": [
    "Sign in again. If the page asks for something else, choose **Sign in another way** and then **Approve a request on my Microsoft Authenticator app**.",
    "If the phone stays silent, open the app, and check that it may send notifications and that the phone is online.",
    "If the entry belongs to a phone that you no longer have, choose **Set up my phone**.",
  ],
  "proof.setUpPhone": "Set up my phone",
};
