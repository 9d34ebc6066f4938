import assert from "node:assert/strict";
import { environment } from "../../src/config/environment.ts";
import { ConfigError, readConfig } from "../../src/config/read-config.ts";
import { problemsOfApiVersions } from "./bicep/check-api-versions.ts";
import {
  problemsOfOutputs,
  problemsOfParameters,
  problemsOfParametersFile,
  problemsOfUnused,
} from "./bicep/check-declarations.ts";
import { problemsOfHardening } from "./bicep/check-hardening.ts";
import { problemsOfMetrics } from "./bicep/check-metrics.ts";
import { problemsOfModules, problemsOfUses } from "./bicep/check-modules.ts";
import { problemsOfSecrets } from "./bicep/check-secrets.ts";
import { environmentOf, problemsOfSettings } from "./bicep/check-settings.ts";
import { EXAMPLE } from "./bicep/example-deployment.ts";
import { type BicepFile, bicepParser } from "./bicep/parse-bicep.ts";
import { bicepSources, read } from "./bicep/read-infra.ts";

const TEMPLATE = "infra/azure.bicep";
const sources = bicepSources();
const known = new Set(Object.keys(environment.shape));
const telemetry = read("src/telemetry/telemetry.ts");

/** A file of the project with one thing in it changed, which has to be there. */
function broken(path: string, from: string | RegExp, to: string): string {
  const source = sources.get(path) ?? "";
  const changed = source.replace(from, to);
  assert.notEqual(changed, source, `${path} has no ${String(from)}`);
  return changed;
}

