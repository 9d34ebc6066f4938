import assert from "node:assert/strict";
import { PackageError } from "../../scripts/app-package/problem.ts";
import { readSettings } from "../../scripts/app-package/settings.ts";
import { ENVIRONMENT } from "./package-fixture.ts";

function problemsOf(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    readSettings(env);
  } catch (error) {
    assert.ok(error instanceof PackageError);
    return error.problems.map(({ where, what }) => `${where}: ${what}`);
  }
  return [];
}

describe("readSettings of the app package", () => {
  it("names everything that is missing at once, each with what to do", () => {
    const problems = problemsOf({});

    assert.deepEqual(
      problems.map((line) => line.split(":")[0]),
      [
        "TEAMS_APP_ID",
        "BOT_ID",
        "PUBLIC_URL",
        "DEVELOPER_NAME",
        "WEBSITE_URL",
        "PRIVACY_URL",
        "TERMS_OF_USE_URL",
      ],
    );
    for (const line of problems) assert.match(line, /: set it to /);
  });

  it("takes an empty variable for a missing one", () => {
    assert.match(problemsOf({ ...ENVIRONMENT, BOT_ID: " " })[0] ?? "", /^BOT_ID: set it to/);
  });

  for (const PUBLIC_URL of ["http://pushready.example.com", "https://a.example/x", "a.example"]) {
    it(`refuses ${PUBLIC_URL} as the address of the service`, () => {
      const problems = problemsOf({ ...ENVIRONMENT, PUBLIC_URL });

      assert.deepEqual(problems, [
        `PUBLIC_URL: set it to the https address of the service, without a path (now "${PUBLIC_URL}")`,
      ]);
    });
  }

  it("takes the domain from the address of the service", () => {
    const { values } = readSettings({ ...ENVIRONMENT, PUBLIC_URL: "https://bot.example:8443/" });

    assert.equal(values.get("BOT_DOMAIN"), "bot.example:8443");
  });

  it("takes the bot for what people sign in to, unless told otherwise", () => {
    const { values } = readSettings(ENVIRONMENT);

    assert.equal(values.get("SIGN_IN_CLIENT_ID"), ENVIRONMENT.BOT_ID);
  });
});
