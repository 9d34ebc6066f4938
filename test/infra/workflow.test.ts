import assert from "node:assert/strict";
import { parse } from "yaml";
import { z } from "zod/v4";
import { read } from "./bicep/read-infra.ts";

const steps = z.array(z.object({ uses: z.string().optional(), run: z.string().optional() }));
const permissions = z.record(z.string(), z.string());
const workflow = z
  .object({
    permissions,
    jobs: z.record(
      z.string(),
      z.object({ steps, if: z.string().optional(), permissions: permissions.optional() }),
    ),
  })
  .parse(parse(read(".github/workflows/infra.yml")));

const { build, "what-if": whatIf } = workflow.jobs;
const commandsOf = (job: typeof build): string =>
  job?.steps.map(({ run }) => run ?? "").join() ?? "";

describe("the workflow of infra", () => {
  it("builds and lints every file with the real compiler", () => {
    assert.match(commandsOf(build), /az bicep lint --file/);
    assert.match(commandsOf(build), /az bicep build --file/);
    assert.match(commandsOf(build), /find infra -name '\*\.bicep'/);
  });

  it("may read the code, and may sign in to Azure only where somebody asks for what-if", () => {
    assert.deepEqual(workflow.permissions, { contents: "read" });
    assert.equal(build?.permissions, undefined);
    assert.deepEqual(whatIf?.permissions, { contents: "read", "id-token": "write" });
    assert.match(whatIf.if ?? "", /workflow_dispatch/);
  });

  it("deploys nothing, and knows no secret", () => {
    assert.doesNotMatch(commandsOf(whatIf), /deployment group create/);
    assert.doesNotMatch(read(".github/workflows/infra.yml"), /secrets\./);
  });

  it("pins each action to a version", () => {
    const used = Object.values(workflow.jobs).flatMap((job) =>
      job.steps.flatMap((step) => step.uses ?? []),
    );

    assert.ok(used.length >= 3);
    assert.deepEqual(
      used.filter((action) => !/@(v\d+|[0-9a-f]{40})$/.test(action)),
      [],
    );
  });

  it("fills every placeholder of the parameters file", () => {
    const text = read(".github/workflows/infra.yml");
    const placeholders = [...read("infra/azure.parameters.json").matchAll(/\$\{\{(\w+)\}\}/g)];

    assert.deepEqual(
      placeholders
        .map(([, name = ""]) => name)
        .filter((name) => !new RegExp(`\\b${name}[:=]`).test(text)),
      [],
    );
  });

  it("lints with rules that are errors", () => {
    const { analyzers } = z
      .object({
        analyzers: z.object({
          core: z.object({
            enabled: z.literal(true),
            rules: z.record(z.string(), z.object({ level: z.string() })),
          }),
        }),
      })
      .parse(JSON.parse(read("infra/bicepconfig.json")));
    const rules = Object.entries(analyzers.core.rules);

    assert.ok(rules.length > 30);
    assert.deepEqual(
      rules.filter(([, { level }]) => level !== "error").map(([name]) => name),
      // A new API version of Azure must not fail a build in which nothing changed.
      ["use-recent-api-versions"],
    );
  });
});
