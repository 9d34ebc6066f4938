import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { strToU8, zipSync } from "fflate";
import { type CommandLineParts, runCommandLine } from "../../../src/admin/command-line.ts";
import type { Probes } from "../../../src/admin/doctor/probes.ts";
import { examine, examinedAs } from "../../../src/compose-doctor.ts";
import type { Config } from "../../../src/config/config.ts";
import { readConfig } from "../../../src/config/read-config.ts";
import { SANDBOX } from "../../../src/config/sandbox-identity.ts";
import { Secret } from "../../../src/config/secret.ts";
import { tenantId } from "../../../src/methods/ids.ts";
import { openDatabase } from "../../../src/storage/database.ts";
import { DispatchLease } from "../../../src/storage/dispatch-lease.ts";
import { createJobs } from "../../../src/storage/jobs.ts";
import {
  createEmbeddedFolder,
  createPostgresDatabase,
  postgresOptions,
  runOnServer,
  temporaryFolder,
} from "../../contracts/databases.ts";
import { start, type TestSandbox } from "../../sandbox/support/sandbox.ts";

type Line = {
  readonly check: string;
  readonly about: string | null;
  readonly kind: string;
  readonly text: string;
  readonly next: string | null;
};

type Told = { readonly exit: number; readonly lines: readonly Line[]; readonly output: string };

type Given = {
  readonly config?: (good: Config) => Config;
  readonly probes?: (good: Probes) => Partial<Probes>;
  /** Ahead of the others' clocks. */
  readonly aheadMs?: number;
  readonly manifest?: object;
  readonly args?: readonly string[];
};

/** Nothing listens there. */
const NOWHERE = "127.0.0.1:9";
const SPARE = [
  "GroupMember.Read.All",
  "MailboxSettings.Read",
  "AppCatalog.Read.All",
  "TeamsAppInstallation.ReadWriteSelfForUser.All",
] as const;

const manifest = {
  id: "${{TEAMS_APP_ID}}",
  bots: [{ botId: "${{BOT_ID}}" }],
  webApplicationInfo: { id: "${{BOT_ID}}", resource: "api://botid-${{BOT_ID}}" },
  validDomains: ["token.botframework.com", "${{BOT_DOMAIN}}"],
};

