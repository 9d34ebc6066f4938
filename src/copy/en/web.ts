/** What the pages of the fresh sign-in say, in the browser. */
export const web = {
  "web.start.title": "Sign in once more",
  "web.start.prove":
    "PushReady asks you to sign in once more, to see that your phone gets the number.",
  "web.start.remove":
    "PushReady asks you to sign in once more: removing a device needs a sign-in of the last ten minutes.",
  "web.start.how":
    "Choose the account that you use in Teams. When Microsoft shows a two-digit number, type it into Microsoft Authenticator on the phone in your hand.",
  "web.start.caution": "Go on only if you have just asked for this in Teams.",
  "web.start.button": "Continue to Microsoft",

  "web.done.title": "You're signed in",
  "web.done.text": "You can go back to Teams. The chat goes on there by itself.",
  "web.done.close": "You can close this page.",

  "web.linkOver.title": "This link is over",
  "web.linkOver.text":
    "It was used already, took too long, or isn't whole. Go back to Teams and get a new link there.",
  "web.signInOver.title": "This sign-in is over",
  "web.signInOver.text":
    "It was finished already, took too long, or was begun in another browser. Nothing has been changed. Go back to Teams and get a new link there.",
  "web.tooMany.title": "One moment",
  "web.tooMany.text":
    "This was opened too often in a short time. Nothing has been changed. Wait a minute, then open it again.",
  "web.elsewhere.title": "Open the link from Teams",
  "web.elsewhere.text":
    "I can't tell that this came from the page that I showed you, so I did nothing. Go back to Teams and open the link there.",

  "web.denied.title": "You're not signed in",
  "web.denied.text":
    "The sign-in was cancelled, or the notification was denied. Nothing has been changed. Go back to Teams to try again.",
  "web.wrongAccount.title": "That was another account",
  "web.wrongAccount.text":
    "You signed in with another account than the one that you use in Teams, so I kept nothing of it. Go back to Teams, get a new link, and choose the account that you use there.",
  "web.wrongTenant.title": "That account belongs to another organisation",
  "web.wrongTenant.text":
    "So I kept nothing of it. Go back to Teams, get a new link, and choose the account that you use there.",
  "web.failed.title": "The sign-in didn't work",
  "web.failed.text":
    "Microsoft's answer didn't let me finish it. Nothing has been changed. Go back to Teams to try again.",
  "web.unavailable.title": "Microsoft's sign-in isn't answering",
  "web.unavailable.text":
    "Your link is still good: wait a minute, then open it again. If it stays like this, ask the help desk and name the reference.",
  "web.problem.title": "Something went wrong on my side",
  "web.problem.text":
    "Go back to Teams to try again. If it stays like this, ask the help desk and name the reference.",
};
