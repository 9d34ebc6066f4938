import assert from "node:assert/strict";
import { en } from "../../src/copy/en.ts";
import { CheckDialog } from "../../src/dialogs/check.dialog.ts";
import { type CheckEvent, type CheckState, IDLE } from "../../src/dialogs/check.flow.ts";
import type { CheckResult } from "../../src/enrollment/check.ts";
import type { DelegatedToken } from "../../src/enrollment/delegated-token.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";
import { tenantId, userId } from "../../src/methods/ids.ts";
import { DEFAULT_POLICY } from "../../src/methods/policy.ts";
import { assess } from "../../src/methods/readiness.ts";
import { aDevice } from "../builders/methods.ts";
import { FakeChatTurn } from "../fakes/fake-chat-turn.ts";
import { FakePersonStore } from "../fakes/fake-person-store.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const LATER = new Date("2026-11-24T12:00:05Z");
const KEY: PersonKey = { tenantId: tenantId("home"), userId: userId("anna") };
const LINKS = {
  organisationName: "Contoso",
  helpDeskUrl: "https://help.example.com/request",
  securityInfoUrl: "https://mysignins.microsoft.com/security-info",
};
const TOKEN: DelegatedToken = { value: "token", owner: null, accountHint: null };
const SIGNING_IN: CheckState = { kind: "signingIn", again: false, goal: "check" };
const AGAIN: CheckState = { kind: "signingIn", again: true, goal: "check" };
const ASSESSED: CheckResult = {
  kind: "assessed",
  assessment: assess(
    { kind: "read", methods: [aDevice("phone-1")], isGuest: false },
    DEFAULT_POLICY,
    NOW,
  ),
};