describe("pushready doctor", function () {
  this.timeout(30_000);

  let tenant: TestSandbox;
  let databaseUrl: string;
  let service: Server;
  let publicUrl: string;
  let folder: string;

  before(async () => {
    tenant = await start();
    databaseUrl = await createPostgresDatabase();
    await fill(databaseUrl);
    folder = await temporaryFolder();
    service = createServer((request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(request.url === "/healthz" ? { status: "ok" } : {}));
    });
    await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
    const address = service.address();
    assert.ok(address !== null && typeof address === "object");
    publicUrl = `http://127.0.0.1:${address.port}`;
  });

  beforeEach(() => {
    for (const permission of SPARE) tenant.sandbox.tenant.appConsents.withhold(permission);
  });

  afterEach(() => {
    tenant.sandbox.reset();
  });

  after(async () => {
    service.closeAllConnections();
    service.close();
    await tenant.close();
  });

  const goodConfig = (): Config =>
    readConfig({
      NODE_ENV: "development",
      SANDBOX_URL: tenant.url,
      DATABASE_URL: databaseUrl,
      PUBLIC_URL: publicUrl,
    });

  async function doctor(given: Given = {}): Promise<Told> {
    const file = join(folder, "manifest.json");
    await writeFile(file, JSON.stringify(given.manifest ?? manifest));
    const good = goodConfig();
    const clock = { now: () => new Date(Date.now() + (given.aheadMs ?? 0)) };
    const examined = examinedAs(given.config?.(good) ?? good, {}, clock);
    const { probes } = examined;
    return run(given.args ?? ["--manifest", file], () =>
      Promise.resolve({ ...examined, probes: { ...bound(probes), ...given.probes?.(probes) } }),
    );
  }

  it("finds nothing where all is good", async () => {
    const { exit, lines } = await doctor();

    assert.deepEqual(
      lines.filter(({ kind }) => kind !== "ok").map(({ check }) => check),
      ["consent"],
    );
    assert.equal(exit, 0);
  });

  it("says it in lines, with what to do below, and the number of each", async () => {
    tenant.sandbox.tenant.appConsents.withhold("User.Read.All");
    const output = new PassThrough();
    const examined = examinedAs(goodConfig(), {});

    const exit = await runCommandLine(
      ["doctor"],
      parts(output, () => Promise.resolve(examined)),
    );

    const text = String(output.read());
    assert.equal(exit, 1);
    assert.match(
      text,
      /\nFAILED {7}Permission User\.Read\.All +missing: accounts cannot be listed.*\n {13}→ Grant the application permission User\.Read\.All /,
    );
    assert.match(text, /\nnot checked {2}App manifest +name it: --manifest/);
    assert.match(text, /\n\n\d+ ok, 0 warnings, \d failed, \d not checked\.\n$/);
  });

  it("names every problem of the settings, and looks no further", async () => {
    const { exit, lines } = await run([], () => examine({ PORT: "none" }));

    const problems = lines.filter(({ check }) => check === "configuration");
    assert.equal(exit, 1);
    assert.ok(problems.some(({ text }) => text.startsWith('PORT (now "none")')));
    assert.ok(problems.some(({ text }) => text.startsWith("TENANT_ID: ")));
    assert.ok(lines.every(({ check, kind }) => check === "configuration" || kind === "notChecked"));
  });

  const failures: readonly (Given & {
    readonly name: string;
    readonly before?: () => void;
    readonly check: string;
    readonly kind?: string;
    readonly says: RegExp;
    readonly next: RegExp;
    /** What cannot be looked at then. */
    readonly without?: readonly string[];
  })[] = [
    {
      name: "the bot's secret is wrong",
      config: (good) => ({
        ...good,
        bot: {
          ...good.bot,
          credentials: {
            kind: "sandbox",
            tokenUrl: `${tenant.url}/channel/token`,
            audience: SANDBOX.audience,
            secret: new Secret("wrong"),
          },
        },
      }),
      check: "botToken",
      says: /refused the bot a token: 401/,
      next: /BOT_TYPE/,
      without: ["oauthConnection"],
    },
    ...(
      [
        ["audience", "botToken", /the token is for https:\/\/management\.azure\.com, not for/],
        ["tenant", "botToken", /comes from the tenant 0ddba115-/],
        ["app", "botToken", /is of the app 0ddba115-.*, not of b07b07b0-/],
        ["audience", "graphToken", /not for https:\/\/graph\.microsoft\.com/],
        ["tenant", "graphToken", /comes from the tenant 0ddba115-/],
        ["app", "graphToken", /is of the app 0ddba115-/],
      ] as const
    ).map(([claim, check, says]) => ({
      name: `the ${check} has a strange ${claim}`,
      before: () => {
        tenant.sandbox.faults.on(null, { fault: "strangeToken", claim });
      },
      check,
      says,
      next: /TENANT_ID|BOT_ID|BOT_TYPE|GRAPH_URL|DIRECTORY_CLIENT_ID/,
    })),
    {
      name: "the app's secret is wrong",
      config: (good) => ({
        ...good,
        directory: {
          ...good.directory,
          credential: {
            kind: "sandbox",
            tokenUrl: `${tenant.url}/${SANDBOX.tenantId}/oauth2/v2.0/token`,
            clientId: SANDBOX.appId,
            secret: new Secret("wrong"),
          },
        },
      }),
      check: "graphToken",
      says: /refused a token: 401/,
      next: /DIRECTORY_IDENTITY/,
      without: ["permissions", "consent", "policies"],
    },
    ...(
      [
        "AuditLog.Read.All",
        "User.Read.All",
        "Policy.Read.AuthenticationMethod",
        "UserAuthenticationMethod.Read.All",
      ] as const
    ).map((permission) => ({
      name: `consent to ${permission} is revoked`,
      before: () => {
        tenant.sandbox.tenant.appConsents.withhold(permission);
      },
      check: "permissions",
      says: /^missing: /,
      next: new RegExp(`Grant the application permission ${permission.replaceAll(".", "\\.")} `),
    })),
    ...SPARE.map((permission) => ({
      name: `${permission} is missing, and switched on`,
      config: (good: Config): Config => ({
        ...good,
        reminders: {
          ...good.reminders,
          mailboxZones: true,
          adminGroupId: "11111111-2222-4333-8444-555555555555",
          settings: { ...good.reminders.settings, mayInstall: true },
        },
      }),
      check: "permissions",
      says: /^missing: /,
      next: /Grant the application permission /,
    })),
    {
      name: "a permission is granted that nothing uses",
      before: () => {
        tenant.sandbox.tenant.appConsents.grant("MailboxSettings.Read");
      },
      check: "permissions",
      kind: "warning",
      says: /nothing that is switched on uses it/,
      next: /Take it back/,
    },
    {
      name: "the OAuth connection has another name",
      config: (good) => ({ ...good, oauthConnection: "mail" }),
      check: "oauthConnection",
      says: /no connection "mail"/,
      next: /UserAuthenticationMethod\.Read, or set OAUTH_CONNECTION/,
    },
    {
      name: "the redirect URI is not registered",
      config: (good) => ({
        ...good,
        freshSignIn: { ...good.freshSignIn, publicUrl: "http://localhost:3978" },
      }),
      check: "redirectUri",
      says: /localhost:3978\/sign-in\/callback is not registered/,
      next: /platform Web/,
    },
    {
      name: "the secret of the web sign-in is wrong",
      config: (good) => ({
        ...good,
        freshSignIn: {
          ...good.freshSignIn,
          client: {
            ...good.freshSignIn.client,
            proof: { kind: "secret", secret: new Secret("x") },
          },
        },
      }),
      check: "signInClient",
      says: /is refused/,
      next: /new credential/,
    },
    {
      name: "the authority is away",
      config: (good) => ({
        ...good,
        freshSignIn: { ...good.freshSignIn, authority: `http://${NOWHERE}/oidc` },
      }),
      check: "authority",
      says: /metadata of .* cannot be read/,
      next: /TENANT_ID/,
      without: ["redirectUri", "signInClient"],
    },
    {
      name: "nothing answers at the public address",
      config: (good) => ({
        ...good,
        freshSignIn: { ...good.freshSignIn, publicUrl: `http://${NOWHERE}` },
      }),
      check: "publicUrl",
      says: /not reachable from here \(nothing listens there\)/,
      next: /PUBLIC_URL, DNS and the ingress/,
    },
    {
      name: "something else answers at the public address",
      config: (good) => ({
        ...good,
        freshSignIn: { ...good.freshSignIn, publicUrl: tenant.url },
      }),
      check: "publicUrl",
      says: /something else answers/,
      next: /Set PUBLIC_URL/,
    },
    {
      name: "Teams cannot be reached",
      config: (good) => ({ ...good, bot: { ...good.bot, serviceUrlHosts: [NOWHERE] } }),
      check: "teamsHosts",
      says: /no message gets to Teams/,
      next: /SERVICE_URL_HOSTS/,
    },
    {
      name: "one of several clouds cannot be reached",
      config: (good) => ({
        ...good,
        bot: { ...good.bot, serviceUrlHosts: [...good.bot.serviceUrlHosts, NOWHERE] },
      }),
      check: "teamsHosts",
      kind: "warning",
      says: /not reachable/,
      next: /in another cloud/,
    },
    {
      name: "the channel's keys cannot be read",
      config: (good) => ({
        ...good,
        bot: {
          ...good.bot,
          channel:
            good.bot.channel === null
              ? null
              : { ...good.bot.channel, openIdMetadataUrl: `${tenant.url}/channel/nothing` },
        },
      }),
      check: "channel",
      says: /status 404/,
      next: /nobody's message is taken/,
    },
    {
      name: "the database is away",
      config: (good) => withDatabase(good, `postgres://somebody:hidden@${NOWHERE}/pushready`),
      check: "database",
      says: /./,
      next: /./,
      without: ["migrations", "durability", "databaseClock", "jobs", "dispatcher", "scan"],
    },
    {
      name: "what is committed may be lost",
      probes: (good) => ({ database: (signal) => good.database(signal) }),
      check: "durability",
      says: /fsync.* off: /,
      next: /Turn fsync/,
    },
    {
      name: "clocks are six minutes apart",
      aheadMs: 6 * 60_000,
      check: "graphClock",
      says: /[67] min ahead: tokens are refused/,
      next: /NTP/,
    },
    {
      name: "the database's clock is two minutes apart",
      aheadMs: 2 * 60_000,
      check: "databaseClock",
      kind: "warning",
      says: /ahead/,
      next: /NTP/,
    },
    {
      name: "the manifest is of another bot",
      manifest: { ...manifest, bots: [{ botId: "11111111-2222-4333-8444-555555555555" }] },
      check: "manifest",
      says: /the bot is 11111111-/,
      next: /Set BOT_ID/,
    },
    {
      name: "Authenticator is off in the tenant",
      before: () => {
        tenant.sandbox.tenant.methodsPolicy.change({ authenticator: { state: "disabled" } });
      },
      check: "policies",
      kind: "warning",
      says: /Microsoft Authenticator is off in the tenant/,
      next: /^Turn it on in Entra/,
    },
  ];
  for (const {
    name,
    before: prepare,
    check,
    kind = "failed",
    says,
    next,
    without = [],
    ...given
  } of failures) {
    it(`says what to do when ${name}`, async () => {
      prepare?.();

      const { exit, lines, output } = await doctor(given);

      const told = lines.filter((line) => line.check === check && line.kind === kind);
      assert.ok(
        told.some((line) => says.test(line.text) && next.test(line.next ?? "")),
        JSON.stringify(lines.filter((line) => line.check === check)),
      );
      assert.equal(exit, lines.some((line) => line.kind === "failed") ? 1 : 0);
      for (const other of without) {
        assert.equal(lines.find((line) => line.check === other)?.kind, "notChecked", other);
      }
      assert.doesNotMatch(output, /eyJ|hidden|sandbox-only/);
    });
  }

  it("names the migrations that are missing, and applies none", async () => {
    const empty = await createPostgresDatabase();

    const { lines } = await doctor({ config: (good) => withDatabase(good, empty) });

    const kinds = (check: string) => lines.find((line) => line.check === check);
    assert.match(kinds("migrations")?.text ?? "", /^not applied: 0001-people, /);
    assert.equal(kinds("jobs")?.kind, "warning");
    assert.equal(kinds("scan")?.kind, "notChecked");
    const tables = await runOnServer(
      "select from pg_tables where schemaname = 'public'",
      nameOf(empty),
    );
    assert.equal(tables.length, 0);
  });

  it("looks at embedded storage, and says so where the service has it", async () => {
    const files = await createEmbeddedFolder();
    const config = (good: Config): Config => ({
      ...good,
      storage: { kind: "embedded", folder: files },
    });

    const free = await doctor({ config });
    const database = await openDatabase({ kind: "embedded", folder: files });
    const taken = await doctor({ config }).finally(() => database.close());

    const kindOf = (told: Told, check: string) =>
      told.lines.find((line) => line.check === check)?.kind;
    assert.deepEqual([kindOf(free, "database"), kindOf(free, "durability")], ["ok", "warning"]);
    assert.deepEqual([kindOf(taken, "database"), taken.exit], ["notChecked", 0]);
  });

  it("reads the manifest out of a package", async () => {
    const file = join(folder, "appPackage.zip");
    const filled = JSON.stringify({ ...manifest, id: "11111111-2222-4333-8444-555555555555" });
    await writeFile(file, zipSync({ "color.png": strToU8("x"), "manifest.json": strToU8(filled) }));

    const { lines } = await doctor({ args: ["--manifest", file] });

    const id = lines.find((line) => line.check === "manifest" && line.about === "id");
    assert.match(id?.text ?? "", /^11111111-.*, but TEAMS_APP_ID is b07b07b0-/);
  });

  it("agrees with the manifest of the app package", async () => {
    const file = new URL("../../../appPackage/manifest.json", import.meta.url).pathname;

    const { lines } = await doctor({ args: ["--manifest", file] });

    const found = lines.filter((line) => line.check === "manifest");
    assert.deepEqual(
      found.map((line) => [line.about, line.kind]),
      ["id", "bots", "webApplicationInfo", "validDomains"].map((about) => [about, "ok"]),
    );
  });

  it("refuses a manifest that is not there before it looks at anything", async () => {
    const output = new PassThrough();
    const told: string[] = [];

    const exit = await runCommandLine(["doctor", "--manifest", join(folder, "none.json")], {
      ...parts(output, () => Promise.reject(new Error("it was examined"))),
      tell: (line) => told.push(line),
    });

    assert.equal(exit, 2);
    assert.match(told.join(), /cannot be read: name appPackage\/manifest\.json/);
  });
});

