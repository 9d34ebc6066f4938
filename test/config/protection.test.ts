import assert from "node:assert/strict";
import { ConfigError, readConfig } from "../../src/config/read-config.ts";

const SANDBOX = { NODE_ENV: "development", SANDBOX_URL: "http://127.0.0.1:4300" };

describe("protection", () => {
  it("is there when nobody sets it", () => {
    assert.deepEqual(readConfig(SANDBOX).protection, {
      messagesPerMinute: 60,
      trustedProxies: 1,
      retentionDays: 400,
    });
  });

  for (const [name, value] of [
    ["MESSAGES_PER_MINUTE", "9"],
    ["MESSAGES_PER_MINUTE", "off"],
    ["TRUSTED_PROXIES", "-1"],
    ["TRUSTED_PROXIES", "6"],
    ["RETENTION_DAYS", "29"],
    ["RETENTION_DAYS", "400.5"],
  ] as const) {
    it(`does not take ${name}=${value}, and says what it takes`, () => {
      assert.throws(
        () => readConfig({ ...SANDBOX, [name]: value }),
        (error) =>
          error instanceof ConfigError &&
          error.problems.length === 1 &&
          new RegExp(`^${name} \\(now "${value}"\\): set it to .*, from \\d+ to \\d+$`).test(
            error.problems[0] ?? "",
          ),
      );
    });
  }
});
