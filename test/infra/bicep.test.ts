import assert from "node:assert/strict";
import { environment } from "../../src/config/environment.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { problemsOfApiVersions } from "./bicep/check-api-versions.ts";
import {
  problemsOfOutputs,
  problemsOfParameters,
  problemsOfParametersFile,
  problemsOfUnused,
} from "./bicep/check-declarations.ts";
import { problemsOfHardening } from "./bicep/check-hardening.ts";
import { metricsIn, problemsOfMetrics } from "./bicep/check-metrics.ts";
import { problemsOfModules, problemsOfUses } from "./bicep/check-modules.ts";
import { problemsOfSecrets } from "./bicep/check-secrets.ts";
import { environmentOf, problemsOfSettings, settingsOfService } from "./bicep/check-settings.ts";
import { EXAMPLE } from "./bicep/example-deployment.ts";
import { type BicepFile, bicepParser } from "./bicep/parse-bicep.ts";
import { bicepSources, read } from "./bicep/read-infra.ts";

const TEMPLATE = "infra/azure.bicep";
const sources = bicepSources();
const known = new Set(Object.keys(environment.shape));
const telemetry = read("src/telemetry/telemetry.ts");

describe("infra", () => {
  let files: ReadonlyMap<string, BicepFile>;

  before(async () => {
    const parse = await bicepParser();
    files = new Map([...sources].map(([path, source]) => [path, parse(source)]));
  });

  const fileAt = (path: string): BicepFile => {
    const file = files.get(path);
    assert.ok(file, `there is no ${path}`);
    return file;
  };
  const each = (check: (source: string, file: BicepFile) => readonly string[]) =>
    [...sources].flatMap(([path, source]) =>
      check(source, fileAt(path)).map((problem) => `${path}: ${problem}`),
    );

  it("parses whole", () => {
    assert.ok(files.size >= 12);
    assert.deepEqual(
      each((_source, { errors }) => errors),
      [],
    );
  });

  it("has nothing that the grammar of these tests does not know", () => {
    assert.deepEqual(
      each((source) => source.match(/\.\.\.\w|resource(Input|Output)</g) ?? []),
      [],
    );
  });

  it("describes every parameter, and says whether it has to be given", () => {
    assert.ok([...files.values()].flatMap(({ parameters }) => parameters).length > 80);
    assert.deepEqual(
      each((_source, file) => problemsOfParameters(file)),
      [],
    );
  });

  it("uses every parameter", () => {
    assert.deepEqual(each(problemsOfUnused), []);
  });

  it("describes every output", () => {
    assert.deepEqual(
      each((_source, file) => problemsOfOutputs(file)),
      [],
    );
  });

  it("is given what it requires by the parameters file, and nothing that it does not know", () => {
    assert.deepEqual(
      problemsOfParametersFile(read("infra/azure.parameters.json"), fileAt(TEMPLATE)),
      [],
    );
  });

  it("passes to each module what that requires, and nothing that it does not know", () => {
    assert.ok(fileAt(TEMPLATE).modules.length >= 12);
    assert.deepEqual(problemsOfModules(files), []);
  });

  it("reads only outputs that its modules have", () => {
    assert.deepEqual(
      [...sources].flatMap(([path, source]) => problemsOfUses(path, source, files)),
      [],
    );
  });

  it("uses every file that there is", () => {
    const used = fileAt(TEMPLATE).modules.map(({ path }) => `infra/${path}`);

    assert.deepEqual(
      [...files.keys()].filter((path) => path !== TEMPLATE),
      used.toSorted(),
    );
  });

  it("sets only variables that the service reads, and no secret", () => {
    assert.deepEqual(problemsOfSettings([...files.values()], known), []);
  });

  it("sets the key of the tokens from the vault, in both hostings", () => {
    for (const path of ["infra/modules/container-app.bicep", "infra/modules/app-service.bicep"]) {
      assert.deepEqual(settingsOfService([fileAt(path)]), ["TOKEN_KEY"], path);
    }
  });

  for (const botType of ["UserAssignedMSI", "SingleTenant"] as const) {
    it(`sets all that production requires of a bot of the type ${botType}`, () => {
      const config = readConfig(environmentOf([...files.values()], EXAMPLE[botType]));

      assert.equal(config.environment, "production");
      assert.equal(
        config.bot.credentials.kind,
        botType === "SingleTenant" ? "federated" : "managedIdentity",
      );
      assert.equal(config.freshSignIn.client.proof.kind, "federated");
      assert.equal(
        config.storage.kind === "postgres" && config.storage.identity.kind,
        "managedIdentity",
      );
      assert.equal(config.directory.credential.kind, "federated");
      assert.notEqual(config.telemetry?.clientId, undefined);
    });
  }

  it("signs in to the database with Entra over TLS with a checked name", () => {
    const source = sources.get(TEMPLATE) ?? "";
    const [, address = ""] = /var databaseUrl = '([^\n]*)'/.exec(source) ?? [];

    assert.match(address, /\?sslmode=verify-full$/);
    assert.doesNotMatch(address, /^postgres:\/\/[^@]*\}:/);
  });

  it("has the same scope in the OAuth connection that the service asks for, and no secret there", () => {
    const connection = fileAt("infra/botRegistration/azurebot.bicep").resources.find(
      ({ type }) => type === "Microsoft.BotService/botServices/connections",
    );

    assert.equal(connection?.values.get("properties.scopes"), "'UserAuthenticationMethod.Read'");
    assert.equal(connection.values.has("properties.clientSecret"), false);
    assert.match(
      read(".env.example"),
      /OAuth connection .* scope UserAuthenticationMethod\.Read\./,
    );
  });

  it("exchanges tokens for the resource that the app's manifest names", () => {
    const { fallback } = fileAt(TEMPLATE).parameters.find(
      ({ name }) => name === "tokenExchangeUrl",
    ) ?? { fallback: null };
    const [, resource = ""] = /"resource": "([^"]*)"/.exec(read("appPackage/manifest.json")) ?? [];

    assert.equal(fallback, `'${resource.replace("${{SIGN_IN_CLIENT_ID}}", "${signInClientId}")}'`);
  });

  it("gives what the app's manifest and the deployment need", () => {
    const names = fileAt(TEMPLATE).outputs.map(({ name }) => name);
    const needed = [
      "BOT_ID",
      "BOT_DOMAIN",
      "PUBLIC_URL",
      "TENANT_ID",
      "AZURE_CLIENT_ID",
      "MANAGED_IDENTITY_PRINCIPAL_ID",
      "OAUTH_UNIQUE_IDENTIFIER",
      "REGISTRY_NAME",
      "REGISTRY_SERVER",
      "BOT_AZURE_APP_SERVICE_RESOURCE_ID",
      "BOT_AZURE_CONTAINER_APP_RESOURCE_ID",
    ];

    assert.deepEqual(
      needed.filter((name) => !names.includes(name)),
      [],
    );
  });

  it("holds no secret, and hands none out", () => {
    assert.deepEqual(each(problemsOfSecrets), []);
    assert.deepEqual(problemsOfSecrets(read("infra/azure.parameters.json"), fileAt(TEMPLATE)), []);
  });

  it("uses one recent API version of each type", () => {
    assert.deepEqual(problemsOfApiVersions([...files.values()]), []);
  });

  it("leaves no local sign-in, weak TLS, wide role or unwatched resource", () => {
    assert.deepEqual(each(problemsOfHardening), []);
  });

  it("asks the health of the process and of what it needs on the service's own port", () => {
    const source = sources.get("infra/modules/container-app.bicep") ?? "";
    const probes = [
      ...source.matchAll(/type: '(\w+)'\s+httpGet: \{\s+path: '([^']+)'\s+port: (\w+)/g),
    ];

    assert.deepEqual(
      probes.map(([, type, path, port]) => [type, path, port]),
      [
        ["Startup", "/healthz", "port"],
        ["Liveness", "/healthz", "port"],
        ["Readiness", "/readyz", "port"],
      ],
    );
    assert.equal(environment.parse({}).PORT, 3978);
    assert.match(sources.get(TEMPLATE) ?? "", /^var port = 3978$/m);
  });

  for (const path of ["infra/modules/alerts.bicep", "infra/modules/workbook.bicep"]) {
    it(`asks in ${path} only for metrics that the service reports`, () => {
      const source = sources.get(path) ?? "";

      assert.deepEqual(problemsOfMetrics(source, telemetry), []);
      const asked = metricsIn(source);
      const watched = ["signin.failures", "graph.requests", "reminders.sent", "removals"];
      assert.deepEqual(
        watched.filter((name) => !asked.includes(`pushready.${name}`)),
        [],
      );
    });
  }
});