/** What a service leaves behind that has worked for a while. */
async function fill(url: string): Promise<void> {
  const database = await openDatabase(postgresOptions(url));
  const run = (): Promise<void> => Promise.resolve();
  const schedule = { cron: "7 * * * *", timeZone: "Etc/UTC" };
  const jobs = createJobs(database, {
    definitions: ["scan", "plan"].map((name) => ({ name, schedule, run })),
    onTrouble: () => undefined,
  });
  await jobs.start();
  await jobs.stop();
  await new DispatchLease(database).take(tenantId(SANDBOX.tenantId), "replica", 3_600_000);
  await database.close();
  await runOnServer(
    `insert into scan_runs (tenant_id, run, plan, requires_inclusion, started_at, completed_at)
     values ('${SANDBOX.tenantId}', 1, 'all', false, now(), now())`,
    nameOf(url),
  );
}

const nameOf = (url: string): string => new URL(url).pathname.slice(1);

const withDatabase = (config: Config, url: string): Config =>
  config.storage.kind === "postgres"
    ? { ...config, storage: { ...config.storage, url: new Secret(url) } }
    : config;

/** The probes' methods, so that some can be replaced; the test's server does without what makes commits durable. */
const bound = (probes: Probes): Probes => ({
  botToken: (signal) => probes.botToken(signal),
  graphToken: (signal) => probes.graphToken(signal),
  get: (url, signal) => probes.get(url, signal),
  askTokenService: (path, signal) => probes.askTokenService(path, signal),
  askGraph: (path, signal) => probes.askGraph(path, signal),
  policies: (signal) => probes.policies(signal),
  findAuthority: () => probes.findAuthority(),
  silentSignInUrl: () => probes.silentSignInUrl(),
  refusalOfSignInClient: () => probes.refusalOfSignInClient(),
  database: async (signal) => ({
    ...(await probes.database(signal)),
    fsync: true,
    synchronousCommit: "on",
  }),
  now: () => probes.now(),
});

const parts = (output: PassThrough, look: CommandLineParts["examine"]): CommandLineParts => ({
  examine: look,
  withAudit: () => Promise.reject(new Error("No audit here")),
  withWorkspace: () => Promise.reject(new Error("No workspace here")),
  startProgress: () => ({ at: () => undefined, end: () => undefined }),
  output,
  tell: () => undefined,
  signal: new AbortController().signal,
  version: "1.2.3",
});

async function run(args: readonly string[], look: CommandLineParts["examine"]): Promise<Told> {
  const stream = new PassThrough();
  const exit = await runCommandLine(["doctor", "--json", ...args], parts(stream, look));
  const output = String(stream.read());
  const { checks } = JSON.parse(output) as { readonly checks: readonly Line[] };
  return { exit, lines: checks, output };
}
