import assert from "node:assert/strict";
import type { AccessToken } from "@azure/identity";
import sinon from "sinon";
import { AppTokenSource } from "../../../src/graph/directory/app-token.ts";
import { CountingCredential, SCOPE } from "./at-graph.ts";

class HandClock {
  ms = Date.parse("2026-11-24T12:00:00Z");

  now(): Date {
    return new Date(this.ms);
  }
}

describe("AppTokenSource", () => {
  afterEach(() => {
    sinon.restore();
  });

  it("keeps a token until five minutes before it expires", async () => {
    const clock = new HandClock();
    const tokens = new AppTokenSource(new CountingCredential(clock), SCOPE, clock);

    const first = await tokens.get();
    clock.ms += 54 * 60_000;
    const kept = await tokens.get();
    clock.ms += 60_000;
    const renewed = await tokens.get();

    assert.deepEqual([first, kept, renewed], ["token-1", "token-1", "token-2"]);
  });

  it("asks once for all who wait", async () => {
    const credential = new CountingCredential();
    const tokens = new AppTokenSource(credential, SCOPE, { now: () => new Date() });

    const got = await Promise.all([tokens.get(), tokens.get(), tokens.get()]);

    assert.deepEqual(got, ["token-1", "token-1", "token-1"]);
    assert.equal(credential.asked, 1);
  });

  it("asks anew for a token that it was told to forget", async () => {
    const tokens = new AppTokenSource(new CountingCredential(), SCOPE, { now: () => new Date() });
    await tokens.get();

    tokens.forget();

    assert.equal(await tokens.get(), "token-2");
  });

  it("asks again after a failure", async () => {
    const getToken = sinon.stub<[], Promise<AccessToken | null>>();
    getToken.onFirstCall().rejects(new Error("no identity here"));
    getToken.onSecondCall().resolves({ token: "late", expiresOnTimestamp: Date.now() + 3_600_000 });
    const tokens = new AppTokenSource({ getToken }, SCOPE, { now: () => new Date() });

    await assert.rejects(tokens.get(), /no identity here/);

    assert.equal(await tokens.get(), "late");
  });

  it("does not take no token for one", async () => {
    const tokens = new AppTokenSource({ getToken: () => Promise.resolve(null) }, SCOPE, {
      now: () => new Date(),
    });

    await assert.rejects(tokens.get(), /no token/);
  });

  it("gives up on a credential that never answers", async () => {
    const time = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const tokens = new AppTokenSource({ getToken: () => new Promise(() => undefined) }, SCOPE, {
      now: () => new Date(),
    });

    const asked = assert.rejects(tokens.get(), /within 15000 ms/);
    await time.tickAsync(15_000);

    await asked;
  });
});
