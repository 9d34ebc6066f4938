import assert from "node:assert/strict";
import type { CheckReadiness } from "../../src/enrollment/check.ts";
import { settlingFirst } from "../../src/enrollment/settling-check.ts";
import { ANNA, tokenOf } from "./removal-builders.ts";

const TOKEN = tokenOf(ANNA);

describe("settlingFirst", () => {
  let done: string[];
  const check: CheckReadiness = () => {
    done.push("check");
    return Promise.resolve({ kind: "wrongAccount" });
  };

  beforeEach(() => {
    done = [];
  });

  it("settles before it looks", async () => {
    const settling = settlingFirst(
      check,
      (key, token) => {
        assert.deepEqual([key, token], [ANNA, TOKEN]);
        done.push("settle");
        return Promise.resolve({ kind: "nothingOpen" });
      },
      (error) => assert.fail(String(error)),
    );

    assert.deepEqual(await settling(ANNA, TOKEN), { kind: "wrongAccount" });
    assert.deepEqual(done, ["settle", "check"]);
  });

  it("looks all the same when settling has trouble, and says so", async () => {
    const trouble = new Error("no database");
    const settling = settlingFirst(
      check,
      () => Promise.reject(trouble),
      (error) => {
        assert.equal(error, trouble);
        done.push("trouble");
      },
    );

    await settling(ANNA, TOKEN);

    assert.deepEqual(done, ["trouble", "check"]);
  });
});
