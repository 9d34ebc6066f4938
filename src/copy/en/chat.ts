/** What stands around the cards: shared buttons, plain text, the welcome with its question, and help. */
export const chat = {
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
    "I didn't understand that. Type check to see where you stand, set up to add Microsoft Authenticator, clean up to remove old phones, or help to see what else I can do.",
  "chat.unexpected": (p: { id: string }) =>
    `Something went wrong on my side. Nothing has been changed. Try again in a moment. Reference: ${p.id}`,
  "chat.tooMany": "Those were too many messages at once for me. Wait a minute, then go on.",
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

  // --- Help ---------------------------------------------------------------------------------------------------
  "help.title": "What I can do",
  "help.text":
    "I look at your sign-in methods, say whether Microsoft Authenticator push is set up, and show you the next step.",
  "help.words": "Words you can type",
  "help.commands": [
    { word: "check", meaning: "I look at your sign-in methods and say where you stand." },
    { word: "set up", meaning: "I walk you through adding Microsoft Authenticator." },
    { word: "checklist", meaning: "I show what is done and what is left." },
    { word: "clean up", meaning: "I help you remove phones that you no longer own." },
    { word: "help", meaning: "I show this." },
    { word: "sign out", meaning: "I forget your sign-in until you check again." },
  ],
  "help.privacyTitle": "Who sees this",
  "help.privacy":
    "Your sign-in methods are read with your own sign-in, to show them to you. Names of devices and phone numbers are not stored.",
  "help.speak":
    "I look at your sign-in methods and show you the next step. You can type check, set up, checklist, clean up, help or sign out.",
};
