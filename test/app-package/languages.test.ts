import assert from "node:assert/strict";
import { makeAppPackage } from "../../scripts/app-package/app-package.ts";
import { PackageError } from "../../scripts/app-package/problem.ts";
import { packageFiles, settings, withText } from "./package-fixture.ts";

const GERMAN = "localization/de.json";

const cases = [
  {
    name: "a key that the manifest does not have",
    from: '"bots[0].commandLists[0].commands[5].description"',
    to: '"bots[0].commandLists[0].commands[9].description"',
    said: /^localization\/de\.json bots\[0\].*commands\[9\]\.description: the manifest has nothing by this name/,
  },
  {
    name: "a key that Teams does not have",
    from: '"description.full"',
    to: '"description.long": "x", "description.full"',
    said: /^localization\/de\.json description\.long: the manifest has nothing by this name/,
  },
  {
    name: "a translated command that the bot does not understand",
    from: '"description.full"',
    to: '"bots[0].commandLists[0].commands[0].title": "prüfen", "description.full"',
    said: /^localization\/de\.json .*title: the bot does not understand "prüfen"; leave the title out/,
  },
  {
    name: "a short description that is too long",
    from: "Bereit für",
    to: "Bereit, und zwar rechtzeitig, für",
    said: /^localization\/de\.json description\.short: it has 9\d characters; Teams takes 80/,
  },
  {
    name: "a name left out",
    from: '"name.short": "${{APP_NAME}}",',
    to: "",
    said: /^localization\/de\.json: must have required property 'name\.short'/,
  },
  {
    name: "the schema of another version",
    from: "v1.19",
    to: "v1.16",
    said: /^localization\/de\.json \$schema: it is not the schema of version 1\.19$/,
  },
  {
    name: "a placeholder that nothing fills",
    from: "${{APP_NAME}}",
    to: "${{NAME}}",
    said: /^localization\/de\.json: nothing fills \$\{\{NAME\}\}/,
  },
  {
    name: "something that is not JSON",
    from: "{",
    to: "",
    said: /^localization\/de\.json: it is not JSON of keys and texts$/,
  },
];

describe("a language of the app package", () => {
  for (const { name, from, to, said } of cases) {
    it(`is refused for ${name}`, async () => {
      const files = await packageFiles({ [GERMAN]: await withText(GERMAN, from, to) });

      const error = await makeAppPackage(files, settings).then(
        () => assert.fail("it is accepted"),
        (refused: unknown) => refused,
      );

      assert.ok(error instanceof PackageError, String(error));
      for (const { where, what } of error.problems) assert.match(`${where}: ${what}`, said);
    });
  }
});
