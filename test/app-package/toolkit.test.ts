import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import draft7 from "ajv";
import formats from "ajv-formats";
import { z } from "zod/v4";
import { placeholdersIn } from "../../scripts/app-package/placeholders.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { pathsIn, ROOT, readProject, readText, stepsOf, variablesOf } from "./toolkit-files.ts";

const FILES = [
  { file: "m365agents.yml", environment: "env/.env.dev" },
  { file: "m365agents.local.yml", environment: "env/.env.local" },
] as const;

/** Files that are filled in with the variables of an environment. */
const FILLED = /^\.\/(appPackage\/manifest|infra\/.*)\.json$/;

const packaging = ["validateManifest", "zipAppPackage", "validateAppPackage", "update"].map(
  (name) => `teamsApp/${name}`,
);

const usesOf = (steps: readonly { readonly uses: string }[]) => steps.map(({ uses }) => uses);

for (const { file, environment } of FILES) {
  describe(file, () => {
    const { raw, project } = readProject(file);
    const variables = variablesOf(environment);

    it("is of one version and reads the environments in env/", () => {
      assert.equal(project.version, "v1.11");
      assert.equal(project.environmentFolderPath, "./env");
    });

    it("holds against the Agents Toolkit's schema", function () {
      const path = process.env["M365AGENTS_SCHEMA"];
      // Without the schema, which is not ours to keep here, the other tests look at its structure.
      if (path === undefined) this.skip();
      const ajv = new draft7.default({ allErrors: true, strict: false });
      formats.default(ajv);
      const schema = z
        .record(z.string(), z.unknown())
        .parse(JSON.parse(readFileSync(path, "utf8")));

      ajv.validate(schema, raw);

      assert.deepEqual(ajv.errors ?? [], []);
    });

    it("names files that are there, apart from those it builds itself", () => {
      const named = stepsOf(project).flatMap((step) => pathsIn(step.with));
      const sources = named.filter((path) => !/^\.\/(appPackage\/build|\.localConfigs)/.test(path));

      assert.ok(sources.length > 0);
      for (const path of sources) assert.ok(existsSync(join(ROOT, path)), path);
    });

    it("writes only variables that its environment declares", () => {
      for (const { uses, writeToEnvironmentFile } of stepsOf(project)) {
        for (const name of Object.values(writeToEnvironmentFile)) {
          if (!name.startsWith("SECRET_")) assert.ok(variables.has(name), `${uses}: ${name}`);
        }
      }
    });

    it("uses only variables that its environment declares, and secrets", () => {
      const filled = stepsOf(project)
        .flatMap((step) => pathsIn(step.with))
        .filter((path) => FILLED.test(path))
        .map(readText);
      const names = [readText(file), ...filled].flatMap(placeholdersIn);

      assert.ok(names.length > 0);
      for (const name of names) {
        assert.ok(name.startsWith("SECRET_") || variables.has(name), `${name} in ${environment}`);
      }
    });

    it("has an environment without a secret in it", () => {
      for (const [name, value] of variables) {
        assert.doesNotMatch(name, /SECRET|PASSWORD|TOKEN_KEY/);
        assert.doesNotMatch(value, /[A-Za-z0-9+/~_-]{32,}/, name);
      }
    });

    it("checks the package before it tells Teams of it", () => {
      const uses = usesOf(project.provision);

      assert.equal(uses[0], "teamsApp/create");
      assert.deepEqual(uses.slice(-packaging.length), packaging);
    });
  });
}

