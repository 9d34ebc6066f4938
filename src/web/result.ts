import type { Clock } from "../enrollment/clock.ts";
import type {
  BegunSignIn,
  FreshSignInFailure,
  FreshSignInResult,
} from "../enrollment/fresh-sign-in.ts";
import type { Logger } from "../telemetry/logger.ts";
import type { Authority } from "./authority.ts";
import type { AuthorityAnswer } from "./callback-parameters.ts";
import { contextsOf, judgeIdentity } from "./identity.ts";
import { WebError } from "./web-error.ts";

/** What a sign-in came to. Only the very person's token is in it; another one's is dropped here. */
export type ToResult = (
  begun: BegunSignIn,
  answer: AuthorityAnswer,
  reference: string,
) => Promise<FreshSignInResult>;

export function resultOf(parts: {
  readonly authority: Authority;
  readonly clock: Clock;
  readonly log: Logger;
}): ToResult {
  const { authority, clock, log } = parts;
  return async (begun, answer, reference) => {
    if (answer.kind === "error") {
      if (answer.error === "access_denied") return failed("denied");
      // The server's own codes only: what else a browser sends here is anybody's.
      const error = /^\w{1,40}$/.test(answer.error) ? answer.error : "unreadable";
      log.warn({ error, reference }, "the authority ended the fresh sign-in");
      return failed("failed");
    }
    try {
      const { token, claims } = await authority.exchange(answer, begun);
      const identity = judgeIdentity(claims, begun.key);
      if (identity === "same") {
        const contexts = contextsOf(claims);
        return { kind: "completed", token, contexts, signedInAt: clock.now() };
      }
      if (identity !== "unknown") return failed(identity);
      log.error({ reference }, "the id token lacks oid or tid: does the scope hold profile?");
      return failed("failed");
    } catch (error) {
      if (!(error instanceof WebError)) throw error;
      log.error({ err: error, reference }, "fresh sign-in not completed");
      return failed("failed");
    }
  };
}

const failed = (why: FreshSignInFailure): FreshSignInResult => ({ kind: "failed", why });