describe("the checks of infra", () => {
  let parse: (source: string) => BicepFile;

  before(async () => {
    parse = await bicepParser();
  });

  const filesWith = (path: string, source: string): ReadonlyMap<string, BicepFile> =>
    new Map([...sources, [path, source] as const].map(([name, text]) => [name, parse(text)]));

  function finds(problems: readonly string[], expected: RegExp): void {
    assert.equal(problems.length, 1, problems.join("\n"));
    assert.match(problems[0] ?? "", expected);
  }

  it("find broken syntax", () => {
    const changed = broken(TEMPLATE, "module identity 'modules/identity.bicep' = {", "module = {");

    assert.notDeepEqual(parse(changed).errors, []);
  });

  it("find a parameter that lost its description", () => {
    const changed = broken(TEMPLATE, "@description('Optional. Region.')\n", "");

    finds(problemsOfParameters(parse(changed)), /parameter location: has no @description/);
  });

  it("find a description that says Optional of what is required, and the reverse", () => {
    const required = broken(TEMPLATE, "'Required. Letters", "'Optional. Letters");
    const optional = broken(TEMPLATE, "'Optional. Region.'", "'Required. Region.'");

    finds(problemsOfParameters(parse(required)), /resourceSuffix: its description has to begin/);
    finds(problemsOfParameters(parse(optional)), /location: its description has to begin/);
  });

  it("find a secret parameter that is not secure, or has a default", () => {
    const open = broken(TEMPLATE, "@secure()\n", "");
    const given = broken(TEMPLATE, "param tokenKey string", "param tokenKey string = 'x'");

    finds(problemsOfParameters(parse(open)), /tokenKey: needs @secure/);
    assert.match(
      problemsOfParameters(parse(given)).join(),
      /tokenKey: is secure and has a default/,
    );
  });

  it("find a name that is not lowerCamelCase", () => {
    const changed = broken(TEMPLATE, "param hosting string", "param Hosting_kind string");

    finds(problemsOfParameters(parse(changed)), /Hosting_kind: is not lowerCamelCase/);
  });

  it("find a parameter that nothing uses", () => {
    const changed = broken(TEMPLATE, "backupDays: backupDays", "backupDays: 7");

    finds(problemsOfUnused(changed, parse(changed)), /parameter backupDays: is not used/);
  });

  it("find an output without a description", () => {
    const changed = broken(TEMPLATE, "@description('Origin of the service.')\n", "");

    finds(problemsOfOutputs(parse(changed)), /PUBLIC_URL: has no @description/);
  });

  it("find what the parameters file lacks, does not know, writes down or takes in the open", () => {
    const template = parse(sources.get(TEMPLATE) ?? "");
    const json = read("infra/azure.parameters.json");
    const check = (from: string, to: string): readonly string[] => {
      assert.ok(json.includes(from));
      return problemsOfParametersFile(json.replace(from, to), template);
    };

    assert.deepEqual(check('"teamsAppId"', '"teamsAppID"'), [
      "teamsAppId: required, and not in the parameters file",
      "teamsAppID: in the parameters file, and unknown to the template",
    ]);
    finds(check("${{RESOURCE_SUFFIX}}", "a1"), /resourceSuffix: not a placeholder/);
    finds(check("${{SECRET_TOKEN_KEY}}", "${{TOKEN_KEY}}"), /tokenKey: a secret has to come from/);
  });

  it("find a parameter of a module that is misspelt", () => {
    const changed = broken(TEMPLATE, "    tokenKeyUri: keyVault", "    tokenKeyUrl: keyVault");
    const problems = problemsOfModules(filesWith(TEMPLATE, changed));

    assert.match(problems.join("\n"), /containerApp: passes tokenKeyUrl, which .* does not know/);
    assert.match(problems.join("\n"), /containerApp: does not pass tokenKeyUri, which .* requires/);
    assert.equal(problems.length, 2);
  });

  it("find a module whose file is not there", () => {
    const changed = broken(TEMPLATE, "'modules/workbook.bicep'", "'modules/workbooks.bicep'");

    finds(problemsOfModules(filesWith(TEMPLATE, changed)), /no file modules\/workbooks\.bicep/);
  });

  it("find an output that a module does not have", () => {
    const changed = broken(TEMPLATE, "database.outputs.databaseName", "database.outputs.name");

    finds(
      problemsOfUses(TEMPLATE, changed, filesWith(TEMPLATE, changed)),
      /database\.bicep has no output name/,
    );
  });

  it("find a variable whose name drifted from src/config", () => {
    const changed = broken(TEMPLATE, "name: 'OAUTH_CONNECTION'", "name: 'OAUTH_CONNECTION_NAME'");

    finds(problemsOfSettings([parse(changed)], known), /^OAUTH_CONNECTION_NAME: src\/config/);
  });

  it("find a variable that src/config no longer reads", () => {
    const fewer = new Set([...known].filter((name) => name !== "DATABASE_IDENTITY"));
    const template = parse(sources.get(TEMPLATE) ?? "");

    finds(problemsOfSettings([template], fewer), /^DATABASE_IDENTITY: src\/config/);
  });

  it("find a secret among the settings", () => {
    const changed = broken(TEMPLATE, "name: 'SIGN_IN_IDENTITY'", "name: 'SIGN_IN_CLIENT_SECRET'");

    finds(problemsOfSettings([parse(changed)], known), /^SIGN_IN_CLIENT_SECRET: Azure needs no/);
  });

  for (const name of ["BOT_ID", "TENANT_ID", "DATABASE_URL", "PUBLIC_URL", "SIGN_IN_CLIENT_ID"]) {
    it(`find that ${name} is no longer set`, () => {
      const changed = broken(TEMPLATE, `name: '${name}'`, "name: 'LOG_LEVEL'");
      const files = [...filesWith(TEMPLATE, changed).values()];

      assert.throws(
        () => readConfig(environmentOf(files, EXAMPLE.UserAssignedMSI)),
        (error: unknown) =>
          error instanceof ConfigError && error.problems.some((each) => each.startsWith(name)),
      );
    });
  }

  for (const [what, line] of [
    ["a client secret", "// abc8Q~0123456789012345678901234567890_-"],
    ["a key", `var key = '${Buffer.alloc(32, 7).toString("base64")}'`],
    ["a password", "var a = { administratorLoginPassword: 'correct-horse' }"],
    ["an account key", "var a = 'AccountName=x;AccountKey=abcdef'"],
    ["an address with a password", "var a = 'postgres://app:hunter2@db.example.com/x'"],
    ["a private key", "// -----BEGIN PRIVATE KEY-----"],
    ["keys that a resource is asked for", "var a = workspace.listKeys().primarySharedKey"],
  ] as const) {
    it(`find ${what}`, () => {
      const changed = `${sources.get(TEMPLATE) ?? ""}\n${line}\n`;

      finds(problemsOfSecrets(changed, parse(changed)), /./);
    });
  }

  it("find an output that hands out a secret", () => {
    const changed = broken(TEMPLATE, "PUBLIC_URL string = origin", "PUBLIC_URL string = tokenKey");

    finds(problemsOfSecrets(changed, parse(changed)), /output PUBLIC_URL hands out a secret/);
  });

  it("find an old API version, a preview, two of one type and a type that nobody looked at", () => {
    const path = "infra/modules/database.bicep";
    const check = (from: string | RegExp, to: string): readonly string[] =>
      problemsOfApiVersions([parse(broken(path, from, to))]);

    finds(check("flexibleServers@2024-08-01", "flexibleServers@2022-12-01"), /older than 2024/);
    finds(
      check("flexibleServers@2024-08-01", "flexibleServers@2024-08-01-preview"),
      /is a preview/,
    );
    finds(check("databases@2024-08-01", "databases@latest"), /latest is no API version/);
    finds(check("configurations@2024-08-01", "configurations@2024-11-01"), /more than one/);
    finds(check("flexibleServers/databases@", "flexibleServers/backups@"), /not in the table/);
  });

  for (const [path, from, to, expected] of [
    [
      "botRegistration/azurebot",
      "disableLocalAuth: true",
      "disableLocalAuth: false",
      /disableLocalAuth/,
    ],
    ["botRegistration/azurebot", "msaAppType: botType", "msaAppType: 'MultiTenant'", /msaAppType/],
    [
      "botRegistration/azurebot",
      "  'SingleTenant'\n",
      "  'MultiTenant'\n",
      /botType: has to allow/,
    ],
    ["modules/registry", "adminUserEnabled: false", "adminUserEnabled: true", /adminUserEnabled/],
    ["modules/database", "passwordAuth: 'Disabled'", "passwordAuth: 'Enabled'", /passwordAuth/],
    ["modules/app-service", "ftpsState: 'Disabled'", "ftpsState: 'FtpsOnly'", /ftpsState/],
    [
      "modules/app-service",
      "      minTlsVersion: '1.2'",
      "      minTlsVersion: '1.0'",
      /minTlsVersion/,
    ],
    ["modules/app-service", "    httpsOnly: true\n", "", /httpsOnly/],
    ["modules/container-app", "allowInsecure: false", "allowInsecure: true", /allowInsecure/],
    [
      "modules/container-app",
      "param minReplicas int = 2",
      "param minReplicas int = 1",
      /fewer than two/,
    ],
    ["modules/key-vault", "enablePurgeProtection: true", "enablePurgeProtection: false", /Purge/],
    [
      "modules/key-vault",
      "  scope: secret\n",
      "  scope: resourceGroup()\n",
      /scoped to one resource/,
    ],
    ["modules/monitoring", "DisableLocalAuth: true", "DisableLocalAuth: false", /DisableLocalAuth/],
    [
      "modules/registry",
      "7f951dda-4ed3-4680-a7ca-43fe172d538d",
      "b24988ac-6180-42a0-ab88-20f7382dd24c",
      /not one of/,
    ],
    ["modules/network", "  scope: guard\n", "  scope: network\n", /guard .* no diagnostic setting/],
  ] as const) {
    it(`find ${to.trim() === "" ? `that ${from.trim()} is gone` : to.trim()} in ${path}`, () => {
      const changed = broken(`infra/${path}.bicep`, from, to);

      finds(problemsOfHardening(changed, parse(changed)), expected);
    });
  }

  it("find a metric that the service does not report", () => {
    const path = "infra/modules/alerts.bicep";
    const renamed = broken(path, '"pushready.signin.failures"', '"pushready.sign-in.failures"');
    const foreign = broken(path, '"pushready.removals"', '"pushready.removal"');

    assert.notDeepEqual(problemsOfMetrics(renamed, telemetry), []);
    finds(
      problemsOfMetrics(foreign, telemetry),
      /^pushready\.removal: the service reports no such/,
    );
  });
});
