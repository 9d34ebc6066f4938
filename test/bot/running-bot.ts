import assert from "node:assert/strict";
import { MemoryStorage, type Storage, type TurnContext } from "botbuilder";
import { z } from "zod/v4";
import { Bot } from "../../src/bot/application.ts";
import { SignIn } from "../../src/bot/sign-in.ts";
import { TurnBrake } from "../../src/bot/turn-brake.ts";
import { CampaignDialog } from "../../src/dialogs/campaign.dialog.ts";
import { CheckDialog } from "../../src/dialogs/check.dialog.ts";
import { CleanupDialog } from "../../src/dialogs/cleanup.dialog.ts";
import { GuideDialog } from "../../src/dialogs/guide.dialog.ts";
import { ReminderDialog } from "../../src/dialogs/reminder.dialog.ts";
import { createCheckReadiness } from "../../src/enrollment/check.ts";
import type { DelegatedToken } from "../../src/enrollment/delegated-token.ts";
import type { MethodsReader, MethodsReading } from "../../src/enrollment/methods-reader.ts";
import type { PersonStore } from "../../src/enrollment/person.ts";
import { createProofOfPush } from "../../src/enrollment/prove.ts";
import { userId } from "../../src/methods/ids.ts";
import { DEFAULT_POLICY } from "../../src/methods/policy.ts";
import { CampaignStatusReader } from "../../src/reminders/campaign-status.ts";
import { settings as reminderSettings } from "../builders/candidates.ts";
import { aDevice } from "../builders/methods.ts";
import { fakeWorld } from "../contracts/reminder-world.ts";
import { SETTINGS } from "../dialogs/cleanup-builders.ts";
import { FakeFactsStore } from "../fakes/fake-facts-store.ts";
import { FakeFreshSignInStore } from "../fakes/fake-fresh-sign-in-store.ts";
import { FakeGuideStore } from "../fakes/fake-guide-store.ts";
import { FakePersonStore } from "../fakes/fake-person-store.ts";
import type { FakeReminderTables } from "../fakes/fake-reminder-tables.ts";
import { FakeSignInExchangeStore } from "../fakes/fake-sign-in-exchange-store.ts";
import { ANNA, type Json } from "./activities.ts";
import { APP_ID, CONNECTION, type SentActivity, TENANT_ID } from "./fake-cloud.ts";
import { type Answer, RunningServer } from "./running-server.ts";

export const NOW = new Date("2026-11-24T12:00:00Z");
export const LINKS = {
  organisationName: "Contoso",
  helpDeskUrl: "https://help.example.com/request",
  securityInfoUrl: "https://mysignins.microsoft.com/security-info",
};

