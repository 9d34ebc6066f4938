import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { environment } from "../../src/config/environment.ts";

const text = readFileSync(new URL("../../.env.example", import.meta.url), "utf8");

// Every line that sets a variable, those that are commented out included.
const shown = parseEnv(text.replace(/^# ?(?=[A-Z][A-Z0-9_]*=)/gm, ""));

describe(".env.example", () => {
  it("shows every variable that the service reads, and no other", () => {
    assert.deepEqual(Object.keys(shown).sort(), Object.keys(environment.shape).sort());
  });

  it("shows the defaults as they are", () => {
    const values = Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== ""));

    assert.deepEqual(environment.parse(values), environment.parse({}));
  });

  it("shows a value for each variable that has a default", () => {
    const defaults = Object.entries(environment.parse({}));
    const unset = defaults.filter(([name, value]) => shown[name] === "" && !isEmptyList(value));

    assert.deepEqual(unset, []);
  });

  it("leaves every setting commented out but those that a tenant has to fill in", () => {
    assert.deepEqual(Object.keys(parseEnv(text)).sort(), [
      "BOT_ID",
      "DATABASE_URL",
      "PUBLIC_URL",
      "TENANT_ID",
      "TOKEN_KEY",
    ]);
  });
});

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
