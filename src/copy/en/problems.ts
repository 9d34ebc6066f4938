/** What did not work, what it means for the person, and what they can do. */
export const problems = {
  "problem.throttled.title": "Microsoft is busy right now",
  "problem.throttled.text": (p: { wait: string | null }) =>
    p.wait === null
      ? "It asked me to wait a little. Try again in a few minutes."
      : `It asked me to wait. Try again in about ${p.wait}.`,
  "problem.serviceDown.title": "Microsoft's service isn't answering",
  "problem.serviceDown.text":
    "I couldn't read your sign-in methods. This has nothing to do with your account. Try again in a few minutes.",
  "problem.badReply.title": "I couldn't read Microsoft's answer",
  "problem.badReply.text":
    "An answer came, but not in a form that I understand. Try again. If it stays like this, submit a request.",
  "problem.timeout.title": "That took too long",
  "problem.timeout.text": "I stopped waiting for Microsoft's answer. Try again in a minute.",
  "problem.noPermission.title": "I don't have permission yet",
  "problem.noPermission.text":
    "An administrator has to allow me to read sign-in methods. You can't change this yourself.",
  "problem.signInCancelled.title": "You're not signed in",
  "problem.signInCancelled.text":
    "The sign-in ended before it was finished, so I couldn't look. Nothing has been changed.",
  "problem.consentRefused.title": "You're not signed in yet",
  "problem.consentRefused.text":
    "Nobody has agreed to my reading sign-in methods here. Sign in again and agree. If the window says that an administrator has to approve, only the help desk can go on.",
  "problem.sessionExpired.title": "Your sign-in has run out",
  "problem.sessionExpired.text": "Sign in again and I'll look straight away.",
  "problem.wrongAccount.title": "That was another account",
  "problem.wrongAccount.text":
    "You signed in with another account than the one you use in Teams. I only look at the account of this chat, so I read nothing. Sign in again and pick the account that you use here.",
  "problem.unexpected.title": "Something went wrong on my side",
  "problem.unexpected.text":
    "I couldn't finish that. Nothing has been changed. Try again, and if it stays like this, submit a request.",
  "problem.staleAction.title": "That button is out of date",
  "problem.staleAction.text":
    "It belongs to an older card, so I can't use it any more. Check again to get a fresh one.",
  "problem.tellHelpDesk": "What to tell the help desk",
  "problem.adminConsent": (p: { organisationName: string }) =>
    `“PushReady needs admin consent in ${p.organisationName} for the delegated Microsoft Graph permission UserAuthenticationMethod.Read.”`,
  "problem.reference": (p: { id: string }) => `Reference: ${p.id}`,
};
