import assert from "node:assert/strict";
import { makeAppPackage } from "../../scripts/app-package/app-package.ts";
import { PackageError } from "../../scripts/app-package/problem.ts";
import { packageFiles, settings, withText } from "./package-fixture.ts";

type Wrong = {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Everything that is said of it. */
  readonly said: readonly RegExp[];
};

const BOT = "99999999-2222-3333-4444-555555555555";
const thirteen = Array.from({ length: 13 }, () => '{ "title": "help", "description": "Help" }');

const wrong: readonly Wrong[] = [
  {
    name: "not JSON",
    from: '"manifestVersion"',
    to: "manifestVersion",
    said: [/^manifest\.json: it is not JSON$/],
  },
  {
    name: "a placeholder that nothing fills",
    from: "${{DEVELOPER_NAME}}",
    to: "${{COMPANY}}",
    said: [/^manifest\.json: nothing fills \$\{\{COMPANY\}\}; the placeholders are TEAMS_APP_ID, /],
  },
  {
    name: "another manifest version",
    from: '"manifestVersion": "1.19"',
    to: '"manifestVersion": "1.30"',
    said: [
      /^manifest\.json manifestVersion: it is 1\.30; this package is made for 1\.19/,
      /^localization\/(de|fr|es)\.json \$schema: it is not the schema of version 1\.30$/,
    ],
  },
  {
    name: "the schema of another version",
    from: "teams/v1.19/MicrosoftTeams.schema.json",
    to: "teams/v1.17/MicrosoftTeams.schema.json",
    said: [/^manifest\.json \$schema: it is not the schema of manifestVersion 1\.19$/],
  },
  {
    name: "an app id that is none",
    from: '"id": "${{TEAMS_APP_ID}}"',
    to: '"id": "pushready"',
    said: [/^manifest\.json id: "pushready" is not an id \(a GUID\)$/],
  },
  {
    name: "single sign-on for another app than the bot",
    from: '"id": "${{SIGN_IN_CLIENT_ID}}"',
    to: '"id": "77777777-2222-3333-4444-555555555555"',
    said: [
      /^manifest\.json webApplicationInfo\.id: it is not bots\[0\]\.botId, but with BOT_TYPE=SingleTenant/,
      /^manifest\.json webApplicationInfo\.resource: it has to be api:\/\/botid-77777777/,
    ],
  },
  {
    name: "another App ID URI",
    from: "api://botid-${{SIGN_IN_CLIENT_ID}}",
    to: "api://pushready.example.com/${{SIGN_IN_CLIENT_ID}}",
    said: [
      new RegExp(`^manifest\\.json webApplicationInfo\\.resource: it has to be api://botid-${BOT}`),
    ],
  },
  {
    name: "a bot that only notifies",
    from: '"isNotificationOnly": false',
    to: '"isNotificationOnly": true',
    said: [/^manifest\.json bots\[0\]\.isNotificationOnly: it is true, and then Teams lets nobody/],
  },
  {
    name: "files that the bot does not take",
    from: '"supportsFiles": false',
    to: '"supportsFiles": true',
    said: [/^manifest\.json bots\[0\]\.supportsFiles: PushReady does no such thing/],
  },
  {
    name: "an unknown scope",
    from: '"scopes": ["personal"],\n      "isNotificationOnly"',
    to: '"scopes": ["personal", "everywhere"],\n      "isNotificationOnly"',
    said: [/^manifest\.json bots\[0\]\.scopes\[1\]: "everywhere": .* the only scope is personal$/],
  },
  {
    name: "a scope where others read along",
    from: '"scopes": ["personal"],\n      "isNotificationOnly"',
    to: '"scopes": ["team"],\n      "isNotificationOnly"',
    said: [/^manifest\.json bots\[0\]\.scopes\[0\]: "team": sign-in methods are private/],
  },
  {
    name: "installation into teams",
    from: '"defaultInstallScope": "personal"',
    to: '"defaultInstallScope": "team"',
    said: [/^manifest\.json defaultInstallScope: it has to be personal$/],
  },
  {
    name: "a short name that is too long",
    from: '"short": "${{APP_NAME}}"',
    to: '"short": "${{APP_NAME}} for everybody at Contoso"',
    said: [/^manifest\.json name\.short: it has 34 characters; Teams takes 30 at most$/],
  },
  {
    name: "a short description that is too long",
    from: "Get ready for Microsoft Authenticator push",
    to: "Get ready, at last and well before the deadline, for Microsoft Authenticator push",
    said: [/^manifest\.json description\.short: it has 112 characters; Teams takes 80 at most$/],
  },
  {
    name: "an address without TLS",
    from: '"${{PRIVACY_URL}}"',
    to: '"http://contoso.example/privacy"',
    said: [
      /^manifest\.json developer\.privacyUrl: "http:\/\/contoso\.example\/privacy" is not an https address$/,
    ],
  },
  {
    name: "a domain with its scheme",
    from: '"${{BOT_DOMAIN}}"',
    to: '"https://pushready.example.com"',
    said: [/^manifest\.json validDomains\[1\]: "https:\/\/.*" has to be one domain: no https/],
  },
  {
    name: "a wildcard domain",
    from: '"${{BOT_DOMAIN}}"',
    to: '"*.example.com"',
    said: [/^manifest\.json validDomains\[1\]: "\*\.example\.com" has to be one domain/],
  },
  {
    name: "no domain for the sign-in window",
    from: '"token.botframework.com", ',
    to: "",
    said: [/^manifest\.json validDomains: token\.botframework\.com is missing/],
  },
  {
    name: "a command that the bot does not understand",
    from: '"title": "clean up"',
    to: '"title": "sweep"',
    said: [
      /^manifest\.json bots\[0\]\.commandLists\[0\]\.commands\[3\]\.title: the bot does not understand "sweep"/,
    ],
  },
  {
    name: "more commands than Teams shows",
    from: '"commands": [',
    to: `"commands": [${thirteen.join(",")},`,
    said: [
      /^manifest\.json bots\[0\]\.commandLists\[0\]\.commands: it has 19 commands; Teams takes 12/,
    ],
  },
  {
    name: "a language whose file is missing",
    from: "localization/fr.json",
    to: "localization/fr-ca.json",
    said: [/^localization\/fr-ca\.json: the manifest names it, but appPackage does not have it$/],
  },
  {
    name: "a file outside of the package",
    from: "localization/fr.json",
    to: "../localization/fr.json",
    said: [/^\.\.\/localization\/fr\.json: it is named by the manifest, but is not a path inside$/],
  },
  {
    name: "a language twice",
    from: '"languageTag": "fr"',
    to: '"languageTag": "de"',
    said: [/additionalLanguages\[1\]\.languageTag: "de" is there already; each language once/],
  },
  {
    name: "a property that Teams does not know",
    from: '"accentColor"',
    to: '"colour": "blue", "accentColor"',
    said: [/^manifest\.json: must NOT have additional properties .*colour/],
  },
  {
    name: "an accent colour that is none",
    from: '"#23408E"',
    to: '"blue"',
    said: [/^manifest\.json accentColor: must match pattern/],
  },
  {
    name: "no bot at all",
    from: '"bots": [',
    to: '"robots": [',
    said: [/^manifest\.json bots: .*expected array/],
  },
];

describe("a wrong manifest", () => {
  for (const { name, from, to, said } of wrong) {
    it(`is refused for ${name}`, async () => {
      const files = await packageFiles({
        "manifest.json": await withText("manifest.json", from, to),
      });

      const error = await makeAppPackage(files, settings).then(
        () => assert.fail("it is accepted"),
        (refused: unknown) => refused,
      );

      assert.ok(error instanceof PackageError, String(error));
      const lines = error.problems.map(({ where, what }) => `${where}: ${what}`);
      assert.ok(lines.length >= 1);
      lines.forEach((line, at) => {
        assert.match(line, said[Math.min(at, said.length - 1)] ?? /never/);
      });
    });
  }

  it("is refused in as many ways as there are mistakes, each with words of its own", () => {
    const sentences = wrong.map(({ said }) => String(said[0]));

    assert.equal(new Set(sentences).size, wrong.length);
    assert.ok(wrong.length >= 10);
  });
});
