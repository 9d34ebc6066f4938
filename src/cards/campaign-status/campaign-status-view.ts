/** What the card of a campaign shows. */
export type CampaignStatusView =
  | {
      readonly kind: "status";
      /** What was done just now, or why it was not. */
      readonly news: "pausedNow" | "runningNow" | "nothingToChange" | null;
    }
  /** Asks once more before something is changed. */
  | { readonly kind: "confirm"; readonly change: "pause" | "resume" };
