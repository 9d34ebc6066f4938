import assert from "node:assert/strict";
import fc from "fast-check";
import { isAuthenticator } from "../../src/methods/method.ts";
import { parseMethods } from "../../src/methods/parse.ts";
import { METHOD_CLASSES } from "../../src/methods/policy.ts";
import { anyEntry, anyKnownEntry, anyNewTypeEntry } from "../builders/any-method.ts";

const KINDS: ReadonlySet<string> = new Set([...METHOD_CLASSES, "unknown"]);

describe("parseMethods, on any input", () => {
  it("gives as many methods as there were entries, for any JSON value", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.jsonValue(), anyEntry)), (entries) => {
        const methods = parseMethods(entries);

        assert.equal(methods.length, entries.length);
        assert.ok(methods.every(({ kind }) => KINDS.has(kind)));
      }),
      { numRuns: 2000 },
    );
  });

  it("gives every method that is not unknown an id, and no date that is none", () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        const [method] = parseMethods([entry]);

        assert.ok(method);
        assert.ok(method.kind === "unknown" || method.id !== "");
        for (const date of [method.createdAt, method.lastUsedAt]) {
          assert.ok(date === null || date.getTime() > 0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("reads each entry by itself: its neighbours change nothing", () => {
    fc.assert(
      fc.property(fc.array(anyEntry), (entries) => {
        const alone = entries.flatMap((entry) => parseMethods([entry]));

        assert.deepEqual(parseMethods(entries), alone);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps every type that nobody has heard of, as new and under its name", () => {
    fc.assert(
      fc.property(anyNewTypeEntry, (entry) => {
        const [method] = parseMethods([entry]);

        assert.equal(method?.kind, "unknown");
        assert.equal(method.why, "newType");
        assert.equal(`#microsoft.graph.${String(method.graphType)}`, entry["@odata.type"]);
      }),
      { numRuns: 2000 },
    );
  });

  it("reads a documented type as itself, or says that it is unreadable", () => {
    fc.assert(
      fc.property(anyKnownEntry, (entry) => {
        const [method] = parseMethods([entry]);

        assert.ok(method);
        const isItself = `#microsoft.graph.${method.kind}AuthenticationMethod`;
        const hasId = typeof entry["id"] === "string" && entry["id"] !== "";
        assert.equal(isItself === entry["@odata.type"], hasId);
        assert.ok(hasId || (method.kind === "unknown" && method.why === "unreadable"));
      }),
      { numRuns: 2000 },
    );
  });

  it("is not changed by properties that it does not know, whatever they are called", () => {
    fc.assert(
      fc.property(anyKnownEntry, fc.dictionary(fc.string(), fc.jsonValue()), (entry, more) => {
        assert.deepEqual(parseMethods([{ ...more, ...entry }]), parseMethods([entry]));
      }),
      { numRuns: 1000 },
    );
  });

  it("takes nothing but Graph's own Authenticator type for Authenticator", () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        const [method] = parseMethods([entry]);

        assert.ok(method);
        const json = JSON.stringify(entry);
        const type = '"@odata.type":"#microsoft.graph.microsoftAuthenticatorAuthenticationMethod"';
        assert.ok(!isAuthenticator(method) || json.includes(type));
      }),
      { numRuns: 2000 },
    );
  });
});
