import assert from "node:assert/strict";
import { distinctMethods } from "../../src/methods/distinct.ts";
import { methodId } from "../../src/methods/ids.ts";
import { aDevice, aMethod } from "../builders/methods.ts";

describe("distinctMethods", () => {
  it("keeps one of an entry that a shifting page brought twice", () => {
    const methods = [aDevice("a"), aDevice("b"), aDevice("a")];

    assert.deepEqual(distinctMethods(methods), [aDevice("a"), aDevice("b")]);
  });

  it("keeps two kinds that share an id: Graph's ids are unique per kind only", () => {
    const methods = [
      aDevice("a"),
      aMethod({ kind: "passwordlessMicrosoftAuthenticator", id: methodId("a") }),
    ];

    assert.deepEqual(distinctMethods(methods), methods);
  });

  it("keeps two unknown types that share an id", () => {
    const methods = [
      aMethod({ kind: "unknown", graphType: "a" }),
      aMethod({ kind: "unknown", graphType: "b" }),
      aMethod({ kind: "unknown", graphType: "b", why: "unreadable" }),
    ];

    assert.deepEqual(distinctMethods(methods), methods);
  });

  it("keeps every unknown entry that has no id: they may be different ones", () => {
    const methods = [
      aMethod({ kind: "unknown", id: null }),
      aMethod({ kind: "unknown", id: null }),
    ];

    assert.deepEqual(distinctMethods(methods), methods);
  });

  it("keeps the same one of two that contradict each other, whichever came first", () => {
    const older = aDevice("a", { phoneAppVersion: "6.8.51" });
    const newer = aDevice("a", { phoneAppVersion: "6.8.53" });

    assert.deepEqual(distinctMethods([older, newer]), [older]);
    assert.deepEqual(distinctMethods([newer, older]), [older]);
  });
});
