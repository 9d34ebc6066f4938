import assert from "node:assert/strict";
import { type Activity, BotAdapter, INVOKE_RESPONSE_KEY, TurnContext } from "botbuilder";
import {
  ActionAnswer,
  BackgroundAnswer,
  ChatAnswer,
  respondToInvoke,
} from "../../src/bot/answer.ts";
import { whoIn } from "../../src/bot/who.ts";
import type { CardPayload } from "../../src/cards/card.ts";
import { aPress } from "./activities.ts";
import { seen } from "./running-bot.ts";

const card = (fallbackText: string): CardPayload => ({
  type: "AdaptiveCard",
  version: "1.5",
  fallbackText,
});
const OAUTH = { text: "Sign in", connectionName: "graph", buttons: [] };

/** Keeps what is sent, and the answer to an invoke as the SDK keeps it. */
class RecordingAdapter extends BotAdapter {
  readonly sent: Partial<Activity>[] = [];

  override sendActivities(context: TurnContext, activities: Partial<Activity>[]) {
    for (const activity of activities) {
      if (activity.type === "invokeResponse") context.turnState.set(INVOKE_RESPONSE_KEY, activity);
      else this.sent.push(activity);
    }
    return Promise.resolve(activities.map(() => ({ id: "1" })));
  }

  readonly updated: Partial<Activity>[] = [];
  /** Thrown instead of an update, when it is there. */
  failure: Error | null = null;

  override updateActivity = (_context: TurnContext, activity: Partial<Activity>): Promise<void> => {
    if (this.failure !== null) return Promise.reject(this.failure);
    this.updated.push(activity);
    return Promise.resolve();
  };
  override deleteActivity = (): Promise<never> => Promise.reject(new Error("nothing is deleted"));
  override continueConversation = (): Promise<never> =>
    Promise.reject(new Error("nothing is continued"));
}

describe("answers", () => {
  let adapter: RecordingAdapter;
  let context: TurnContext;
  const response = (): unknown =>
    context.turnState.get<{ readonly value?: unknown } | undefined>(INVOKE_RESPONSE_KEY)?.value;
  const sent = (): readonly string[] => adapter.sent.map(seen);

  beforeEach(() => {
    adapter = new RecordingAdapter();
    context = new TurnContext(adapter, aPress("status.check", {}));
  });

  describe("ChatAnswer", () => {
    it("sends each thing as a message of its own", async () => {
      const answer = new ChatAnswer(context);

      await answer.text("Hello");
      await answer.card(card("A card"));
      await answer.signIn(OAUTH);

      assert.deepEqual(sent(), ["Hello", "A card", "sign-in: Sign in"]);
      assert.ok(adapter.sent.every(({ text, attachments }) => !text || !attachments));
      assert.equal(response(), undefined);
    });
  });

  describe("ActionAnswer", () => {
    const ways: readonly (readonly [
      name: string,
      give: (answer: ActionAnswer) => Promise<void>,
      type: string,
    ])[] = [
      [
        "a card",
        (answer) => answer.card(card("A card")),
        "application/vnd.microsoft.card.adaptive",
      ],
      ["a text", (answer) => answer.text("Hello"), "application/vnd.microsoft.activity.message"],
      [
        "a sign-in",
        (answer) => answer.signIn(OAUTH),
        "application/vnd.microsoft.activity.loginRequest",
      ],
      [
        "a refused token",
        (answer) => answer.signInNeeded("Sign in"),
        "application/vnd.microsoft.error.preconditionFailed",
      ],
    ];

    for (const [name, give, type] of ways) {
      it(`gives ${name} in the response, and no message`, async () => {
        await give(new ActionAnswer(context));

        const { status, body } = response() as { status: number; body: { type: string } };
        assert.deepEqual([status, body.type], [200, type]);
        assert.deepEqual(sent(), []);
      });
    }

    it("gives what comes after the first thing in the chat", async () => {
      const answer = new ActionAnswer(context);

      await answer.card(card("First"));
      await answer.card(card("Second"));
      await answer.text("Third");
      await answer.signIn(OAUTH);

      assert.match(JSON.stringify(response()), /First/);
      assert.deepEqual(sent(), ["Second", "Third", "sign-in: Sign in"]);
    });

    it("puts the card that moves into the response, where the pressed one was", async () => {
      context.activity.replyToId = "pressed";
      const answer = new ActionAnswer(context);

      assert.equal(await answer.move(card("First")), "pressed");
      assert.match(JSON.stringify(response()), /First/);
      assert.equal(await answer.move(card("Second")), "1");
      assert.deepEqual(sent(), ["Second"]);
    });
  });

  describe("BackgroundAnswer", () => {
    const failing = (statusCode: number): Error =>
      Object.assign(new Error("the connector said no"), { statusCode });

    it("changes the card where it is, and sends nothing", async () => {
      const id = await new BackgroundAnswer(context).move(card("Moved"), "activity-7");

      assert.equal(id, "activity-7");
      assert.deepEqual(adapter.updated.map(seen), ["Moved"]);
      assert.equal(adapter.updated[0]?.id, "activity-7");
      assert.deepEqual(sent(), []);
    });

    it("sends the card when there is none to change", async () => {
      assert.equal(await new BackgroundAnswer(context).move(card("New"), null), "1");
      assert.deepEqual([sent(), adapter.updated], [["New"], []]);
    });

    it("sends the card anew when the old one is gone", async () => {
      adapter.failure = failing(404);

      assert.equal(await new BackgroundAnswer(context).move(card("Moved"), "activity-7"), "1");
      assert.deepEqual(sent(), ["Moved"]);
    });

    for (const failure of [failing(403), failing(500), new Error("no network")]) {
      it(`sends nothing twice after ${JSON.stringify(failure)} ${failure.message}`, async () => {
        adapter.failure = failure;

        await assert.rejects(new BackgroundAnswer(context).move(card("Moved"), "a"), failure);
        assert.deepEqual(sent(), []);
      });
    }
  });

  it("an answer to an invoke replaces the one before", async () => {
    await respondToInvoke(context, { status: 200 });
    await respondToInvoke(context, { status: 500, body: { reference: "R" } });

    assert.deepEqual(response(), { status: 500, body: { reference: "R" } });
  });

  it("nobody is known before the turn has met them", () => {
    assert.throws(() => whoIn(context), /before the turn knew who it is/);
  });
});
