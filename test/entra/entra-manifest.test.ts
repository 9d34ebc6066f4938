import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { z } from "zod/v4";
import { permissionsNeeded } from "../../src/reminders/reminder-needs.ts";
import { CALLBACK_PATH } from "../../src/web/paths.ts";
import { SCOPE } from "../../src/web/request-parameters.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const readJson = (path: string): unknown => JSON.parse(read(path));

const GRAPH = "00000003-0000-0000-c000-000000000000";

const permissions = z
  .array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(["delegated", "application"]),
      id: z.guid().nullable(),
      need: z.enum(["needed", "optional"]),
      setting: z.string().min(1),
      why: z.string().min(20),
      lost: z.string().min(20),
      sources: z.array(z.string()).min(1),
      requests: z.array(z.string().regex(/^(GET|POST|DELETE) \/\S+$/)).min(1),
    }),
  )
  .parse(readJson("infra/entra/permissions.json"));

const manifest = z
  .object({
    signInAudience: z.string(),
    identifierUris: z.array(z.string()),
    api: z.object({
      requestedAccessTokenVersion: z.number(),
      oauth2PermissionScopes: z.array(z.object({ id: z.string(), value: z.string() })),
      preAuthorizedApplications: z.array(
        z.object({ appId: z.string(), delegatedPermissionIds: z.array(z.string()) }),
      ),
    }),
    web: z.object({
      redirectUris: z.array(z.string()),
      implicitGrantSettings: z.record(z.string(), z.boolean()),
    }),
    optionalClaims: z.object({ idToken: z.array(z.object({ name: z.string() })) }),
    requiredResourceAccess: z.array(
      z.object({
        resourceAppId: z.string(),
        resourceAccess: z.array(z.object({ id: z.string(), type: z.enum(["Scope", "Role"]) })),
      }),
    ),
  })
  .parse(readJson("infra/entra/aad.manifest.json"));

const named = (kind: string): readonly string[] =>
  permissions.filter((permission) => permission.kind === kind).map(({ name }) => name);

describe("the app manifest", () => {
  it("asks for exactly the permissions of the table", () => {
    assert.deepEqual(manifest.requiredResourceAccess, [
      {
        resourceAppId: GRAPH,
        resourceAccess: permissions.map(({ id, kind }) => ({
          id: id ?? "${{GRAPH_AUTHENTICATOR_SCOPE_ID}}",
          type: kind === "delegated" ? "Scope" : "Role",
        })),
      },
    ]);
  });

  it("leaves one id to be looked up in the tenant, and names no id twice", () => {
    const ids = permissions.flatMap(({ id }) => (id === null ? [] : [id]));

    assert.deepEqual(
      permissions.filter(({ id }) => id === null).map(({ name }) => name),
      ["UserAuthMethod-MicrosoftAuthApp.ReadWrite"],
    );
    assert.equal(new Set(ids).size, ids.length);
  });

  it("lets Teams, and nobody else, have tokens for people without asking them", () => {
    const [scope] = manifest.api.oauth2PermissionScopes;

    assert.equal(scope?.value, "access_as_user");
    assert.deepEqual(
      manifest.api.preAuthorizedApplications,
      ["1fec8e78-bce4-4aaf-ab1b-5451cc387264", "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"].map(
        (appId) => ({ appId, delegatedPermissionIds: [scope.id] }),
      ),
    );
    assert.equal(manifest.api.requestedAccessTokenVersion, 2);
  });

  it("is of one tenant, with the address that Teams knows it by", () => {
    const teams = z
      .object({ webApplicationInfo: z.object({ id: z.string(), resource: z.string() }) })
      .parse(readJson("appPackage/manifest.json")).webApplicationInfo;

    assert.equal(manifest.signInAudience, "AzureADMyOrg");
    assert.deepEqual(manifest.identifierUris, [teams.resource]);
  });

  it("sends people back to the token service and to our own callback only, by code alone", () => {
    assert.deepEqual(manifest.web.redirectUris, [
      "https://token.botframework.com/.auth/web/redirect",
      `\${{PUBLIC_URL}}${CALLBACK_PATH}`,
    ]);
    assert.ok(!Object.values(manifest.web.implicitGrantSettings).includes(true));
  });

  it("tells which authentication contexts a sign-in met", () => {
    assert.deepEqual(
      manifest.optionalClaims.idToken.map(({ name }) => name),
      ["acrs"],
    );
  });
});

