import assert from "node:assert/strict";
import { type Activity, BotAdapter, INVOKE_RESPONSE_KEY, TurnContext } from "botbuilder";
import { ActionAnswer, ChatAnswer, respondToInvoke } from "../../src/bot/answer.ts";
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

  override updateActivity = (): Promise<never> => Promise.reject(new Error("nothing is updated"));
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
