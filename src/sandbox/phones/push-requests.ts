import { randomInt, randomUUID } from "node:crypto";
import type { Person } from "../people/person.ts";

// Entra's notifications live about a minute.
const lifeMs = 60_000;

/** One notification that asks for a number, sent to every phone that holds one of the entries. */
export type PushRequest = {
  readonly id: string;
  readonly person: Person;
  /** Ids of the Authenticator entries that it went to. */
  readonly methodIds: readonly string[];
  /** Two digits, shown on the page that waits. */
  readonly number: string;
  /** What the person signs in to, as the phone says it. */
  readonly appName: string;
  readonly sentAt: Date;
};

export type PushAnswer =
  | { readonly kind: "approve"; readonly number: string }
  | { readonly kind: "refuse" };

export type PushState =
  | { readonly kind: "waiting" }
  | { readonly kind: "approved"; readonly methodId: string }
  /** A wrong number counts as a refusal, as in Entra. */
  | { readonly kind: "denied"; readonly why: "wrongNumber" | "refused" }
  | { readonly kind: "expired" };

type Sent = { readonly request: PushRequest; readonly state: PushState };

/** Notifications on their way between the pages that wait and the phones that answer. */
export class PushRequests {
  readonly #sent = new Map<string, Sent>();

  send(person: Person, methodIds: readonly string[], appName: string, now: Date): PushRequest {
    this.#forgetOld(now);
    const number = String(randomInt(10, 100));
    const request = { id: randomUUID(), person, methodIds, number, appName, sentAt: now };
    this.#sent.set(request.id, { request, state: { kind: "waiting" } });
    return request;
  }

  find(id: string): PushRequest | null {
    return this.#sent.get(id)?.request ?? null;
  }

  stateOf(id: string, now: Date): PushState {
    const sent = this.#sent.get(id);
    if (sent === undefined) return { kind: "expired" };
    const { request, state } = sent;
    const isOver = now.getTime() - request.sentAt.getTime() >= lifeMs;
    return state.kind === "waiting" && isOver ? { kind: "expired" } : state;
  }

  /** The newest one that an entry can still answer. */
  waitingFor(methodId: string, now: Date): PushRequest | null {
    const waiting = [...this.#sent.values()].filter(
      ({ request }) =>
        request.methodIds.includes(methodId) && this.stateOf(request.id, now).kind === "waiting",
    );
    return waiting.at(-1)?.request ?? null;
  }

  /** The first answer counts; a late or second one changes nothing. Returns where the request stands afterwards. */
  answer(id: string, methodId: string, answer: PushAnswer, now: Date): PushState {
    const request = this.find(id);
    const state = this.stateOf(id, now);
    if (state.kind !== "waiting" || !request?.methodIds.includes(methodId)) return state;
    const answered = answeredState(request, methodId, answer);
    this.#sent.set(id, { request, state: answered });
    return answered;
  }

  /** Nobody waits for it any more; it disappears from the phones. */
  withdraw(id: string): void {
    this.#sent.delete(id);
  }

  reset(): void {
    this.#sent.clear();
  }

  #forgetOld(now: Date): void {
    for (const [id, { request }] of this.#sent) {
      if (now.getTime() - request.sentAt.getTime() > 10 * lifeMs) this.#sent.delete(id);
    }
  }
}

function answeredState(request: PushRequest, methodId: string, answer: PushAnswer): PushState {
  if (answer.kind === "refuse") return { kind: "denied", why: "refused" };
  return answer.number === request.number
    ? { kind: "approved", methodId }
    : { kind: "denied", why: "wrongNumber" };
}
