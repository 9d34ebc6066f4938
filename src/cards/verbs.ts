import { z } from "zod/v4";
import type { NumberPromptAnswer } from "../enrollment/person.ts";
import { type MethodId, methodId } from "../methods/ids.ts";

import { CAMPAIGN_READERS, type CampaignAsk } from "./campaign-status/campaign-ask.ts";

import { claimedMethodId, ownId } from "./claims.ts";
import { CLEANUP_READERS, type CleanupButton, type CleanupPress } from "./cleanup/cleanup-verbs.ts";

import { GUIDE_STEPS, type GuideStep, TROUBLES, type Trouble } from "./guide/guide-view.ts";
import { REMINDER_READERS, type ReminderAsk } from "./reminder/reminder-ask.ts";

/** Verbs of `Action.Execute`, as `noun.verb`. The templates carry the same words; a test holds them together. */
export const VERBS = {
  statusCheck: "status.check",
  numberPromptAnswer: "numberPrompt.answer",
  helpShow: "help.show",
  sessionSignOut: "session.signOut",
  guideStart: "guide.start",
  guideResume: "guide.resume",
  guideNext: "guide.next",
  guideBack: "guide.back",
  guideStuck: "guide.stuck",
  guideUnstuck: "guide.unstuck",
  guideTrouble: "guide.trouble",
  guideCheckNow: "guide.checkNow",
  guideProve: "guide.prove",
  deviceMine: "device.mine",
  deviceNone: "device.none",
  deviceShowedNumber: "device.showedNumber",
  deviceNoNumber: "device.noNumber",
  checklistShow: "checklist.show",
  reminderStart: "reminder.start",
  reminderSnooze: "reminder.snooze",
  reminderStuck: "reminder.stuck",
  reminderCannot: "reminder.cannot",
  reminderCanAfterAll: "reminder.canAfterAll",
  reminderOptOut: "reminder.optOut",
  reminderOptIn: "reminder.optIn",
  reminderBack: "reminder.back",
  campaignShow: "campaign.show",
  campaignAskPause: "campaign.askPause",
  campaignPause: "campaign.pause",
  campaignAskResume: "campaign.askResume",
  campaignResume: "campaign.resume",
  cleanupStart: "cleanup.start",
  cleanupMine: "cleanup.mine",
  cleanupNoneMine: "cleanup.noneMine",
  cleanupPick: "cleanup.pick",
  cleanupKeepAll: "cleanup.keepAll",
  cleanupBack: "cleanup.back",
  cleanupConfirm: "cleanup.confirm",
  cleanupSignInAgain: "cleanup.signInAgain",
  cleanupShowedNumber: "cleanup.showedNumber",
  cleanupNoNumber: "cleanup.noNumber",
  cleanupLook: "cleanup.look",
} as const;

export const CARD_NAMES = [
  "welcome",
  "numberPrompt",
  "readiness",
  "problem",
  "help",
  "guide",
  "troubles",
  "device",
  "checklist",
  "reminder",
  "campaignStatus",
  "cleanup",
] as const;
export type CardName = (typeof CARD_NAMES)[number];

/** Version of the payloads below. Cards stay in chats for years; a later version tells the old ones by it. */
export const CARD_VERSION = 1;

type PlainVerb = "status.check" | "help.show" | "session.signOut";
/** May stand on any card, so they may come without a guide. */
type EntryVerb = "guide.start" | "guide.resume" | "guide.prove" | "checklist.show";
type PageVerb = "guide.next" | "guide.back" | "guide.stuck" | "guide.unstuck" | "guide.checkNow";
type AnswerVerb = "device.none" | "device.noNumber";
type DeviceVerb = "device.mine" | "device.showedNumber";
/**
 * What a person asks for by pressing a button. `guideId` names the guide that the card belonged to: an older one is
 * stale. `step` is the page that it showed, so that the same page pressed twice turns once; null on cards that were
 * sent before pages had it, and where none is meant. The method id is only a claim: whether it is the person's own is
 * decided on what Graph says.
 */
export type CardAsk =
  | { readonly verb: PlainVerb }
  | { readonly verb: "numberPrompt.answer"; readonly answer: NumberPromptAnswer }
  | { readonly verb: EntryVerb; readonly guideId: string | null }
  | { readonly verb: AnswerVerb; readonly guideId: string }
  | { readonly verb: PageVerb; readonly guideId: string; readonly step: GuideStep | null }
  | {
      readonly verb: "guide.trouble";
      readonly guideId: string;
      readonly step: GuideStep | null;
      readonly trouble: Trouble;
    }
  | { readonly verb: DeviceVerb; readonly guideId: string; readonly methodId: MethodId }
  | CleanupButton
  | AskOfOthers;

/** Asks of cards that read their own data: what came with them never names a guide. */
type AskOfOthers = ReminderAsk | CampaignAsk;

/** What a person did on a card of the clean-up. */
export type CleanupAction = CleanupPress & { readonly card: CardName };

