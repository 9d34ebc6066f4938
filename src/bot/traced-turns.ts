import type { TurnContext } from "botbuilder";
import { errorName, type OpenSpan, type Telemetry } from "../telemetry/telemetry.ts";
import { isActionInvoke } from "./activity.ts";
import { SIGN_IN_INVOKES } from "./sign-in-invokes.ts";

const FAILURE = Symbol("failure of the turn");

type Noted = { why: string | null };

/** Each turn as a span, counted and timed by its kind and by what came of it. */
export function tracedTurns(
  telemetry: Telemetry,
  onTurn: (context: TurnContext) => Promise<unknown>,
): (context: TurnContext) => Promise<unknown> {
  return (context) =>
    inTurn(telemetry, { context, kind: kindOf(context) }, async () => {
      try {
        return await onTurn(context);
      } catch (error) {
        // The adapter would call it after the turn, when its reference could not be put on the span any more.
        // The SDK's types promise a handler; an adapter without an application has none.
        const adapter: Partial<Pick<typeof context.adapter, "onTurnError">> = context.adapter;
        const { onTurnError } = adapter;
        if (!(error instanceof Error) || onTurnError === undefined) throw error;
        noteFailure(context, error);
        await onTurnError(context, error);
        return false;
      }
    });
}

/** The same for a turn that nobody typed. */
export function inTurn<Result>(
  telemetry: Telemetry,
  turn: { readonly context: TurnContext; readonly kind: string },
  work: () => Promise<Result>,
): Promise<Result> {
  const { context, kind } = turn;
  const failure: Noted = { why: null };
  context.turnState.set(FAILURE, failure);
  const startMs = telemetry.nowMs();
  const attributes = { "pushready.turn.kind": kind };
  return telemetry.inSpan({ name: `turn ${kind}`, kind: "server", attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      failure.why = errorName(error);
      throw error;
    } finally {
      measure(telemetry, { kind, failure, startMs, span });
    }
  });
}

/** For the handler of a turn's errors: to everybody else such a turn has ended well. */
export function noteFailure(context: TurnContext, error: unknown): void {
  const failure = context.turnState.get<Noted | undefined>(FAILURE);
  if (failure !== undefined) failure.why = errorName(error);
}

function measure(
  telemetry: Telemetry,
  turn: {
    readonly kind: string;
    readonly failure: Noted;
    readonly startMs: number;
    readonly span: OpenSpan;
  },
): void {
  const { kind, failure, startMs, span } = turn;
  const outcome = failure.why === null ? "completed" : "failed";
  span.add({ "pushready.outcome": outcome });
  if (failure.why !== null) span.fail(failure.why);
  telemetry.count("pushready.turns", { kind, outcome });
  telemetry.record("pushready.turn.duration", telemetry.nowMs() - startMs, { kind, outcome });
}

/** One of few: a client can write anything into an activity's type. */
function kindOf(context: TurnContext): string {
  const { type, name } = context.activity;
  if (isActionInvoke(context)) return "action";
  if (SIGN_IN_INVOKES.has(name ?? "")) return "signIn";
  if (type === "message") return "message";
  return type === "installationUpdate" || type === "conversationUpdate" ? "membership" : "other";
}