/** A Graph token of somebody, as the token service hands it out. */
export function graphToken(owner: { readonly oid: string; readonly tid?: string }): string {
  const claims = { tid: TENANT_ID, aud: "https://graph.microsoft.com", ...owner };
  return `eyJhbGciOiJSUzI1NiJ9.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;
}

export const ANNAS_TOKEN = graphToken({ oid: ANNA.userId });

/** Graph as the bot sees it: answers what a test says, and remembers with which tokens it was asked. */
export class FakeMethodsReader implements MethodsReader {
  readonly readWith: string[] = [];
  reading: MethodsReading = { kind: "read", methods: [aDevice("phone-1")] };

  /** Thrown instead, when it is there. */
  failure: Error | null = null;

  readMine(token: DelegatedToken): Promise<MethodsReading> {
    this.readWith.push(token.value);
    if (this.failure !== null) return Promise.reject(this.failure);
    return Promise.resolve(this.reading);
  }

  readOwner(): Promise<never> {
    return Promise.reject(new Error("Tokens of these tests say whose they are"));
  }
}

/** The whole bot over real HTTP, with its stores and Graph in memory. */
export class RunningBot {
  readonly running: RunningServer;
  readonly people: PersonStore;
  readonly reader: FakeMethodsReader;

  private constructor(running: RunningServer, people: PersonStore, reader: FakeMethodsReader) {
    this.running = running;
    this.people = people;
    this.reader = reader;
  }

  static async start(
    parts: {
      readonly storage?: Storage;
      readonly people?: PersonStore;
      readonly tables?: FakeReminderTables;
      readonly messagesPerMinute?: number;
    } = {},
  ): Promise<RunningBot> {
    const { storage = new MemoryStorage(), people = new FakePersonStore() } = parts;
    const { messagesPerMinute = 1_000_000 } = parts;
    const clock = { now: () => NOW };
    const reader = new FakeMethodsReader();
    const bot: { run?: (context: TurnContext) => Promise<unknown> } = {};
    const running = await RunningServer.start({
      onTurn: (context) => {
        assert.ok(bot.run !== undefined);
        return bot.run(context);
      },
    });
    const { adapter, log, newReference } = running.parts;
    const exchanges = new FakeSignInExchangeStore();
    const freshSignIns = new FakeFreshSignInStore();
    const checkReadiness = createCheckReadiness({ reader, policy: DEFAULT_POLICY, clock });
    const conversations = {
      guides: new FakeGuideStore(),
      facts: new FakeFactsStore(),
      freshSignIns,
      proof: createProofOfPush({ freshSignIns, contextId: null, lastUse: null, clock }),
      links: LINKS,
      signInLink: (ticket: string) => `https://pushready.example.com/sign-in/${ticket}`,
      clock,
    };
    const guideDialog = new GuideDialog({
      ...conversations,
      // What a watch does is tested without a chat.
      watch: { start: () => Promise.resolve(), stop: () => undefined },
    });
    const cleanupDialog = new CleanupDialog({
      ...conversations,
      // And so is what a removal does.
      removals: {
        standing: () => Promise.resolve({ kind: "free" }),
        run: () => Promise.resolve(),
      },
      settings: SETTINGS,
      showChecklist: (turn, read) =>
        guideDialog.run(turn, { kind: "checklist" }, { guideId: null, read }),
    });
    const reminderWorld = fakeWorld(parts.tables);
    const reminderDialog = new ReminderDialog({
      ...reminderWorld,
      settings: reminderSettings({ mayOptOut: true }),
      links: LINKS,
      clock,
    });
    const campaignDialog = new CampaignDialog({
      administrators: { standingOf: () => Promise.resolve({ kind: "administrator" }) },
      status: new CampaignStatusReader({
        ...reminderWorld,
        tenantId: TENANT_ID,
        deliveries: reminderWorld.counts,
        now: () => NOW,
        nowMs: () => 0,
      }),
      campaigns: reminderWorld.campaigns,
      ratePerSecond: 40,
      defaultTimeZone: "Etc/UTC",
      links: LINKS,
      clock,
      onChange: () => undefined,
    });
    const made = new Bot({
      adapter,
      appId: APP_ID,
      tenantId: TENANT_ID,
      storage,
      people,
      signIn: new SignIn({ connectionName: CONNECTION, exchanges, clock, log }),
      guideDialog,
      cleanupDialog,
      reminderDialog,
      campaignDialog,
      checkDialog: new CheckDialog({ checkReadiness, people, links: LINKS, clock }),
      links: LINKS,
      clock,
      log,
      newReference,
      brake: new TurnBrake({ messagesPerMinute, tenantId: TENANT_ID, log }),
    });
    bot.run = (context) => made.run(context);
    return new RunningBot(running, people, reader);
  }

  /** What the bot wrote into chats since the last time somebody looked. */
  newMessages(): readonly SentActivity[] {
    return this.running.cloud.sent.splice(0);
  }

  /** Posts an activity and returns what came back: the HTTP answer, and the messages of that turn. */
  async send(
    activity: Json,
  ): Promise<{ readonly answer: Answer; readonly messages: readonly SentActivity[] }> {
    this.newMessages();
    const answer = await this.running.post(activity);
    return { answer, messages: this.newMessages() };
  }

  /** Lets Anna have answered the question that comes first. */
  async annaHasAnswered(): Promise<void> {
    const key = { tenantId: TENANT_ID, userId: userId(ANNA.userId) };
    await this.people.saveNumberPromptAnswer(key, "no", NOW);
  }

  close(): Promise<void> {
    return this.running.close();
  }
}

/**
 * What a person sees of a message or of the card in an invoke's answer, in a few words: its text, `sign-in: …` for a
 * sign-in card, or the fallback text of an Adaptive Card.
 */
export function seen(message: unknown): string {
  const { text, attachments, type } = shape.parse(message);
  const [attachment] = attachments ?? [];
  if (attachment?.contentType === "application/vnd.microsoft.card.oauth") {
    return `sign-in: ${String(attachment.content["text"])}`;
  }
  if (attachment !== undefined) return String(attachment.content["fallbackText"]);
  return text ?? `nothing but ${String(type)}`;
}

const shape = z.looseObject({
  type: z.string().optional(),
  text: z.string().optional(),
  attachments: z
    .array(z.object({ contentType: z.string(), content: z.record(z.string(), z.unknown()) }))
    .optional(),
});

const actionAnswer = z.object({ statusCode: z.number(), type: z.string(), value: z.unknown() });

/** The body of the answer to a pressed button. */
export const actionAnswerIn = ({ body }: Answer): z.infer<typeof actionAnswer> =>
  actionAnswer.parse(JSON.parse(body));

/** What a person sees of the answer to a pressed button: the fallback text of the card that replaces the old one. */
export function seenInAnswer(answer: Answer): string {
  const { type, value } = actionAnswerIn(answer);
  if (type === "application/vnd.microsoft.activity.message") return String(value);
  return z.looseObject({ fallbackText: z.string() }).parse(value).fallbackText;
}