describe("m365agents.yml in an organisation", () => {
  const { project } = readProject("m365agents.yml");

  it("makes the registration, then Azure, then tells the registration its address", () => {
    assert.deepEqual(usesOf(project.provision), [
      "teamsApp/create",
      "aadApp/create",
      "arm/deploy",
      "aadApp/update",
      ...packaging,
    ]);
  });

  it("makes no client secret", () => {
    const create = project.provision.find(({ uses }) => uses === "aadApp/create");

    assert.equal(create?.with["generateClientSecret"], false);
    assert.equal(create.with["signInAudience"], "AzureADMyOrg");
  });

  it("builds the image, notes it, and deploys the template with it", () => {
    assert.deepEqual(usesOf(project.deploy), ["script", "script", "arm/deploy"]);
    assert.match(
      String(project.deploy[0]?.with["run"]),
      /^az acr build .*pushready:\$\{\{IMAGE_TAG\}\} \.$/,
    );
    assert.match(String(project.deploy[1]?.with["run"]), /::set-teamsfx-env CONTAINER_IMAGE=/);
  });

  it("publishes what was checked", () => {
    assert.deepEqual(usesOf(project.publish), [...packaging, "teamsApp/publishAppPackage"]);
  });

  it("declares every output of the template", () => {
    const outputs = [...readText("infra/azure.bicep").matchAll(/^output ([A-Z_]+) /gm)];
    const declared = variablesOf("env/.env.dev");

    assert.ok(outputs.length > 0);
    for (const [, name = ""] of outputs) assert.ok(declared.has(name), name);
  });
});

describe("m365agents.local.yml on one's own machine", () => {
  const { project } = readProject("m365agents.local.yml");

  it("writes a configuration that the service starts with", () => {
    const id = "11111111-2222-3333-4444-555555555555";
    const values = new Map(
      ["BOT_ID", "TENANT_ID", "TEAMS_APP_ID"].map((name) => [name, id] as const),
    );
    const envs = z
      .record(z.string(), z.coerce.string())
      .parse(project.deploy.find(({ uses }) => uses.startsWith("file/"))?.with["envs"]);
    const filled = Object.entries(envs).map(([name, text]) => [
      name,
      text.replace(/\$\{\{([A-Z_]+)\}\}/, (_, variable: string) =>
        variable === "PUBLIC_URL" ? "https://x-3978.devtunnels.ms" : (values.get(variable) ?? "s"),
      ),
    ]);

    const config = readConfig(z.record(z.string(), z.string()).parse(Object.fromEntries(filled)));

    assert.equal(config.environment, "development");
    assert.equal(config.server.port, 3978);
  });

  it("makes a secret that ends by itself", () => {
    const create = project.provision.find(({ uses }) => uses === "aadApp/create");

    assert.equal(create?.writeToEnvironmentFile["clientSecret"], "SECRET_BOT_PASSWORD");
    assert.ok(Number(create.with["clientSecretExpireDays"]) <= 30);
  });
});

describe("the editor's files", () => {
  const task = z.object({ label: z.string(), dependsOn: z.array(z.string()).default([]) });
  const { tasks } = z
    .object({ tasks: z.array(task) })
    .parse(JSON.parse(readText(".vscode/tasks.json")));
  const launch = z
    .object({
      configurations: z.array(z.object({ name: z.string(), program: z.string().optional() })),
      compounds: z.array(
        z.object({ configurations: z.array(z.string()), preLaunchTask: z.string() }),
      ),
    })
    .parse(JSON.parse(readText(".vscode/launch.json")));

  it("start tasks and configurations that exist", () => {
    const labels = tasks.map(({ label }) => label);
    const names = launch.configurations.map(({ name }) => name);

    for (const { dependsOn } of tasks)
      for (const on of dependsOn) assert.ok(labels.includes(on), on);
    for (const { configurations, preLaunchTask } of launch.compounds) {
      assert.ok(labels.includes(preLaunchTask), preLaunchTask);
      for (const name of configurations) assert.ok(names.includes(name), name);
    }
  });

  it("offer the local tenant first, which needs no account", () => {
    assert.match(launch.configurations[0]?.program ?? "", /src\/sandbox\/demo\.ts$/);
    assert.ok(existsSync(join(ROOT, "src/sandbox/demo.ts")));
  });

  it("keep what holds secrets out of git", () => {
    const ignored = readText(".gitignore").split("\n");

    for (const pattern of [".env", ".env.*.user", ".localConfigs"]) {
      assert.ok(ignored.includes(pattern), pattern);
    }
  });
});
