import type { TurnContext } from "botbuilder";
import { copyFor } from "../copy/copy.ts";
import type { TenantId } from "../methods/ids.ts";
import { type Logger, redactId } from "../telemetry/logger.ts";
import { isActionInvoke } from "./activity.ts";
import { ActionAnswer, ChatAnswer, respondToInvoke } from "./answer.ts";
import { senderOf } from "./inbound.ts";
import { type Pressed, RateLimit } from "./rate-limit.ts";
import { readActionSignIn, SIGN_IN_INVOKES } from "./sign-in-invokes.ts";

/** Teams sends a token exchange for each of its clients, and again when a button needs it. No flood looks like that. */
const SIGN_INS_PER_MINUTE = 60;

/**
 * Holds back who sends more than a person can: before the turn touches the database. One line says so, then there is
 * silence until the minute is over, so that a flood is not answered by one of ours.
 */
export class TurnBrake {
  readonly #tenantId: TenantId;
  readonly #log: Logger;
  readonly #turns: RateLimit;
  readonly #signIns = new RateLimit(SIGN_INS_PER_MINUTE);

  constructor(parts: {
    readonly tenantId: TenantId;
    readonly log: Logger;
    readonly messagesPerMinute: number;
  }) {
    this.#tenantId = parts.tenantId;
    this.#log = parts.log;
    this.#turns = new RateLimit(parts.messagesPerMinute);
  }

  /** Whether the turn is held back; it has been answered then. */
  async holdsBack(context: TurnContext): Promise<boolean> {
    if (UNCOUNTED.has(context.activity.type)) return false;
    const sender = senderOf(context.activity, this.#tenantId);
    const id = sender?.key.userId ?? context.activity.from.id;
    const pressed = await (isSignIn(context) ? this.#signIns : this.#turns).press(id);
    if (pressed.kind === "within") return false;

    const { isFirst } = pressed;
    if (isFirst) this.#log.warn({ user: redactId(id) }, "too many turns at once, held back");
    await answer(context, pressed, copyFor(sender?.locale ?? null)["chat.tooMany"]);
    return true;
  }
}

// Teams itself sends these. One that is lost would leave us writing to somebody who took the app away.
const UNCOUNTED: ReadonlySet<string> = new Set(["conversationUpdate", "installationUpdate"]);

// A button that Teams sends again with the sign-in that it was asked for is part of that sign-in.
function isSignIn(context: TurnContext): boolean {
  if (SIGN_IN_INVOKES.has(context.activity.name ?? "")) return true;
  if (!isActionInvoke(context)) return false;
  const { ssoToken, code } = readActionSignIn(context.activity.value as unknown);
  return ssoToken !== null || code !== null;
}

async function answer(
  context: TurnContext,
  { isFirst }: Extract<Pressed, { kind: "tooMany" }>,
  line: string,
): Promise<void> {
  if (isActionInvoke(context)) return new ActionAnswer(context).tooMany(line);
  if (context.activity.type === "invoke") return respondToInvoke(context, { status: 429 });
  if (context.activity.type === "message" && isFirst) await new ChatAnswer(context).text(line);
}
