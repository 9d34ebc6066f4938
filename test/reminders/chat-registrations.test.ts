import assert from "node:assert/strict";
import type { CheckResult } from "../../src/enrollment/check.ts";
import { delegatedToken } from "../../src/enrollment/delegated-token.ts";
import { DEFAULT_POLICY } from "../../src/methods/policy.ts";
import { assess, type MethodsRead } from "../../src/methods/readiness.ts";
import { ChatRegistrations } from "../../src/reminders/chat-registrations.ts";
import type { ScanStore } from "../../src/reminders/scan-store.ts";
import { aKey } from "../builders/candidates.ts";
import { aDevice, aMethod } from "../builders/methods.ts";

const NOW = new Date("2026-03-10T15:00:00Z");
const TOKEN = delegatedToken("token");

type Saved = Parameters<ScanStore["saveRegistrations"]>[0][number];

describe("ChatRegistrations", () => {
  let saved: Saved[];
  let troubles: unknown[];

  beforeEach(() => {
    saved = [];
    troubles = [];
  });

  const noting = (
    result: CheckResult,
    save: ScanStore["saveRegistrations"] = (rows) => {
      saved.push(...rows);
      return Promise.resolve();
    },
  ): ChatRegistrations =>
    new ChatRegistrations({
      check: () => Promise.resolve(result),
      scans: { saveRegistrations: save },
      now: () => NOW,
      onTrouble: (error) => troubles.push(error),
    });

  const assessed = (read: MethodsRead): CheckResult => ({
    kind: "assessed",
    assessment: assess(read, DEFAULT_POLICY, NOW),
  });
  const withMethods = (...methods: Extract<MethodsRead, { kind: "read" }>["methods"]) =>
    assessed({ kind: "read", methods, isGuest: false });

  it("notes somebody who is ready, with what they have", async () => {
    const registrations = noting(withMethods(aDevice("phone-1"), aMethod({ kind: "email" })));

    await registrations.check(aKey(), TOKEN);
    await registrations.settled();

    assert.deepEqual(saved, [
      {
        key: aKey(),
        registration: { isReady: true, at: NOW, source: "chat" },
        methods: ["microsoftAuthenticatorPush", "email"],
      },
    ]);
  });

  it("notes somebody who is not ready any more", async () => {
    const registrations = noting(withMethods(aMethod({ kind: "password" })));

    await registrations.check(aKey(), TOKEN);
    await registrations.settled();

    assert.equal(saved[0]?.registration.isReady, false);
  });

  const untold: readonly { readonly name: string; readonly result: CheckResult }[] = [
    { name: "another account signed in", result: { kind: "wrongAccount" } },
    { name: "the list is empty", result: withMethods() },
    {
      name: "Graph did not answer",
      result: { kind: "unavailable", why: "timeout", retryAfterSeconds: null, requestId: null },
    },
  ];
  for (const { name, result } of untold) {
    it(`notes nothing when ${name}`, async () => {
      const registrations = noting(result);

      assert.equal(await registrations.check(aKey(), TOKEN), result);
      await registrations.settled();

      assert.deepEqual(saved, []);
    });
  }

  it("answers without waiting for the store", async () => {
    const never = new Promise<void>(() => undefined);
    const result = withMethods(aDevice("phone-1"));

    assert.equal(await noting(result, () => never).check(aKey(), TOKEN), result);
  });

  it("answers all the same when the store fails, and tells of it", async () => {
    const failure = new Error("away");
    const result = withMethods(aDevice("phone-1"));
    const registrations = noting(result, () => Promise.reject(failure));

    assert.equal(await registrations.check(aKey(), TOKEN), result);
    await registrations.settled();

    assert.deepEqual(troubles, [failure]);
  });
});
