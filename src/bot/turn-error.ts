import type { TurnContext } from "botbuilder";
import type { OrganisationLinks } from "../cards/links.ts";
import { problemCard } from "../cards/problem/problem.card.ts";
import { copyFor } from "../copy/copy.ts";
import type { Logger } from "../telemetry/logger.ts";
import { isActionInvoke } from "./activity.ts";
import { ActionAnswer, ChatAnswer, respondToInvoke } from "./answer.ts";
import type { NewReference } from "./reference-id.ts";
import { SIGN_IN_INVOKES } from "./sign-in-invokes.ts";
import { noteFailure } from "./traced-turns.ts";

/**
 * What a turn that failed still owes: a plain sentence with a reference for the person, and the same reference with the
 * error in the log.
 */
export function createTurnErrorHandler(parts: {
  readonly links: OrganisationLinks;
  readonly log: Logger;
  readonly newReference: NewReference;
}): (context: TurnContext, error: unknown) => Promise<void> {
  const { links, log, newReference } = parts;
  return async (context, error) => {
    const { activity } = context;
    if (isStateConflict(error)) {
      // Two turns of one person at once. Both were answered; what the other one kept is as good as ours.
      log.info("conversation state was kept by another turn");
      return;
    }
    noteFailure(context, error);
    const referenceId = newReference();
    log.error({ err: error, reference: referenceId, type: activity.type }, "turn failed");
    const locale = activity.locale ?? null;
    const problem = { kind: "unexpected" } as const;
    const card = problemCard(copyFor(locale), { problem, referenceId, links, locale });
    if (isActionInvoke(context)) {
      await new ActionAnswer(context).card(card);
      return;
    }
    if (activity.type === "invoke") {
      await respondToInvoke(context, { status: 500, body: { reference: referenceId } });
    }
    // A sign-in that fails is waited for in the chat, like an answer to a message; other events are nobody's question.
    if (activity.type !== "message" && !SIGN_IN_INVOKES.has(activity.name ?? "")) return;
    await new ChatAnswer(context).card(card).catch((cause: unknown) => {
      log.error({ err: cause, reference: referenceId }, "the person could not be told");
    });
  };
}

// The SDK knows a lost write only by these words (botbuilder-core, MemoryStorage).
const isStateConflict = (error: unknown): boolean =>
  error instanceof Error && /etag conflict/i.test(error.message);
