import type { PersonKey } from "./person.ts";

/** Where a person stands in the guided set-up. Plain data, so that it outlives a restart and moves between clients. */
export type Guide = {
  /** Made anew for each set-up; a card that carries another one is stale. */
  readonly guideId: string;
  /** The flow's state as JSON; the flow parses it again, since an older version may have written it. */
  readonly state: unknown;
  /** The card in the chat that moves, or null before there is one. */
  readonly activityId: string | null;
  /** Counts the saves; the key of every compare-and-set. */
  readonly version: number;
};

export interface GuideStore {
  find(key: PersonKey): Promise<Guide | null>;
  /**
   * Saves what follows from `guide.version`: 0 creates and needs that there is none; otherwise that version must still be
   * the stored one. False: another turn, client or replica was first, and nothing was written. The stored version
   * becomes `guide.version + 1`.
   */
  save(key: PersonKey, guide: Guide, at: Date): Promise<boolean>;
  delete(key: PersonKey): Promise<void>;
}
