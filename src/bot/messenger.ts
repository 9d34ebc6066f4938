import {
  type ConversationReference as BotReference,
  CardFactory,
  MessageFactory,
  type TurnContext,
} from "botbuilder";
import type { CardPayload } from "../cards/card.ts";
import type { Clock } from "../enrollment/clock.ts";
import type { PersonKey } from "../enrollment/person.ts";
import type { ReminderAddress } from "../reminders/delivery-queue.ts";
import type { Reminder, ReminderMessenger, SendOutcome } from "../reminders/messenger.ts";
import { outcomeOf } from "../reminders/reachability.ts";
import type { PushReadyAdapter } from "./adapter.ts";
import { isServiceHost } from "./inbound.ts";
import { NotSent, TeamsRefused } from "./once-connector.ts";

/** A message unasked: the card, and the line that a phone's notification shows. */
export type ReminderMessage = { readonly card: CardPayload; readonly summary: string };

export type MessengerParts = {
  readonly adapter: PushReadyAdapter;
  readonly appId: string;
  /** Hosts that may be written to with the bot's token. */
  readonly serviceUrlHosts: readonly string[];
  /** Where people are written to of whom Graph only told the chat. */
  readonly defaultServiceUrl: string;
  readonly clock: Clock;
  readonly remind: (reminder: Reminder) => ReminderMessage;
  readonly done: (locale: string | null) => ReminderMessage;
};

type Target = {
  readonly key: PersonKey;
  readonly address: ReminderAddress;
};

/** Writes reminders into Teams. Each send is one request; what came of it is told as it is known. */
export class TeamsMessenger implements ReminderMessenger {
  readonly #parts: MessengerParts;

  constructor(parts: MessengerParts) {
    this.#parts = parts;
  }

  send(reminder: Reminder, signal: AbortSignal): Promise<SendOutcome> {
    return this.#write(reminder, signal, async (context) => {
      const sent = await context.sendActivity(messageOf(this.#parts.remind(reminder)));
      return sent?.id ?? "";
    });
  }

  replaceWithDone(
    card: Target & { readonly activityId: string; readonly locale: string | null },
    signal: AbortSignal,
  ): Promise<SendOutcome> {
    return this.#write(card, signal, async (context) => {
      await context.updateActivity({
        ...messageOf(this.#parts.done(card.locale)),
        id: card.activityId,
      });
      return card.activityId;
    });
  }

  async #write(
    target: Target,
    signal: AbortSignal,
    work: (context: TurnContext) => Promise<string>,
  ): Promise<SendOutcome> {
    const { adapter, appId, serviceUrlHosts, clock } = this.#parts;
    const reference = this.#referenceOf(target);
    // The bot's token goes wherever this says, and the row may be older than today's configuration.
    if (!isServiceHost(reference.serviceUrl, serviceUrlHosts)) {
      return { kind: "failed", why: "serviceUrlNotAllowed" };
    }
    if (signal.aborted) return { kind: "retry", why: "stopped" };
    let outcome: SendOutcome = { kind: "failed", why: "notTried" };
    try {
      await adapter.continueOnce(appId, reference, { signal, clock }, async (context) => {
        // The SDK hands errors of a turn to its own handler, so they end here.
        outcome = await attempt(() => work(context));
      });
    } catch (error) {
      // The turn could not be made: no request has left.
      return { kind: "retry", why: reasonOf(error) };
    }
    return outcome;
  }

  #referenceOf({ key, address }: Target): Partial<BotReference> & { readonly serviceUrl: string } {
    const { appId, defaultServiceUrl } = this.#parts;
    const known = address.kind === "reference" ? address.reference : null;
    const conversationId =
      address.kind === "reference" ? address.reference.conversationId : address.chatId;
    return {
      channelId: known?.channelId ?? "msteams",
      serviceUrl: known?.serviceUrl ?? defaultServiceUrl,
      conversation: {
        id: conversationId,
        conversationType: "personal",
        tenantId: key.tenantId,
        isGroup: false,
        name: "",
      },
      user: { id: known?.teamsUserId ?? "", name: "", aadObjectId: key.userId },
      bot: { id: known?.botId ?? `28:${appId}`, name: "" },
    };
  }
}

/** Card and text never in one activity: Teams would split them and lose the activity's id. */
function messageOf({ card, summary }: ReminderMessage) {
  return { ...MessageFactory.attachment(CardFactory.adaptiveCard(card)), summary };
}

async function attempt(work: () => Promise<string>): Promise<SendOutcome> {
  try {
    const id = await work();
    return { kind: "sent", activityId: id === "" ? null : id };
  } catch (error) {
    if (error instanceof TeamsRefused) return outcomeOf(error.refusal);
    if (neverLeft(error)) return { kind: "retry", why: reasonOf(error) };
    return { kind: "unknown", why: reasonOf(error) };
  }
}

/** Node's codes for a connection that was never made. */
const NO_CONNECTION: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

const neverLeft = (error: unknown): boolean =>
  error instanceof NotSent || NO_CONNECTION.has(codeOf(error));

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : "";
}

// Names and codes only: messages may hold addresses of people.
function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code !== "") return code;
  return error instanceof Error ? error.name : "unknownError";
}