describe("the table of permissions", () => {
  it("holds every application permission that the settings can ask for, and no other", () => {
    const all = permissionsNeeded({
      settings: { mayInstall: true },
      recheck: true,
      mailboxZones: true,
      hasGroups: true,
      looksUpApp: true,
    });
    const always = permissionsNeeded({
      settings: { mayInstall: false },
      recheck: false,
      mailboxZones: false,
      hasGroups: false,
      looksUpApp: false,
    });

    assert.deepEqual([...named("application")].sort(), [...all].sort());
    assert.deepEqual(
      permissions
        .filter(({ kind, need }) => kind === "application" && need === "needed")
        .map(({ name }) => name)
        .sort(),
      [...always].sort(),
    );
  });

  it("holds every permission that the code names in a request or a refusal", () => {
    const code = globSync("src/{graph,web,reminders,config}/**/*.ts", { cwd: root })
      .map((path) => read(path.replaceAll("\\", "/")))
      .join("\n");
    const inCode = code.match(
      /\b[A-Z][A-Za-z]+(-[A-Z][A-Za-z]+)?\.Read[A-Za-z]*(\.[A-Z][A-Za-z]+)?/g,
    );

    assert.deepEqual([...new Set(inCode)].sort(), permissions.map(({ name }) => name).sort());
  });

  it("asks people on the web for what the table says", () => {
    const scopes = SCOPE.split(" ").filter((scope) => scope.startsWith("https://"));

    assert.deepEqual(scopes, [
      "https://graph.microsoft.com/UserAuthMethod-MicrosoftAuthApp.ReadWrite",
    ]);
    assert.ok(named("delegated").includes("UserAuthMethod-MicrosoftAuthApp.ReadWrite"));
  });

  for (const { name, sources, requests } of permissions) {
    it(`names the file that asks for ${name}, and what it asks`, () => {
      const code = sources.map(read).join("\n");

      assert.ok(code.includes(name));
      for (const request of requests) {
        const parts = request.split("/").slice(1);
        const last = parts.filter((part) => part !== "{id}").at(-1) ?? "";
        assert.ok(code.includes(last), `${sources.join()} asks for nothing like ${request}`);
      }
    });
  }

  it("is what docs/permissions.md says, line by line", () => {
    const lines = read("docs/permissions.md").split("\n");
    const rows = lines.filter((line) => /^\| `[A-Z]/.test(line));

    assert.equal(rows.length, permissions.length);
    for (const { name, need, why, lost, sources, requests } of permissions) {
      const row = rows.find((line) => line.startsWith(`| \`${name}\` `)) ?? "";
      for (const part of [need, why, lost, ...sources, ...requests]) {
        assert.ok(row.includes(part), `${name} lacks "${part}"`);
      }
    }
    assert.ok(lines.join("\n").includes("/adminconsent?client_id="));
  });
});

describe("the federated credentials", () => {
  const credentials = z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z-]{3,120}$/),
        issuer: z.literal("https://login.microsoftonline.com/${{TENANT_ID}}/v2.0"),
        subject: z.string(),
        audiences: z.tuple([z.literal("api://AzureADTokenExchange")]),
        description: z.string().max(600),
      }),
    )
    .parse(readJson("infra/entra/federated-credentials.json"));

  it("trust the managed identity and the Bot Service's token store, and nobody else", () => {
    assert.deepEqual(
      credentials.map(({ subject }) => subject),
      [
        "${{MANAGED_IDENTITY_PRINCIPAL_ID}}",
        "/eid1/c/pub/t/${{TENANT_ID_ENCODED}}/a/9ExAW52n_ky4ZiS_jhpJIQ/${{OAUTH_UNIQUE_IDENTIFIER}}",
      ],
    );
  });

  it("use names that the infrastructure gives out", () => {
    const bicep = read("infra/azure.bicep");

    for (const name of ["TENANT_ID", "MANAGED_IDENTITY_PRINCIPAL_ID", "OAUTH_UNIQUE_IDENTIFIER"]) {
      assert.match(bicep, new RegExp(`^output ${name} string`, "m"));
    }
  });
});