describe("CheckDialog", () => {
  let people: FakePersonStore;
  let results: CheckResult[];
  let read: (readonly [PersonKey, DelegatedToken])[];
  let dialog: CheckDialog;

  beforeEach(() => {
    people = new FakePersonStore();
    results = [ASSESSED];
    read = [];
    dialog = new CheckDialog({
      checkReadiness: (key, token) => {
        read.push([key, token]);
        const result = results.shift();
        return result === undefined
          ? Promise.reject(new Error("read too often"))
          : Promise.resolve(result);
      },
      people,
      links: LINKS,
      clock: { now: () => LATER },
    });
  });

  // Only the tests of other goals hand anything over.
  const run = (turn: FakeChatTurn, state: CheckState, event: CheckEvent): Promise<CheckState> =>
    dialog.run(turn, state, event, () => Promise.reject(new Error("delivered a check")));

  const ask: CheckEvent = { kind: "asked", goal: "check", hasAnswered: true };

  it("asks the question first, and nothing of the token service", async () => {
    const turn = new FakeChatTurn(KEY, TOKEN);

    const state = await run(turn, IDLE, { kind: "asked", goal: "check", hasAnswered: false });

    assert.deepEqual(state, IDLE);
    assert.deepEqual(turn.log, [`card: ${en["numberPrompt.question"]}`]);
  });

  it("keeps the answer and shows it beside the evidence, in the same turn", async () => {
    const turn = new FakeChatTurn(KEY, TOKEN);

    const state = await run(turn, IDLE, { kind: "answered", answer: "yes" });

    assert.deepEqual(state, IDLE);
    assert.ok(turn.shown.includes(en["answer.yes.push"]));
    const stored = await people.recordTurn({
      ...KEY,
      locale: null,
      timeZone: null,
      at: LATER,
      reference: {
        channelId: "msteams",
        serviceUrl: "https://smba.example",
        conversationId: "a:1",
        teamsUserId: "29:anna",
        botId: "28:bot",
      },
    });
    assert.deepEqual(stored.numberPrompt, { answer: "yes", at: LATER });
  });

  it("shows the new answer, not the one from before", async () => {
    const turn = new FakeChatTurn(KEY, TOKEN, "yes");

    await run(turn, IDLE, { kind: "answered", answer: "no" });

    assert.ok(turn.shown.includes(en["answer.no.push"]));
    assert.ok(!turn.shown.includes(en["answer.yes.push"]));
  });

  it("shows an answer given long ago", async () => {
    const turn = new FakeChatTurn(KEY, TOKEN, "unsure");

    await run(turn, IDLE, ask);

    assert.ok(turn.shown.includes(en["answer.unsure.push"]));
  });

  it("reads once, for the person of the chat with their token", async () => {
    const turn = new FakeChatTurn(KEY, TOKEN);

    await run(turn, IDLE, ask);

    assert.deepEqual(read, [[KEY, TOKEN]]);
    assert.equal(turn.log.length, 2);
    assert.match(turn.log[1] ?? "", new RegExp(`^card: ${en["readiness.setUp"]}`));
  });

  it("asks for a sign-in when there is no token, and waits for it", async () => {
    const turn = new FakeChatTurn(KEY, null);

    const state = await run(turn, IDLE, ask);

    assert.deepEqual(state, SIGNING_IN);
    assert.deepEqual(turn.log, ["findToken", `askSignIn: ${en["signIn.text"]}`]);
    assert.deepEqual(read, []);
  });

  it("goes on when the sign-in is done", async () => {
    const turn = new FakeChatTurn(KEY, TOKEN);

    const state = await run(turn, SIGNING_IN, { kind: "signInDone" });

    assert.deepEqual(state, IDLE);
    assert.equal(read.length, 1);
  });

  it("shows the button when the silent way failed", async () => {
    const turn = new FakeChatTurn(KEY, null);

    await run(turn, SIGNING_IN, { kind: "silentSignInFailed" });

    assert.deepEqual(turn.log, [`askSignIn with a button: ${en["signIn.text"]}`]);
  });

  it("drops a token that has run out before it asks for another", async () => {
    results = [{ kind: "tokenRefused" }];
    const turn = new FakeChatTurn(KEY, TOKEN);

    const state = await run(turn, IDLE, ask);

    assert.deepEqual(state, AGAIN);
    assert.deepEqual(turn.log, [
      "findToken",
      "dropToken",
      `askSignIn: ${en["problem.sessionExpired.text"]}`,
    ]);
  });

  it("drops another account's token before it says so", async () => {
    results = [{ kind: "wrongAccount" }];
    const turn = new FakeChatTurn(KEY, TOKEN);

    const state = await run(turn, SIGNING_IN, { kind: "signInDone" });

    assert.deepEqual(state, IDLE);
    assert.equal(turn.log[1], "dropToken");
    assert.match(turn.log[2] ?? "", new RegExp(en["problem.wrongAccount.title"]));
    assert.equal(turn.log.length, 3);
  });

  it("reports that Graph gave no answer, and shows the reference", async () => {
    results = [
      { kind: "unavailable", why: "forbidden", retryAfterSeconds: null, requestId: "request-1" },
    ];
    const turn = new FakeChatTurn(KEY, TOKEN);

    await run(turn, IDLE, ask);

    assert.deepEqual(turn.log.slice(0, 2), ["findToken", "report: forbidden"]);
    assert.match(turn.log[2] ?? "", new RegExp(en["problem.noPermission.title"]));
    assert.match(turn.shown, /K7QM-2XWB/);
  });

  const problems: readonly (readonly [CheckEvent, CheckState, string])[] = [
    [{ kind: "signInCancelled" }, SIGNING_IN, en["problem.signInCancelled.title"]],
    [{ kind: "consentRefused" }, SIGNING_IN, en["problem.consentRefused.title"]],
  ];
  for (const [event, state, title] of problems) {
    it(`has words of its own for ${event.kind}, without a reference`, async () => {
      const turn = new FakeChatTurn(KEY, null);

      assert.deepEqual(await run(turn, state, event), IDLE);
      assert.equal(turn.log.length, 1);
      assert.ok(turn.log[0]?.startsWith(`card: ${title}`));
      assert.ok(!turn.shown.includes("K7QM-2XWB"));
    });
  }

  it("has words of its own for a fresh sign-in that has run out", async () => {
    results = [{ kind: "tokenRefused" }];
    const turn = new FakeChatTurn(KEY, TOKEN);

    const state = await run(turn, AGAIN, { kind: "signInDone" });

    assert.deepEqual(state, IDLE);
    assert.match(turn.log[2] ?? "", new RegExp(en["problem.sessionExpired.title"]));
  });

  it("says that a code is wrong and goes on waiting", async () => {
    const turn = new FakeChatTurn(KEY, null);

    const state = await run(turn, SIGNING_IN, { kind: "codeRefused" });

    assert.deepEqual(state, SIGNING_IN);
    assert.deepEqual(turn.log, [`say: ${en["signIn.codeRefused"]}`]);
  });

  for (const [token, words] of [
    [TOKEN, en["session.signedOut"]],
    [null, en["session.alreadySignedOut"]],
  ] as const) {
    it(`signs out ${token === null ? "who is not signed in" : "who is signed in"}`, async () => {
      const turn = new FakeChatTurn(KEY, token);

      const state = await run(turn, SIGNING_IN, { kind: "askedToSignOut" });

      assert.deepEqual(state, IDLE);
      assert.deepEqual(turn.log, ["dropToken", `say: ${words}`]);
    });
  }

  for (const kind of [
    "signInDone",
    "signInCancelled",
    "consentRefused",
    "silentSignInFailed",
  ] as const) {
    it(`does nothing about ${kind} when it waits for no sign-in`, async () => {
      const turn = new FakeChatTurn(KEY, TOKEN);

      assert.deepEqual(await run(turn, IDLE, { kind }), IDLE);
      assert.deepEqual([turn.log, read], [[], []]);
    });
  }

  it("hands over what was read for another goal, with its token, and shows nothing", async () => {
    const turn = new FakeChatTurn(KEY, TOKEN);
    const delivered: unknown[] = [];

    const state = await dialog.run(
      turn,
      { kind: "signingIn", again: false, goal: "checklist" },
      { kind: "signInDone" },
      (...all) => {
        delivered.push(all);
        return Promise.resolve();
      },
    );

    assert.deepEqual(state, IDLE);
    assert.deepEqual(turn.log, ["findToken"]);
    assert.deepEqual(delivered, [["checklist", ASSESSED.assessment, TOKEN]]);
  });

  it("asks for a sign-in for another goal without the question first, and keeps the goal", async () => {
    const turn = new FakeChatTurn(KEY, null);

    const state = await run(turn, IDLE, { kind: "asked", goal: "setUp", hasAnswered: false });

    assert.deepEqual(state, { kind: "signingIn", again: false, goal: "setUp" });
    assert.deepEqual(turn.log, ["findToken", `askSignIn: ${en["signIn.text"]}`]);
  });

  it("lets what fails through to the edge", async () => {
    results = [];

    await assert.rejects(run(new FakeChatTurn(KEY, TOKEN), IDLE, ask), /read too often/);
  });
});
