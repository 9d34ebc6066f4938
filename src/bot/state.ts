import type { TurnState } from "@microsoft/teams-ai";

/** What teams-ai keeps of a conversation between turns. */
export type State = TurnState<{
  /** A `CheckState`, parsed again each time: an older version may have written it. */
  check?: unknown;
  /** The last silent sign-in ended because nobody had agreed to it; a window that is closed then has the same reason. */
  consentMissing?: boolean;
}>;