type OwnAsk = Exclude<CardAsk, CleanupButton | AskOfOthers>;

/** What a person did on a card: the verb, what came with it, and the card it was on. */
export type CardAction = ((OwnAsk | AskOfOthers) & { readonly card: CardName }) | CleanupAction;

const origin = { card: z.enum(CARD_NAMES), v: z.literal(CARD_VERSION) };
const plain = z.object(origin);
const answered = z.object({ ...origin, answer: z.enum(["yes", "no", "unsure"]) });
const entered = z.object({ ...origin, guideId: ownId.optional() });
const moved = z.object({ ...origin, guideId: ownId });
const onPage = { ...origin, guideId: ownId, step: z.enum(GUIDE_STEPS).optional() };
const turned = z.object(onPage);
const troubled = z.object({ ...onPage, trouble: z.enum(TROUBLES) });
const pointed = z.object({ ...origin, guideId: ownId, methodId: claimedMethodId });

type Read = (data: unknown) => CardAction | null;

const readPlain =
  (verb: PlainVerb): Read =>
  (data) => {
    const parsed = plain.safeParse(data);
    return parsed.success ? { verb, card: parsed.data.card } : null;
  };

const readEntry =
  (verb: EntryVerb): Read =>
  (data) => {
    const parsed = entered.safeParse(data);
    if (!parsed.success) return null;
    return { verb, card: parsed.data.card, guideId: parsed.data.guideId ?? null };
  };

const readPage =
  (verb: PageVerb): Read =>
  (data) => {
    const parsed = turned.safeParse(data);
    if (!parsed.success) return null;
    const { card, guideId, step = null } = parsed.data;
    return { verb, card, guideId, step };
  };

const readMove =
  (verb: AnswerVerb): Read =>
  (data) => {
    const parsed = moved.safeParse(data);
    return parsed.success ? { verb, card: parsed.data.card, guideId: parsed.data.guideId } : null;
  };

const readDevice =
  (verb: DeviceVerb): Read =>
  (data) => {
    const parsed = pointed.safeParse(data);
    if (!parsed.success) return null;
    const { card, guideId, methodId: claimed } = parsed.data;
    return { verb, card, guideId, methodId: methodId(claimed) };
  };

const readAnswer: Read = (data) => {
  const parsed = answered.safeParse(data);
  if (!parsed.success) return null;
  const { card, answer } = parsed.data;
  return { verb: "numberPrompt.answer", card, answer };
};

const readTrouble: Read = (data) => {
  const parsed = troubled.safeParse(data);
  if (!parsed.success) return null;
  const { card, guideId, step = null, trouble } = parsed.data;
  return { verb: "guide.trouble", card, guideId, step, trouble };
};

const parsers: { readonly [verb in OwnAsk["verb"]]: Read } = {
  "status.check": readPlain("status.check"),
  "help.show": readPlain("help.show"),
  "session.signOut": readPlain("session.signOut"),
  "numberPrompt.answer": readAnswer,
  "guide.start": readEntry("guide.start"),
  "guide.resume": readEntry("guide.resume"),
  "guide.prove": readEntry("guide.prove"),
  "checklist.show": readEntry("checklist.show"),
  "guide.next": readPage("guide.next"),
  "guide.back": readPage("guide.back"),
  "guide.stuck": readPage("guide.stuck"),
  "guide.unstuck": readPage("guide.unstuck"),
  "guide.checkNow": readPage("guide.checkNow"),
  "device.none": readMove("device.none"),
  "device.noNumber": readMove("device.noNumber"),
  "guide.trouble": readTrouble,
  "device.mine": readDevice("device.mine"),
  "device.showedNumber": readDevice("device.showedNumber"),
};

type PressOfOthers = AskOfOthers | CleanupPress;

const readers: {
  readonly [verb in PressOfOthers["verb"]]: (data: unknown) => PressOfOthers | null;
} = {
  ...CLEANUP_READERS,
  ...REMINDER_READERS,
  ...CAMPAIGN_READERS,
};

/**
 * Reads what a client says was pressed. Anyone can send anything here, so nothing but known words and bounded ids
 * comes out, keys that we did not ask for are ignored, and null means: not ours, broken, or of another version.
 */
export function parseAction(verb: unknown, data: unknown): CardAction | null {
  if (isNamedIn(parsers, verb)) return parsers[verb](data);
  if (!isNamedIn(readers, verb)) return null;
  const from = plain.safeParse(data);
  const ask = readers[verb](data);
  return from.success && ask !== null ? { ...ask, card: from.data.card } : null;
}

/**
 * The same for `Action.Submit`, to which clients without Universal Actions fall back: a message whose `value` carries
 * the verb beside the data.
 */
export function parseSubmit(value: unknown): CardAction | null {
  const named = z.object({ verb: z.string() }).safeParse(value);
  return named.success ? parseAction(named.data.verb, value) : null;
}

function isNamedIn<Names extends object>(names: Names, verb: unknown): verb is keyof Names {
  return typeof verb === "string" && Object.hasOwn(names, verb);
}
