import { setTimeout as wait } from "node:timers/promises";
import type { Faults } from "../faults/faults.ts";
import type { Person } from "../people/person.ts";
import type { GraphError } from "./graph-answer.ts";
import { serverError, tooManyRequests } from "./graph-errors.ts";

/**
 * Waits where a fault says so, then returns the error that takes the answer's place, if any.
 * @param person whom the request is about, or null for nobody in particular
 */
export async function sufferFault(
  faults: Faults,
  person: Person | null,
  closing: AbortSignal,
): Promise<GraphError | null> {
  const hang = faults.take("hang", person);
  if (hang !== undefined) {
    await waitFor(hang.limitMs, closing);
    return serverError(504);
  }
  const slow = faults.take("slow", person);
  if (slow !== undefined) await waitFor(slow.delayMs, closing);
  const throttle = faults.take("throttle", person);
  if (throttle !== undefined) return tooManyRequests(throttle.retryAfterSeconds);
  const failing = faults.take("serverError", person);
  return failing === undefined ? null : serverError(failing.status);
}

/** Ends early when the sandbox stops, so that a hanging request cannot keep the process alive. */
async function waitFor(ms: number, closing: AbortSignal) {
  await wait(ms, undefined, { signal: closing }).catch((error: unknown) => {
    if (!closing.aborted) throw error;
  });
}
