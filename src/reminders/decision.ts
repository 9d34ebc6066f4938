/** Why somebody gets no reminder, now and as things stand. */
export type NoReminder =
  | "campaignNotRunning"
  | "notInDirectory"
  | "guest"
  | "disabled"
  | "excluded"
  | "compliant"
  | "notKnown"
  | "exempt"
  | "optedOut"
  | "cannot"
  | "unreachable"
  /** The settings leave no moment at which a reminder may be sent. */
  | "noAllowedTime";

export type ReminderDecision =
  /**
   * `at` is the earliest allowed instant, never before now. `ordinal` numbers the windows of a person and campaign
   * from 1: at most one reminder is ever sent per ordinal.
   */
  | { readonly kind: "remind"; readonly at: Date; readonly ordinal: number }
  | { readonly kind: "none"; readonly why: NoReminder };
