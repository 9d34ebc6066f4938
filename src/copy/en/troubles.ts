// Labels of Microsoft's pages and apps differ by rollout, so both the newer and the older one are named where both are
// seen. Only labels that are known stand in bold.
/** What goes wrong while Authenticator is added: what it looks like, and what to do. */
export const troubles = {
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
  "trouble.codeExpired.looks": "The app says that the code was used already or is no longer valid.",
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
};
