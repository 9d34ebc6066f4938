import assert from "node:assert/strict";
import sinon from "sinon";
import { tellChat } from "../../src/sandbox/tell-chat.ts";
import type { FinishedSignIn, SandboxPart } from "../../src/sandbox/tenant.ts";
import { start, type TestSandbox } from "./support/sandbox.ts";

describe("telling the chat that a sign-in ended", () => {
  let tenant: TestSandbox;
  before(async () => {
    tenant = await start();
  });
  afterEach(() => {
    sinon.restore();
  });
  after(() => tenant.close());

  async function tell(...deliveries: (() => Promise<void>)[]) {
    const errors: unknown[] = [];
    const parts: SandboxPart[] = deliveries.map((signInFinished) => ({
      routes: () => undefined,
      signInFinished,
    }));
    const signIn: FinishedSignIn = {
      asker: tenant.person("sam"),
      conversation: null,
      outcome: { kind: "completed", code: "123456" },
    };
    const told = await tellChat(signIn, tenant.sandbox.tenant, parts, (error) =>
      errors.push(error),
    );
    return { told, errors };
  }

  it("is not told when nobody listens", async () => {
    assert.deepEqual(await tell(), { told: false, errors: [] });
  });

  it("is told when one of the parts delivers", async () => {
    const failure = new Error("playground is gone");

    const result = await tell(
      () => Promise.reject(failure),
      () => Promise.resolve(),
    );

    assert.deepEqual(result, { told: true, errors: [failure] });
  });

  it("does not wait for ever", async () => {
    const clock = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });

    const result = tell(() => new Promise(() => undefined));
    await clock.tickAsync(10_000);

    assert.deepEqual(await result, { told: false, errors: [] });
  });
});
