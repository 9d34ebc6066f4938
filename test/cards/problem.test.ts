import assert from "node:assert/strict";
import { problemCard } from "../../src/cards/problem/problem.card.ts";
import { type Problem, problemOf } from "../../src/cards/problem/problem.ts";
import { en } from "../../src/copy/en.ts";
import type { UnavailableReason } from "../../src/methods/readiness.ts";
import { nodesOf, wordsOf } from "./card-reading.ts";

const links = {
  organisationName: "VIP_desk_",
  helpDeskUrl: "https://vipdesk.example/help",
  securityInfoUrl: "https://mysignins.microsoft.com/security-info",
};
const check = { type: "Action.Execute", verb: "status.check" };
const helpDesk = { type: "Action.OpenUrl", url: links.helpDeskUrl, title: "Submit a request" };

describe("problemCard", () => {
  const cases: readonly {
    readonly problem: Problem;
    readonly title: string;
    readonly says: string;
    readonly action: object;
  }[] = [
    {
      problem: { kind: "throttled", retryAfterSeconds: 33 },
      title: "Microsoft is busy right now",
      says: "Try again in about 35 seconds.",
      action: { ...check, title: "Try again" },
    },
    {
      problem: { kind: "throttled", retryAfterSeconds: 150 },
      title: "Microsoft is busy right now",
      says: "Try again in about 3 minutes.",
      action: { ...check, title: "Try again" },
    },
    {
      problem: { kind: "throttled", retryAfterSeconds: null },
      title: "Microsoft is busy right now",
      says: "Try again in a few minutes.",
      action: { ...check, title: "Try again" },
    },
    {
      problem: { kind: "serviceDown" },
      title: "Microsoft's service isn't answering",
      says: "This has nothing to do with your account.",
      action: { ...check, title: "Try again" },
    },
    {
      problem: { kind: "badReply" },
      title: "I couldn't read Microsoft's answer",
      says: "not in a form that I understand",
      action: { ...check, title: "Try again" },
    },
    {
      problem: { kind: "timeout" },
      title: "That took too long",
      says: "Try again in a minute.",
      action: { ...check, title: "Try again" },
    },
    {
      problem: { kind: "noPermission" },
      title: "I don't have permission yet",
      says: "admin consent in VIP_desk_ for the delegated Microsoft Graph permission",
      action: helpDesk,
    },
    {
      problem: { kind: "consentRefused" },
      title: "You're not signed in yet",
      says: "admin consent in VIP_desk_ for the delegated Microsoft Graph permission",
      action: { ...check, title: "Sign in" },
    },
    {
      problem: { kind: "signInCancelled" },
      title: "You're not signed in",
      says: "Nothing has been changed.",
      action: { ...check, title: "Sign in" },
    },
    {
      problem: { kind: "sessionExpired" },
      title: "Your sign-in has run out",
      says: "Sign in again",
      action: { ...check, title: "Sign in" },
    },
    {
      problem: { kind: "wrongAccount" },
      title: "That was another account",
      says: "another account than the one you use in Teams",
      action: { ...check, title: "Sign in" },
    },
    {
      problem: { kind: "unexpected" },
      title: "Something went wrong on my side",
      says: "Nothing has been changed.",
      action: { ...check, title: "Try again" },
    },
    {
      problem: { kind: "staleAction" },
      title: "That button is out of date",
      says: "It belongs to an older card",
      action: { ...check, title: "Check again" },
    },
  ];
  for (const { problem, title, says, action } of cases) {
    it(`says "${title}" and offers one way on: ${JSON.stringify(problem)}`, () => {
      const card = problemCard(en, { problem, referenceId: null, links, locale: null });

      const words = wordsOf(card);
      assert.equal(words[0], title);
      assert.ok(words.some((word) => word.includes(says)));
      const actions = nodesOf(card).filter(({ type }) => type.startsWith("Action."));
      assert.equal(actions.length, 1);
      assert.partialDeepStrictEqual(actions[0], action);
    });
  }

  it("gives the reference where there is one", () => {
    const problem = { kind: "unexpected" } as const;

    const card = problemCard(en, { problem, referenceId: "7f3c9a1e", links, locale: null });

    assert.ok(wordsOf(card).includes("Reference: 7f3c9a1e"));
  });

  it("says nothing of a reference where there is none", () => {
    const problem = { kind: "unexpected" } as const;

    const card = problemCard(en, { problem, referenceId: null, links, locale: null });

    assert.ok(!wordsOf(card).some((word) => word.includes("Reference")));
  });
});

describe("problemOf", () => {
  const cases: readonly { readonly why: UnavailableReason; readonly problem: Problem }[] = [
    { why: "throttled", problem: { kind: "throttled", retryAfterSeconds: 7 } },
    { why: "forbidden", problem: { kind: "noPermission" } },
    { why: "serviceError", problem: { kind: "serviceDown" } },
    { why: "timeout", problem: { kind: "timeout" } },
    { why: "badReply", problem: { kind: "badReply" } },
  ];
  for (const { why, problem } of cases) {
    it(`shows ${why} as ${problem.kind}`, () => {
      assert.deepEqual(problemOf({ why, retryAfterSeconds: 7 }), problem);
    });
  }
});
