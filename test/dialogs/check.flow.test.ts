import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import {
  type CheckEffect,
  type CheckEvent,
  type CheckState,
  checkStep,
  IDLE,
  parseCheckState,
} from "../../src/dialogs/check.flow.ts";
import type { CheckResult } from "../../src/enrollment/check.ts";
import { DEFAULT_POLICY } from "../../src/methods/policy.ts";
import { assess } from "../../src/methods/readiness.ts";

const SIGNING_IN: CheckState = { kind: "signingIn", again: false, goal: "check" };
const AGAIN: CheckState = { kind: "signingIn", again: true, goal: "check" };
const FOR_CHECKLIST: CheckState = { kind: "signingIn", again: false, goal: "checklist" };
const assessment = assess(
  { kind: "read", methods: [], isGuest: false },
  DEFAULT_POLICY,
  new Date("2026-11-24T12:00:00Z"),
);
const ASSESSED: CheckResult = { kind: "assessed", assessment };
const THROTTLED: CheckResult = {
  kind: "unavailable",
  why: "throttled",
  retryAfterSeconds: 30,
  requestId: null,
};

type Row = {
  readonly state: CheckState;
  readonly event: CheckEvent;
  readonly then: CheckState;
  readonly effects: readonly CheckEffect[];
};

const problem = (
  kind: "wrongAccount" | "signInExpired" | "signInCancelled" | "consentRefused" | "codeRefused",
): CheckEffect => ({
  kind: "showProblem",
  problem: { kind },
});

const table: readonly Row[] = [
  {
    state: IDLE,
    event: { kind: "asked", goal: "check", hasAnswered: false },
    then: IDLE,
    effects: [{ kind: "showNumberPrompt" }],
  },
  {
    state: IDLE,
    event: { kind: "asked", goal: "check", hasAnswered: true },
    then: IDLE,
    effects: [{ kind: "findToken", goal: "check" }],
  },
  {
    state: IDLE,
    event: { kind: "asked", goal: "setUp", hasAnswered: false },
    then: IDLE,
    effects: [{ kind: "findToken", goal: "setUp" }],
  },
  {
    state: FOR_CHECKLIST,
    event: { kind: "signInDone" },
    then: FOR_CHECKLIST,
    effects: [{ kind: "findToken", goal: "checklist" }],
  },
  {
    state: IDLE,
    event: { kind: "tokenMissing", goal: "checklist" },
    then: FOR_CHECKLIST,
    effects: [{ kind: "askSignIn", why: "first", silent: true }],
  },
  {
    state: FOR_CHECKLIST,
    event: { kind: "checked", goal: "checklist", result: ASSESSED },
    then: IDLE,
    effects: [{ kind: "deliver", goal: "checklist", assessment }],
  },
  {
    state: IDLE,
    event: { kind: "answered", answer: "no" },
    then: IDLE,
    effects: [
      { kind: "saveAnswer", answer: "no" },
      { kind: "findToken", goal: "check" },
    ],
  },
  {
    state: IDLE,
    event: { kind: "tokenFound", goal: "check" },
    then: IDLE,
    effects: [{ kind: "check", goal: "check" }],
  },
  {
    state: IDLE,
    event: { kind: "tokenMissing", goal: "check" },
    then: SIGNING_IN,
    effects: [{ kind: "askSignIn", why: "first", silent: true }],
  },
  {
    state: AGAIN,
    event: { kind: "tokenMissing", goal: "check" },
    then: AGAIN,
    effects: [{ kind: "askSignIn", why: "expired", silent: true }],
  },
  {
    state: SIGNING_IN,
    event: { kind: "signInDone" },
    then: SIGNING_IN,
    effects: [{ kind: "findToken", goal: "check" }],
  },
  { state: IDLE, event: { kind: "signInDone" }, then: IDLE, effects: [] },
  {
    state: SIGNING_IN,
    event: { kind: "checked", goal: "check", result: ASSESSED },
    then: IDLE,
    effects: [{ kind: "deliver", goal: "check", assessment }],
  },
  {
    state: IDLE,
    event: { kind: "checked", goal: "check", result: THROTTLED },
    then: IDLE,
    effects: [{ kind: "showProblem", problem: THROTTLED }],
  },
  {
    state: IDLE,
    event: { kind: "checked", goal: "check", result: { kind: "wrongAccount" } },
    then: IDLE,
    effects: [{ kind: "dropToken" }, problem("wrongAccount")],
  },
  {
    state: IDLE,
    event: { kind: "checked", goal: "check", result: { kind: "tokenRefused" } },
    then: AGAIN,
    effects: [{ kind: "dropToken" }, { kind: "askSignIn", why: "expired", silent: true }],
  },
  {
    state: AGAIN,
    event: { kind: "checked", goal: "check", result: { kind: "tokenRefused" } },
    then: IDLE,
    effects: [{ kind: "dropToken" }, problem("signInExpired")],
  },
  {
    state: SIGNING_IN,
    event: { kind: "signInCancelled" },
    then: IDLE,
    effects: [problem("signInCancelled")],
  },
  { state: IDLE, event: { kind: "signInCancelled" }, then: IDLE, effects: [] },
  {
    state: SIGNING_IN,
    event: { kind: "consentRefused" },
    then: IDLE,
    effects: [problem("consentRefused")],
  },
  { state: IDLE, event: { kind: "consentRefused" }, then: IDLE, effects: [] },
  {
    state: SIGNING_IN,
    event: { kind: "silentSignInFailed" },
    then: SIGNING_IN,
    effects: [{ kind: "askSignIn", why: "first", silent: false }],
  },
  {
    state: AGAIN,
    event: { kind: "silentSignInFailed" },
    then: AGAIN,
    effects: [{ kind: "askSignIn", why: "expired", silent: false }],
  },
  { state: IDLE, event: { kind: "silentSignInFailed" }, then: IDLE, effects: [] },
  {
    state: SIGNING_IN,
    event: { kind: "codeRefused" },
    then: SIGNING_IN,
    effects: [problem("codeRefused")],
  },
  {
    state: SIGNING_IN,
    event: { kind: "askedToSignOut" },
    then: IDLE,
    effects: [{ kind: "signOut" }],
  },
];

