import type { OutcomeRow } from "../cards/cleanup/cleanup-view.ts";
import type { DelegatedToken } from "../enrollment/delegated-token.ts";
import type { EnrollmentFacts } from "../enrollment/facts.ts";
import type { PersonKey } from "../enrollment/person.ts";
import type { RemovalReport, RemovedTarget } from "../enrollment/remove.ts";
import type { AuthenticatorMethod } from "../methods/method.ts";
import type { MethodPolicy } from "../methods/policy.ts";
import { assess } from "../methods/readiness.ts";
import type { ChatTurn } from "./chat-turn.ts";
import type { RemovalEnd, Standing } from "./cleanup-event.ts";
import type { Order } from "./cleanup-state.ts";

/** A removal that was confirmed, with all that it needs. In memory only: names and tokens are not stored. */
export type RemovalJob = {
  readonly order: Order;
  /** What is known of the phones, to name them afterwards. One that was gone already is not among them. */
  readonly devices: readonly AuthenticatorMethod[];
  readonly readingToken: DelegatedToken;
  readonly actingToken: DelegatedToken;
};

/** What became of a job; `broken`: it ended without saying. */
export type JobEnd = RemovalReport | { readonly kind: "broken" };

/** Carries removals out beside the chat; the composition root knows how they report back. */
export interface Removals {
  /** Whether another one may begin; settles what can be settled with the person's own token. */
  standing(key: PersonKey, token: DelegatedToken): Promise<Standing>;
  /** Resolves once it has ended and was told. Never rejects. */
  run(key: PersonKey, job: RemovalJob): Promise<void>;
}

/** What became of a job, as the flow takes it. Names come from the job; troubles to look up go into the log. */
export function endOf(
  turn: ChatTurn,
  { devices }: RemovalJob,
  ended: JobEnd,
  known: {
    readonly facts: EnrollmentFacts;
    readonly policy: MethodPolicy;
    readonly now: Date;
  },
): RemovalEnd {
  switch (ended.kind) {
    case "busy":
    case "wrongAccount":
    case "broken":
      return { kind: "stopped", stop: { kind: ended.kind }, unsure: null };
    case "earlierOpen": {
      const { kind, settlesAt, methodId } = ended;
      return { kind: "stopped", stop: { kind, settlesAt }, unsure: methodId };
    }
    case "finished": {
      const { after, outcomes } = ended;
      return {
        kind: "finished",
        rows: outcomes.map((target) => rowOf(turn, devices, target)),
        after:
          after.kind === "read"
            ? assess({ ...after, isGuest: false }, known.policy, known.now)
            : null,
        facts: known.facts,
      };
    }
  }
}

function rowOf(
  turn: ChatTurn,
  devices: readonly AuthenticatorMethod[],
  { methodId, outcome }: RemovedTarget,
): OutcomeRow {
  const device = devices.find(({ id }) => id === methodId) ?? null;
  // Only for these is there anything to look up: a refusal without a reason, and silence.
  const referenceId =
    outcome.kind === "refusedByGraph" || outcome.kind === "notSureYet"
      ? turn.report({ what: "removal", why: outcome.kind, requestId: outcome.requestId })
      : null;
  return { methodId, device, outcome, referenceId };
}
