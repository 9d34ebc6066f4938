import assert from "node:assert/strict";
import fc from "fast-check";
import type { SendOutcome } from "../../src/reminders/messenger.ts";
import { outcomeOf } from "../../src/reminders/reachability.ts";

const error = (code: string) => ({ error: { code, message: "Somebody Somewhere cannot." } });

const unreachable = (
  reachability: "notInstalled" | "removed" | "blocked" | "gone",
  why: string,
): SendOutcome => ({ kind: "unreachable", reachability, why });

const rows: readonly {
  readonly status: number;
  readonly body?: unknown;
  readonly outcome: SendOutcome;
}[] = [
  {
    status: 400,
    body: error("BadArgument"),
    outcome: { kind: "failed", why: "http 400 BadArgument" },
  },
  { status: 401, outcome: { kind: "failed", why: "http 401" } },
  {
    status: 403,
    body: error("BotDisabledByAdmin"),
    outcome: unreachable("blocked", "http 403 BotDisabledByAdmin"),
  },
  {
    status: 403,
    body: error("BotNotInConversationRoster"),
    outcome: unreachable("removed", "http 403 BotNotInConversationRoster"),
  },
  {
    status: 403,
    body: error("ConversationBlockedByUser"),
    outcome: unreachable("blocked", "http 403 ConversationBlockedByUser"),
  },
  {
    status: 403,
    body: error("ForbiddenOperationException"),
    outcome: unreachable("notInstalled", "http 403 ForbiddenOperationException"),
  },
  {
    status: 403,
    body: {
      errorCode: 209,
      message: JSON.stringify({ subCode: "MessageWritesBlocked", details: "Thread is blocked." }),
    },
    outcome: unreachable("blocked", "http 403 MessageWritesBlocked"),
  },
  {
    status: 403,
    body: { error: { code: "Forbidden", innererror: { code: "botNotInConversationRoster" } } },
    outcome: unreachable("removed", "http 403 botNotInConversationRoster"),
  },
  { status: 403, body: "<html>no</html>", outcome: unreachable("blocked", "http 403") },
  { status: 403, body: "{broken", outcome: unreachable("blocked", "http 403") },
  { status: 403, body: null, outcome: unreachable("blocked", "http 403") },
  {
    status: 403,
    body: { code: "Somebody Somewhere is away" },
    outcome: unreachable("blocked", "http 403"),
  },
  {
    status: 403,
    body: error("InvalidBotApiHost"),
    outcome: { kind: "failed", why: "http 403 InvalidBotApiHost" },
  },
  {
    status: 403,
    body: error("NotEnoughPermissions"),
    outcome: { kind: "failed", why: "http 403 NotEnoughPermissions" },
  },
  {
    status: 404,
    body: error("ConversationNotFound"),
    outcome: unreachable("gone", "http 404 ConversationNotFound"),
  },
  { status: 404, outcome: unreachable("gone", "http 404") },
  { status: 412, outcome: { kind: "retry", why: "http 412" } },
  {
    status: 413,
    body: error("MessageSizeTooBig"),
    outcome: { kind: "failed", why: "http 413 MessageSizeTooBig" },
  },
  { status: 429, outcome: { kind: "throttled", retryAfterMs: 7_000 } },
  {
    status: 500,
    body: error("ServiceError"),
    outcome: { kind: "failed", why: "http 500 ServiceError" },
  },
  { status: 502, outcome: { kind: "retry", why: "http 502" } },
  { status: 503, outcome: { kind: "retry", why: "http 503" } },
  { status: 504, outcome: { kind: "retry", why: "http 504" } },
];

describe("outcomeOf", () => {
  for (const { status, body, outcome } of rows) {
    it(`knows ${String(status)} with ${JSON.stringify(body ?? null)}`, () => {
      assert.deepEqual(outcomeOf({ status, body, retryAfterMs: 7_000 }), outcome);
    });
  }

  it("tries nothing again but 412, 429, 502, 503 and 504, whatever the body", () => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 599 }), fc.jsonValue(), (status, body) => {
        const { kind } = outcomeOf({ status, body, retryAfterMs: null });

        assert.equal(
          kind === "retry" || kind === "throttled",
          [412, 429, 502, 503, 504].includes(status),
        );
      }),
    );
  });

  it("repeats no prose, which may name people, however deep it lies", () => {
    const body = { a: { b: { c: { d: { e: { f: { code: "TooDeep" } } } } } }, code: "Ann Other" };

    const outcome = outcomeOf({ status: 400, body, retryAfterMs: null });

    assert.deepEqual(outcome, { kind: "failed", why: "http 400" });
  });
});
