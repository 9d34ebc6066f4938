import assert from "node:assert/strict";
import { AppManifestUtils } from "@microsoft/app-manifest";
import { strFromU8, unzipSync } from "fflate";
import { z } from "zod/v4";
import packageJson from "../../package.json" with { type: "json" };
import { makeAppPackage } from "../../scripts/app-package/app-package.ts";
import { schemaProblems } from "../../scripts/app-package/schema-problems.ts";
import { readSettings } from "../../scripts/app-package/settings.ts";
import { chat } from "../../src/copy/en/chat.ts";
import { ENVIRONMENT, packageFiles, settings } from "./package-fixture.ts";

const json = z.record(z.string(), z.unknown());
const withCommands = z.object({
  version: z.string(),
  bots: z.array(
    z.object({
      commandLists: z.array(z.object({ commands: z.array(z.object({ title: z.string() })) })),
    }),
  ),
});

async function packedManifest(): Promise<Record<string, unknown>> {
  const entries = unzipSync(await makeAppPackage(await packageFiles(), settings));
  return json.parse(JSON.parse(strFromU8(entries["manifest.json"] ?? new Uint8Array())));
}

describe("makeAppPackage", () => {
  it("packs the manifest, both icons and every language, and nothing else", async () => {
    const entries = unzipSync(await makeAppPackage(await packageFiles(), settings));

    assert.deepEqual(Object.keys(entries).sort(), [
      "color.png",
      "localization/de.json",
      "localization/es.json",
      "localization/fr.json",
      "manifest.json",
      "outline.png",
    ]);
  });

  it("fills every placeholder, in the languages too", async () => {
    const entries = unzipSync(await makeAppPackage(await packageFiles(), settings));

    for (const [name, bytes] of Object.entries(entries)) {
      if (name.endsWith(".json")) assert.doesNotMatch(strFromU8(bytes), /\$\{\{/, name);
    }
  });

  it("keeps a quote in a name inside of its string", async () => {
    const { developer } = await packedManifest();

    assert.equal(json.parse(developer)["name"], 'Contoso "IT"');
  });

  it("makes the same bytes again", async () => {
    const [once, again] = [
      await makeAppPackage(await packageFiles(), settings),
      await makeAppPackage(new Map([...(await packageFiles())].reverse()), settings),
    ];

    assert.deepEqual(again, once);
  });

  it("makes a manifest that Microsoft's own validator accepts", async () => {
    const manifest = await packedManifest();

    const found = await AppManifestUtils.validateAgainstSchema(
      // The library wants one of its own types; what is packed is what it has to judge.
      manifest as unknown as Parameters<typeof AppManifestUtils.validateAgainstSchema>[0],
    );

    assert.deepEqual(found, []);
  });

  for (const version of ["1.13", "1.16", "1.17", "1.19", "1.25", "1.30"]) {
    it(`makes a manifest that version ${version} of the schema accepts as well`, async () => {
      const manifest = await packedManifest();

      const found = await schemaProblems(
        {
          ...manifest,
          manifestVersion: version,
          $schema: String(manifest["$schema"]).replace("v1.19", `v${version}`),
        },
        version,
      );

      assert.deepEqual(found, []);
    });
  }

  it("packs a bot that is a managed identity beside the registration that people sign in to", async () => {
    const apart = readSettings({
      ...ENVIRONMENT,
      BOT_TYPE: "UserAssignedMSI",
      SIGN_IN_CLIENT_ID: "77777777-2222-3333-4444-555555555555",
    });

    await assert.doesNotReject(makeAppPackage(await packageFiles(), apart));
  });

  it("refuses a managed identity as what people sign in to", async () => {
    const same = readSettings({ ...ENVIRONMENT, BOT_TYPE: "UserAssignedMSI" });

    await assert.rejects(makeAppPackage(await packageFiles(), same), /nobody can sign in to/);
  });

  it("offers the commands that the bot's own help names", async () => {
    const manifest = withCommands.parse(await packedManifest());

    const titles = manifest.bots[0]?.commandLists[0]?.commands.map(({ title }) => title);

    assert.deepEqual(
      titles,
      chat["help.commands"].map(({ word }) => word),
    );
  });

  it("has the version of the project", async () => {
    const { version } = withCommands.parse(await packedManifest());

    assert.equal(version, packageJson.version);
  });
});
