import { counted } from "../counted.ts";

const plurals = new Intl.PluralRules("en");

/** What the clean-up of old phones says: before, while and after phones are removed. */
export const cleanup = {
  "action.cleanUp": "Remove old phones",
  "action.goOn": "Continue",
  "action.allMine": "They are all mine",
  "action.lookAgain": "Look again",
  "action.removeMore": "Remove another phone",
  "action.setUpPhone": "Set up my phone",

  // --- What is known of an entry --------------------------------------------------------------------------------
  "cleanup.numbered": (p: { number: number; name: string }) => `${p.number}. ${p.name}`,
  "cleanup.lite": "Authenticator Lite in Outlook",
  "cleanup.tag": (p: { tag: string }) => `Tag “${p.tag}”`,
  "cleanup.inHand": "The phone in your hand. It stays.",
  "cleanup.kept": "You said that this one is yours too.",
  "cleanup.alike": (p: { numbers: string }) =>
    `Nothing that Microsoft tells me sets it apart from number ${p.numbers} in this list.`,
  "cleanup.alikeInHand":
    "Nothing that Microsoft tells me sets it apart from the phone in your hand.",

  // --- What has happened since the last card --------------------------------------------------------------------
  "cleanup.notice.nonePicked":
    "Nothing was ticked. Tick at least one phone, or say that they are all yours.",
  "cleanup.notice.changed": "Your list has changed in the meantime, so I removed nothing.",
  "cleanup.notice.interrupted":
    "I was interrupted while I was removing. This is how it stands now.",
  "cleanup.notice.unsureGone": "The phone that I wasn't sure about is removed.",
  "cleanup.notice.unsureStays":
    "The phone that I wasn't sure about is still listed: Microsoft didn't remove it. You can tick it again.",

  // --- Which phone is in the hand -------------------------------------------------------------------------------
  "cleanup.which.title": "First, your own phone",
  "cleanup.which.why": "It stays, whatever you remove. So I have to know which one it is.",
  "cleanup.which.question": "Which of these is the phone in your hand?",
  "cleanup.which.elsewhere.title": "That is another phone",
  "cleanup.which.elsewhere.text":
    "The number showed on another phone than the one you named as yours. That phone works, so it isn't one to remove. Nothing has been removed.",
  "cleanup.which.showedHere": "You said that the number showed here.",
  "cleanup.which.none": "None of these",

  // --- No phone that works --------------------------------------------------------------------------------------
  "cleanup.noneWorks.title": "First, a phone that works",
  "cleanup.noneWorks.text":
    "I remove a phone only while another one of yours works, and none in your list does. So I remove nothing here.",
  "cleanup.noneWorks.lines": [
    "Choose **Set up my phone**, and add the phone in your hand.",
    "If Security info says that you have too many, delete one there that you no longer own. Never delete the only method that works for you.",
    "If nothing works for you any more, ask the help desk for a way in.",
  ],
  "helpDesk.noneWorks.request":
    "None of the Microsoft Authenticator phones in my Security info is in my hands any more. Please tell me how I can add my current phone and remove the old ones.",

  // --- Nothing to remove ----------------------------------------------------------------------------------------
  "cleanup.nothing.title": "No old phone is listed",
  "cleanup.nothing.onlyInHand":
    "The phone in your hand is the only one with Microsoft Authenticator. There is nothing to remove.",
  "cleanup.nothing.noEntries":
    "No phone with Microsoft Authenticator is listed for you, so there is none to remove.",

  // --- Which ones go --------------------------------------------------------------------------------------------
  "cleanup.choose.title": "Remove old phones",
  "cleanup.choose.text": "Tick what you no longer own. I ask once more before anything is removed.",
  "cleanup.choose.label": "I no longer own",
  "cleanup.choose.choice": (p: { number: number; name: string }) => `Number ${p.number}: ${p.name}`,
  "cleanup.choose.bare": (p: { number: number }) => `Number ${p.number}`,
  "cleanup.choose.speak": (p: { count: number }) =>
    counted(plurals, p.count, {
      one: "Besides the phone in your hand, one is listed. Tick it if you no longer own it.",
      other: `Besides the phone in your hand, ${p.count} are listed. Tick those that you no longer own.`,
    }),

  "cleanup.others.title": "Other methods",
  "cleanup.others.text":
    "These are no longer supported. I can't touch them: what you let me do is about Microsoft Authenticator alone. To remove them, open Security info and choose **Delete** beside them.",

  // --- Once more before it happens ------------------------------------------------------------------------------
  "cleanup.confirm.title": (p: { count: number }) =>
    counted(plurals, p.count, {
      one: "Remove this phone?",
      other: `Remove these ${p.count} phones?`,
    }),
  "cleanup.confirm.what": (p: { count: number; inHand: string }) =>
    counted(plurals, p.count, {
      one: `I take the phone below off your account; “${p.inHand}” stays and confirms your sign-ins.`,
      other: `I take the ${p.count} phones below off your account; “${p.inHand}” stays and confirms your sign-ins.`,
    }),
  "cleanup.confirm.speak": (p: { count: number }) =>
    counted(plurals, p.count, {
      one: "I take one phone off your account. This cannot be undone.",
      other: `I take ${p.count} phones off your account. This cannot be undone.`,
    }),
  "cleanup.confirm.noUndo":
    "This cannot be undone. To use such a phone again, it has to be added anew: type **set up** with it in your hand.",
  "cleanup.confirm.signInFirst":
    "You sign in once more first, and type the number on the phone that stays. So we both see that it works.",
  "cleanup.confirm.button": (p: { count: number }) =>
    counted(plurals, p.count, { one: "Remove it", other: `Remove ${p.count} phones` }),
  "cleanup.confirm.none.title": "I can't remove that",

  // --- The fresh sign-in ----------------------------------------------------------------------------------------
  "cleanup.signIn.title": "Sign in once more",
  "cleanup.signIn.text":
    "Removing needs a sign-in of the last ten minutes. It also shows that the phone that stays gets the number.",
  "cleanup.signIn.lines": [
    "Choose **Sign in** below. The link works once, for ten minutes.",
    "Sign in with the work or school account that you use here.",
    "When the page shows a number, type it into Microsoft Authenticator on the phone that stays.",
  ],
  "cleanup.signIn.done": "I've signed in",
  "cleanup.signIn.notYet": "I see no finished sign-in yet. Nothing has been removed.",
  "cleanup.signIn.stepUp.title": "Once more, for Microsoft",
  "cleanup.signIn.stepUp.text": (p: { removed: number }) =>
    p.removed === 0
      ? "Microsoft asks for a newer sign-in before it removes anything. Nothing has been removed yet."
      : counted(plurals, p.removed, {
          one: "Microsoft asks for a newer sign-in before it goes on. One phone is removed already; the rest waits for this.",
          other: `Microsoft asks for a newer sign-in before it goes on. ${p.removed} phones are removed already; the rest waits for this.`,
        }),
  "cleanup.signIn.noNumber.lines": [
    "Sign in again. If the page asks for something else, choose **Sign in another way** and then **Approve a request on my Microsoft Authenticator app**.",
    "If the phone stays silent, open the app, and check that it may send notifications and that the phone is online.",
    "If the number can't come because that phone is gone, go back and say which phone is in your hand.",
  ],
  "cleanup.showed.question": "On which phone did you type the number?",
  "cleanup.showed.title": "Where did the number show?",
  "cleanup.showed.none": "On none of these",

  // --- While it happens -----------------------------------------------------------------------------------------
  "cleanup.removing.title": "Removing",
  "cleanup.removing.text":
    "This takes a few seconds. I look at your list again before each phone, and tell you here what came of it.",
  "cleanup.removing.speak": "I am removing. I tell you here what came of it.",

  // --- What came of it ------------------------------------------------------------------------------------------
  "cleanup.done.all.title": (p: { count: number }) =>
    counted(plurals, p.count, {
      one: "The old phone is removed",
      other: `${p.count} old phones are removed`,
    }),
  "cleanup.done.some.title": (p: { removed: number; all: number }) =>
    `Removed: ${p.removed} of ${p.all}`,
  "cleanup.done.none.title": "Nothing was removed",
  "cleanup.done.unsure.title": "Not certain yet",
  "cleanup.done.unlisted": "A phone that you picked",
  "cleanup.done.removed": "Removed. It can no longer confirm your sign-ins.",
  "cleanup.done.removedBefore": (p: { count: number }) =>
    counted(plurals, p.count, {
      one: "Before that sign-in, one phone had been removed already.",
      other: `Before that sign-in, ${p.count} phones had been removed already.`,
    }),
  "cleanup.done.alreadyGone":
    "It was gone when I came to it: it has been removed elsewhere in the meantime.",
  "cleanup.done.isDefaultMethod":
    "Not removed. Microsoft keeps it as your default sign-in method. In Security info, choose **Change** beside the default and pick another. Then remove this one.",
  "cleanup.done.signInNeeded":
    "Not removed. Microsoft asks for a newer sign-in. Look again and start over: you then sign in once more.",
  "cleanup.done.freshSignInNeeded":
    "Not removed. Microsoft didn't accept the sign-in, not even a new one. In Security info, choose **Delete** beside this phone, then **OK**.",
  "cleanup.done.stepUpNeeded":
    "Not removed. Microsoft doesn't let me do it, not even after a new sign-in. In Security info, choose **Delete** beside this phone, then **OK**.",
  "cleanup.done.throttled": (p: { wait: string | null }) =>
    p.wait === null
      ? "Not removed. Microsoft is busy and asked me to wait. Try again in a few minutes."
      : `Not removed. Microsoft is busy and asked me to wait. Try again in about ${p.wait}.`,
  "cleanup.done.refusedByGraph":
    "Not removed. Microsoft refused without a reason that I understand. In Security info, choose **Delete** beside this phone, then **OK**.",
  "cleanup.done.unavailable":
    "Not removed. I couldn't reach Microsoft. Try again in a few minutes.",
  "cleanup.done.notSureYet": (p: { when: string }) =>
    `I can't say yet. Microsoft's answer didn't come, and the phone is still listed. By ${p.when} it is certain: look again then.`,
  "cleanup.done.notTried": "Not tried, because I stopped before I came to it. It is not removed.",
  "cleanup.done.reference": (p: { id: string }) => `Reference: ${p.id}`,

  "cleanup.stays.nothingReadable":
    "It stays. I can't read your whole list, so I can't be sure that a phone that works would remain.",
  "cleanup.stays.notListed": "It isn't listed any more. There is nothing left to remove.",
  "cleanup.stays.notAuthenticator":
    "It stays. It isn't a Microsoft Authenticator entry, and I touch nothing else.",
  "cleanup.stays.isCurrentDevice": "It stays. It is the phone in your hand.",
  "cleanup.stays.noCurrentDevice":
    "It stays. I don't know which phone is in your hand, and that one must remain.",
  "cleanup.stays.currentDeviceNotListed":
    "It stays. The phone in your hand isn't listed any more, so none that works might remain. Type **set up** to add it.",
  "cleanup.stays.currentDeviceNotSupported":
    "It stays. Your organisation doesn't accept the entry of the phone in your hand, so none that counts would remain.",
  "cleanup.stays.notProved":
    "It stays. Nothing shows yet that the phone in your hand gets the number.",
  "cleanup.stays.proofOfAnotherDevice":
    "It stays. The number showed on another phone than the one in your hand.",
  "cleanup.stays.proofTooWeak":
    "It stays. A stronger sign is needed that the phone in your hand gets the number.",
  "cleanup.stays.proofTooOld":
    "It stays. The last number on the phone in your hand is too long ago.",
  "cleanup.stays.looksLikeCurrentDevice":
    "It stays. Nothing that you could see on it surely sets it apart from the phone in your hand, so I might take the wrong one away. Type **set up** and add the phone in your hand once more: I then know which is which, and the others can go.",

  "cleanup.left.title": "Listed now",
  "cleanup.left.inHand": (p: { name: string }) => `${p.name} (in your hand)`,
  "cleanup.left.none": "No phone with Microsoft Authenticator is listed.",
  "cleanup.left.unread": "I couldn't read the list again. Look again in a minute.",

  "cleanup.oldPhone.title": "On the old phone itself",
  "cleanup.oldPhone.lines": [
    "The account is still shown in the app there, without being able to confirm anything.",
    "If you still have that phone: open Microsoft Authenticator on it, choose the work or school account, then the gear wheel, and **Remove account**.",
  ],

  // --- Why nothing was tried ------------------------------------------------------------------------------------
  "cleanup.stopped.busy.title": "Another removal is under way",
  "cleanup.stopped.busy.text":
    "You started one in another window or on another device. I wait for its end and tried nothing here. Look again in a minute.",
  "cleanup.stopped.earlierOpen.title": "An earlier removal isn't settled yet",
  "cleanup.stopped.earlierOpen.text": (p: { when: string }) =>
    `Microsoft hasn't answered for a phone that I was to remove before. Until that is certain, I remove nothing else. By ${p.when} it is: look again then.`,
  "cleanup.stopped.wrongAccount.title": "That was another account",
  "cleanup.stopped.wrongAccount.text":
    "The sign-in belongs to another account than the one that you use here. Nothing has been read or removed.",
  "cleanup.stopped.broken.title": "I was interrupted",
  "cleanup.stopped.broken.text":
    "Something went wrong on my side while I was removing. Look again: I then find out what came of it and show what is listed.",
};
