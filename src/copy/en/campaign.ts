/** What administrators are told about a campaign, and ask of it. Numbers and dates come written out. */
export const campaign = {
  "campaign.onlyAdministrators":
    "Campaigns are for the administrators of PushReady. To see where you stand yourself, type check.",
  "campaign.cannotCheck": (p: { id: string }) =>
    `I couldn't ask whether you are an administrator of PushReady, so I show nothing and change nothing. Try again in a minute. Reference: ${p.id}`,
  "campaign.none.title": "No campaign yet",
  "campaign.none.text":
    "Nobody is reminded. Whoever runs the service starts a campaign with the command pushready campaign start.",
  "campaign.running.title": "The campaign is running",
  "campaign.running.text": "People who aren't set up yet are reminded, in their own working hours.",
  "campaign.paused.title": "The campaign is paused",
  "campaign.paused.text": "Nobody is reminded until it goes on.",
  "campaign.stopped.title": "The campaign is over",
  "campaign.stopped.text": "Nobody is reminded any more.",
  "campaign.speak": (p: { heading: string; ready: string; people: string }) =>
    `${p.heading}. ${p.ready} of ${p.people} people are set up.`,

  "campaign.deadline": "Deadline",
  "campaign.noDeadline": "None",
  "campaign.rate": "Pace",
  "campaign.rate.text": (p: { amount: string }) => `At most ${p.amount} messages per second`,
  "campaign.scanned": "Last scan",
  "campaign.neverScanned": "Never. The numbers below mean little until there was one.",

  "campaign.people": "People",
  "campaign.ready": "Set up",
  "campaign.ready.text": (p: { amount: string; people: string; share: string }) =>
    `${p.amount} of ${p.people} (${p.share})`,
  "campaign.notReady": "Not set up",
  "campaign.notKnown": "Not known",
  "campaign.leftOut": "Left out",
  "campaign.leftOut.text": (p: {
    guests: string;
    disabled: string;
    excluded: string;
    exempt: string;
  }) =>
    `Guests: ${p.guests}, disabled: ${p.disabled}, excluded: ${p.excluded}, exempt: ${p.exempt}`,

  "campaign.reminders": "Reminders of this campaign",
  "campaign.sent": "Sent",
  "campaign.waiting": "Waiting",
  "campaign.unknown": "Not known whether they arrived",
  "campaign.notDelivered": "Not delivered",
  "campaign.otherReasons": "For other reasons",

  "campaign.unreachable": "People who can't be written to",
  "campaign.unreachable.unknown": "Never met",
  "campaign.unreachable.notInstalled": "App not installed",
  "campaign.unreachable.removed": "App removed",
  "campaign.unreachable.blocked": "Bot blocked",
  "campaign.unreachable.gone": "Chat gone",

  "campaign.asOf": (p: { when: string }) => `As of ${p.when}`,

  "campaign.action.show": "Refresh",
  "campaign.action.pause": "Pause",
  "campaign.action.resume": "Resume",
  "campaign.action.yesPause": "Yes, pause it",
  "campaign.action.yesResume": "Yes, go on",

  "campaign.askPause.title": "Pause the campaign?",
  "campaign.askPause.text":
    "No more reminders leave until somebody resumes it. A few that are on their way right now still arrive. Nothing is lost: who was to be reminded is reminded later.",
  "campaign.askResume.title": "Resume the campaign?",
  "campaign.askResume.text": (p: { waiting: string }) =>
    `Reminders go out again, each in the working hours of whoever gets it. ${p.waiting} are waiting.`,
  "campaign.pausedNow": "You paused it just now.",
  "campaign.runningNow": "You resumed it just now.",
  "campaign.nothingToChange":
    "Nothing was changed: the campaign is not what that card showed any more. This is how it stands now.",
};
