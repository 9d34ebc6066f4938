import type { TenantId, UserId } from "../methods/ids.ts";

/** One user of one tenant. The pair is the key everywhere; a user id alone is never enough. */
export type PersonKey = { readonly tenantId: TenantId; readonly userId: UserId };

/** The answer to "do you type a two-digit number into an app?" (the article's "Before you begin"). */
export type NumberPromptAnswer = "yes" | "no" | "unsure";

export type Person = PersonKey & {
  /** BCP 47 tag from the newest activity, or null when Teams sent none. */
  readonly locale: string | null;
  /** IANA zone from Teams' clientInfo entity, or null. */
  readonly timeZone: string | null;
  readonly welcomedAt: Date | null;
  readonly numberPrompt: { readonly answer: NumberPromptAnswer; readonly at: Date } | null;
};

/** What is needed to write to a person unasked; overwritten by each newer turn (teams/proactive messages). */
export type ConversationReference = {
  readonly channelId: string;
  readonly serviceUrl: string;
  readonly conversationId: string;
  /** The person's Teams id, `29:…`; unique per bot, so never a key across bots. */
  readonly teamsUserId: string;
  /** The bot's Teams id, `28:…`. */
  readonly botId: string;
};

/** What one inbound activity tells about its sender. */
export type SeenTurn = PersonKey & {
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly reference: ConversationReference;
  readonly at: Date;
};

export interface PersonStore {
  /** The person as stored, or null when they have never written to us. */
  find(key: PersonKey): Promise<Person | null>;
  /**
   * Creates or refreshes the person and the conversation reference, and returns the person as stored.
   * Writes only when something differs; a null locale or time zone never erases a known one;
   * receiving a turn marks the app as installed.
   */
  recordTurn(turn: SeenTurn): Promise<Person>;
  /** Claims the one welcome of this person: true for exactly one caller, ever, across replicas. */
  claimWelcome(key: PersonKey, at: Date): Promise<boolean>;
  saveNumberPromptAnswer(key: PersonKey, answer: NumberPromptAnswer, at: Date): Promise<void>;
  /** The app was uninstalled (or installed again) for this person. Unknown people are ignored. */
  saveInstalled(key: PersonKey, installed: boolean, at: Date): Promise<void>;
  /** The newest conversation reference while the app is installed, else null. */
  findReference(key: PersonKey): Promise<ConversationReference | null>;
}

export interface SignInExchangeStore {
  /**
   * Create-if-absent: true for exactly one caller per exchange id, across replicas. Teams sends the same
   * signin/tokenExchange once per open client; only the first may continue the conversation.
   */
  claim(exchangeId: string, at: Date): Promise<boolean>;
  /** Forgets exchanges claimed before `before`; returns how many. */
  deleteOlderThan(before: Date): Promise<number>;
}
