import type { ConversationReference as BotReference, TurnContext } from "botbuilder";
import { copyFor } from "../copy/copy.ts";
import type { PersonKey, PersonStore } from "../enrollment/person.ts";
import type { Logger } from "../telemetry/logger.ts";
import { NO_TELEMETRY, type Telemetry } from "../telemetry/telemetry.ts";
import type { PushReadyAdapter } from "./adapter.ts";
import { Afterwards } from "./afterwards.ts";
import { BackgroundAnswer } from "./answer.ts";
import { BotTurn } from "./bot-turn.ts";
import type { NewReference } from "./reference-id.ts";
import type { SignIn } from "./sign-in.ts";
import { inTurn } from "./traced-turns.ts";

export type BackgroundParts = {
  readonly adapter: PushReadyAdapter;
  readonly appId: string;
  readonly people: PersonStore;
  readonly signIn: SignIn;
  readonly log: Logger;
  readonly newReference: NewReference;
  readonly telemetry?: Telemetry;
};

/**
 * Runs a turn that nobody typed: something happened elsewhere and the person's chat is to show it. Does nothing for
 * people who have the app no longer.
 */
export class Background {
  readonly #parts: BackgroundParts;

  constructor(parts: BackgroundParts) {
    this.#parts = parts;
  }

  async run(key: PersonKey, work: (turn: BotTurn) => Promise<void>): Promise<void> {
    const { adapter, appId, people, telemetry = NO_TELEMETRY } = this.#parts;
    const [person, reference] = await Promise.all([people.find(key), people.findReference(key)]);
    if (person === null || reference === null) return;
    const target: Partial<BotReference> = {
      channelId: reference.channelId,
      serviceUrl: reference.serviceUrl,
      conversation: {
        id: reference.conversationId,
        conversationType: "personal",
        tenantId: key.tenantId,
        isGroup: false,
        name: "",
      },
      user: { id: reference.teamsUserId, name: "", aadObjectId: key.userId },
      bot: { id: reference.botId, name: "" },
    };
    const afterwards = new Afterwards((error) => {
      this.#parts.log.error({ err: error }, "what a turn put off failed");
    });
    await adapter.continueConversationAsync(appId, target, async (context: TurnContext) => {
      afterwards.attachTo(context);
      const who = { person, copy: copyFor(person.locale) };
      const turn = new BotTurn(context, who, new BackgroundAnswer(context), this.#parts);
      await inTurn(telemetry, { context, kind: "background" }, () => work(turn));
    });
    afterwards.begin();
  }
}