describe("checkStep", () => {
  for (const { state, event, then, effects } of table) {
    const result = event.kind === "checked" ? ` (${event.result.kind})` : "";
    const goal = "goal" in event ? ` for ${event.goal}` : "";
    const when = state.kind === "signingIn" && state.again ? "signing in again" : state.kind;
    it(`${when} + ${event.kind}${goal}${result} → ${effects.map((effect) => effect.kind).join(", ") || "nothing"}`, () => {
      assert.deepEqual(checkStep(state, event), { state: then, effects });
    });
  }

  const states = fc.constantFrom(IDLE, SIGNING_IN, AGAIN, FOR_CHECKLIST);
  const events = fc.constantFrom(...table.map((row) => row.event));

  it("answers every event in every state, and asks the person for one thing at most", () => {
    fc.assert(
      fc.property(states, events, (state, event) => {
        const { effects } = checkStep(state, event);

        const speaking = effects.filter(
          (effect) => !["saveAnswer", "findToken", "check", "dropToken"].includes(effect.kind),
        );
        assert.ok(speaking.length <= 1);
      }),
    );
  });

  it("never reads with a token that was just refused or belongs to somebody else", () => {
    fc.assert(
      fc.property(states, events, (state, event) => {
        const { effects } = checkStep(state, event);

        const dropped = effects.findIndex((effect) => effect.kind === "dropToken");
        if (dropped === -1) return;
        assert.ok(!effects.slice(dropped).some((effect) => effect.kind === "check"));
      }),
    );
  });

  it("ends: no sequence of refused tokens asks for a sign-in for ever", () => {
    let state: CheckState = IDLE;
    const asked = Array.from({ length: 5 }, () => {
      const step = checkStep(state, {
        kind: "checked",
        goal: "check",
        result: { kind: "tokenRefused" },
      });
      state = step.state;
      return step.effects.some((effect) => effect.kind === "askSignIn");
    });

    assert.deepEqual(asked.slice(0, 2), [true, false]);
  });
});

describe("parseCheckState", () => {
  for (const state of [IDLE, SIGNING_IN, AGAIN, FOR_CHECKLIST]) {
    it(`reads ${JSON.stringify(state)} back`, () => {
      assert.deepEqual(parseCheckState(JSON.parse(JSON.stringify(state))), state);
    });
  }

  it("takes a sign-in that an older version waits for as one for a check", () => {
    assert.deepEqual(parseCheckState({ kind: "signingIn", again: false }), SIGNING_IN);
  });

  for (const broken of [undefined, null, "signingIn", {}, { kind: "signingIn", again: "no" }]) {
    it(`takes ${inspect(broken)} as nothing`, () => {
      assert.deepEqual(parseCheckState(broken), IDLE);
    });
  }
});
