/** Why only the help desk can help, and what to ask it: a `request` is what the person says, to people. */
export const helpDesk = {
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
};
