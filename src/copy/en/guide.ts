import { counted } from "../counted.ts";

// Labels of Microsoft's pages and apps differ by rollout, so both the newer and the older one are named where both are
// seen. Only labels that are known stand in bold.
const plurals = new Intl.PluralRules("en");

/** What the guided set-up says: its pages, its troubles, and the way to the help desk. */
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

  // --- Stuck --------------------------------------------------------------------------------------------------
  "troubles.title": "What is in the way?",
  "troubles.speak": "What is in the way? Choose what fits best.",
  "trouble.whatToDo": "What to do",

  "trouble.noAuthenticatorChoice.title": "I can't choose Authenticator",
  "trouble.noAuthenticatorChoice.looks":
    "The page offers other methods, but not Microsoft Authenticator.",
  "trouble.noAuthenticatorChoice.lines": [
    "Choose **Add sign-in method** (older: **Add method**) again and look through the whole list. It may be called **Authenticator app**.",
    "Look at the top right of the page: it has to be the work or school account that you use here.",
    "Still not there? Then it isn't switched on for your account, and only the help desk can change that.",
  ],

  "trouble.restrictedLocation.title": "It says my location is restricted",
  "trouble.restrictedLocation.looks":
    "The page says that you are signing in from a location that is restricted by your admin.",
  "trouble.restrictedLocation.lines": [
    "Connect to your organisation's network: in the office, or over VPN.",
    "Open Security info again from there.",
    "If you can't get there, ask the help desk. They can help with a Temporary Access Pass.",
  ],

  "trouble.samePhone.title": "I'm on the phone itself",
  "trouble.samePhone.looks": "The QR code is on the same phone that should scan it.",
  "trouble.samePhone.lines": [
    "Easiest is a computer: type **aka.ms/mysecurityinfo** into its browser and go on there.",
    "No computer near you? If the page shows a link to pair your account, choose it: it opens the app on this phone.",
    "Without that link, choose **Can't scan image?** on the page, and in the app enter the code and the address by hand instead of scanning.",
  ],

  "trouble.wrongAccountType.title": "I chose the wrong account type",
  "trouble.wrongAccountType.looks":
    "The app asks for a Microsoft password, or it only shows codes and the page keeps waiting.",
  "trouble.wrongAccountType.lines": [
    "In the app, remove the entry that you added by mistake just now, and no other one.",
    "Choose **Add account** (or **+**), then **Work or school account**: not **Personal account** and not **Other account**.",
    "Scan the QR code again. For a new code, choose **Back** and then **Next** on the page.",
  ],

  "trouble.jailbrokenPhone.title": "It says jailbroken or rooted",
  "trouble.jailbrokenPhone.looks":
    "The app says that this phone is jailbroken or rooted, and refuses work or school accounts.",
  "trouble.jailbrokenPhone.lines": [
    "Microsoft doesn't allow work or school accounts on such a phone. No setting in the app changes that.",
    "If you have another phone or tablet, add Authenticator there.",
    "If not, or if the warning is wrong, ask the help desk.",
  ],

  "trouble.restoredFromBackup.title": "I restored the app from a backup",
  "trouble.restoredFromBackup.looks":
    "The app lists your account, yet it asks you to sign in again, or no notification comes.",
  "trouble.restoredFromBackup.lines": [
    "A backup brings back the name of a work account, not its right to approve sign-ins. It has to be added anew.",
    "In the app on this phone, remove the entry of your work or school account.",
    "Go on with this step, and add it as new. Leave the old entry in Security info until the new one works.",
  ],

  "trouble.scannedWithCamera.title": "I scanned with the camera app",
  "trouble.scannedWithCamera.looks":
    "The phone's own camera opens a web page, or doesn't know what to do with the code.",
  "trouble.scannedWithCamera.lines": [
    "Open **Microsoft Authenticator** itself.",
    "Choose **Add account** (or **+**), **Work or school account**, **Scan a QR code**.",
    "Scan the code on the page. If the app refuses it, choose **Back** and then **Next** on the page for a new one.",
  ],

  "trouble.codeExpired.title": "The QR code doesn't work",
  "trouble.codeExpired.looks": "The app says that the code is invalid, used or expired.",
  "trouble.codeExpired.lines": [
    "On the page, choose **Back** and then **Next**. A new QR code appears.",
    "Scan it straight away, with the app. A code works once, and only for some minutes.",
    "Still refused? Close the page, open Security info again, and choose **Add sign-in method** anew.",
  ],

  "trouble.cameraRefused.title": "The app can't use the camera",
  "trouble.cameraRefused.looks": "The scanner stays black, or says that it may not use the camera.",
  "trouble.cameraRefused.lines": [
    "On an iPhone: open **Settings**, find **Authenticator** among the apps, and switch on **Camera**.",
    "On Android: open **Settings**, **Apps**, **Authenticator**, **Permissions**, and allow **Camera**.",
    "Or scan nothing: choose **Can't scan image?** on the page, and enter the code and the address in the app.",
  ],

  "trouble.noNotification.title": "No notification comes",
  "trouble.noNotification.looks": "The page waits for you to approve, and the phone stays silent.",
  "trouble.noNotification.lines": [
    "Open the app: a request that waits often shows there. Check that the phone is online, if need be with mobile data instead of Wi-Fi.",
    "Switch off Focus, Do Not Disturb and battery saver for now.",
    "In the phone's settings, allow notifications for **Authenticator**, and on Android also background data.",
    "With a work profile there can be two copies of the app. Look at the one to which you added the account.",
  ],

  "trouble.phoneLost.title": "My phone is lost or broken",
  "trouble.phoneLost.looks": "You can't use the phone that approves your sign-ins.",
  "trouble.phoneLost.lines": [
    "At the sign-in, choose **Sign in another way** (older: **I can't use my Microsoft Authenticator app right now**). If another method works, add the new phone here.",
    "If none works, ask the help desk for a Temporary Access Pass.",
    "If the phone is lost or stolen, tell the help desk that too, so that it is signed out everywhere.",
  ],

  "trouble.noSmartphone.title": "I have no smartphone",
  "trouble.noSmartphone.looks":
    "Authenticator runs on phones and tablets with iOS or Android only.",
  "trouble.noSmartphone.lines": [
    "A tablet does as well, if it is with you when you sign in.",
    "If you have none, ask the help desk what your organisation offers instead.",
    "Keep the methods that you sign in with today until you have an answer.",
  ],

  // --- Make room ----------------------------------------------------------------------------------------------
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
  "makeRoom.caution":
    "Never delete the only one that works for you. If you aren't sure, ask first.",

  // --- Help desk ----------------------------------------------------------------------------------------------
  "helpDesk.toSend": "What to tell the help desk (you can copy this)",
  "helpDesk.request": (p: { tried: string; wish: string }) => `${p.tried} ${p.wish}`,
  "helpDesk.tried": (p: { step: number; steps: number; name: string }) =>
    `I am setting up Microsoft Authenticator push with PushReady and got to step ${p.step} of ${p.steps} (${p.name}).`,

  "helpDesk.noOtherMethod.title": "The help desk lets you in",
  "helpDesk.noOtherMethod.text":
    "To add Authenticator, Security info first asks you to confirm that it's you, and no method that can do that is registered for you. A Temporary Access Pass is the way in: a code from the help desk that works for a short time.",
  "helpDesk.noOtherMethod.lines": [
    "Ask the help desk for a Temporary Access Pass.",
    "When you have it, choose **I can go on**. Sign in to Security info with the pass instead of your password.",
  ],
  "helpDesk.noOtherMethod.request":
    "No other sign-in method is registered for me, so I can't confirm that it's me. Please issue a Temporary Access Pass so that I can add Microsoft Authenticator.",

  "helpDesk.phoneLost.title": "A lost or broken phone",
  "helpDesk.phoneLost.text":
    "Adding a new phone needs one sign-in that you can confirm. If no other method works, the help desk can let you in with a Temporary Access Pass: a code that works for a short time.",
  "helpDesk.phoneLost.lines": [
    "If another method still works: at the sign-in, choose **Sign in another way** (older: **I can't use my Microsoft Authenticator app right now**). Then choose **I can go on**.",
    "If none works, ask the help desk for a Temporary Access Pass.",
    "If the phone is lost or stolen, say so. They can sign it out everywhere.",
  ],
  "helpDesk.phoneLost.request":
    "My phone that approves sign-ins is lost or broken. Please issue a Temporary Access Pass so that I can add a new phone. If it was lost or stolen, please also sign my account out everywhere.",

  "helpDesk.noSmartphone.title": "No smartphone",
  "helpDesk.noSmartphone.text":
    "Authenticator runs on phones and tablets with iOS or Android. Without one, your organisation has to offer you another way.",
  "helpDesk.noSmartphone.lines": [
    "A tablet does as well. If you have one, choose **I can go on** and use it as your phone.",
    "If not, ask the help desk what you can use instead.",
    "Keep the methods that you sign in with today until you have an answer.",
  ],
  "helpDesk.noSmartphone.request":
    "I have no smartphone or tablet for Microsoft Authenticator. Please tell me which sign-in method I can use instead.",

  "helpDesk.noAuthenticatorChoice.title": "Authenticator isn't offered to you",
  "helpDesk.noAuthenticatorChoice.text":
    "Security info only offers what your organisation has switched on for your account. Only the help desk can change that.",
  "helpDesk.noAuthenticatorChoice.lines": [
    "Ask the help desk to allow Microsoft Authenticator push for your account.",
    "When they have done so, choose **I can go on**. It can take some time until the page offers it.",
  ],
  "helpDesk.noAuthenticatorChoice.request":
    "Security info doesn't offer Microsoft Authenticator to me. Please allow Microsoft Authenticator push for my account.",

  "helpDesk.restrictedLocation.title": "Your location is restricted",
  "helpDesk.restrictedLocation.text":
    "Your organisation lets people change their sign-in methods from certain places only.",
  "helpDesk.restrictedLocation.lines": [
    "In the office or over VPN it may work at once: connect, then choose **I can go on**.",
    "If you can't get there, ask the help desk. They can help with a Temporary Access Pass.",
  ],
  "helpDesk.restrictedLocation.request":
    "Security info says that I am signing in from a location that is restricted by the admin. I can't use the office network or VPN. Please tell me how I can register, for instance with a Temporary Access Pass.",

  "helpDesk.jailbrokenPhone.title": "This phone is refused",
  "helpDesk.jailbrokenPhone.text":
    "Microsoft doesn't allow work or school accounts on a phone that is jailbroken or rooted. No setting in the app changes that.",
  "helpDesk.jailbrokenPhone.lines": [
    "If you have another phone or tablet, choose **I can go on** and use that one.",
    "If not, or if the warning is wrong, ask the help desk what you can do.",
  ],
  "helpDesk.jailbrokenPhone.request":
    "Microsoft Authenticator refuses my phone as jailbroken or rooted. Please tell me which phone or sign-in method I can use instead.",

  "helpDesk.notMyDevice.title": "Talk to the help desk now",
  "helpDesk.notMyDevice.text":
    "A phone was just added to your account, and you say that it isn't yours. It can be a mix-up. It can also be somebody else, so let the help desk look before anything else happens.",
  "helpDesk.notMyDevice.lines": [
    "Contact the help desk now, by phone if you can.",
    "Change nothing until they have answered: add nothing, delete nothing.",
    "Deny every sign-in request that you didn't start yourself.",
  ],
  "helpDesk.notMyDevice.request":
    "Urgent, security: while I was setting it up, a Microsoft Authenticator entry appeared on my account that is not mine. Please look at my sign-in methods and recent sign-ins now. I have changed nothing.",
  "helpDesk.notMyDevice.mineAfterAll": "It's mine after all",

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

  // --- Checklist ----------------------------------------------------------------------------------------------
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
    "Open Security info and choose **Delete** beside each phone that you no longer own. If you use every phone in the list, there is nothing to remove.",
  "checklist.next.tidy.caution":
    "Keep the phone in your hand. Never delete the only method that works for you.",
  "checklist.next.tidy.proveFirst": "Prove it first",
  "checklist.next.retry.title": "Next: try again",
  "checklist.next.retry.text": "Wait a minute or two, then check again. Nothing has been changed.",
  "checklist.next.finished.title": "When you get a new phone",
  "checklist.next.finished.text":
    "Keep the old one until the new one works. Type **set up** with the new phone in your hand: I help you add it, test it, and see what can go.",
};
