import assert from "node:assert/strict";
import {
  GraphAppInstaller,
  type TeamsApp,
} from "../../../src/graph/directory/graph-app-installer.ts";
import { userId } from "../../../src/methods/ids.ts";
import { start, type TestSandbox } from "../../sandbox/support/sandbox.ts";
import { REQUEST_ID, ScriptedGraph, type ScriptedReply } from "../scripted-graph.ts";
import { httpTo, httpToSandbox, idOf, PATIENT, watchPaths } from "./at-graph.ts";

const byManifest: TeamsApp = { kind: "manifest", id: "b07b07b0-0000-4000-8000-0000000000aa" };
const byCatalog: TeamsApp = { kind: "catalog", id: "b07b07b0-0000-4000-8000-0000000000cc" };
const nobody = userId("00000000-0000-4000-8000-000000000000");

describe("GraphAppInstaller at the local tenant", () => {
  let tenant: TestSandbox;
  let installer: GraphAppInstaller;
  before(async () => {
    tenant = await start();
  });
  beforeEach(async () => {
    installer = new GraphAppInstaller(await httpToSandbox(tenant, 400), byManifest);
  });
  afterEach(() => {
    tenant.sandbox.reset();
  });
  after(() => tenant.close());

  for (const app of [byManifest, byCatalog]) {
    it(`installs the app by its id in the ${app.kind}, and finds the chat`, async () => {
      const nora = idOf(tenant, "nora");
      installer = new GraphAppInstaller(await httpToSandbox(tenant), app);

      const before = await installer.findChat(nora, PATIENT);
      const first = await installer.install(nora, PATIENT);
      const second = await installer.install(nora, PATIENT);
      const chat = await installer.findChat(nora, PATIENT);

      assert.deepEqual(before, { kind: "notInstalled" });
      assert.deepEqual(first, { kind: "installed" });
      assert.deepEqual(second, { kind: "alreadyInstalled" });
      assert.deepEqual(chat, { kind: "found", chatId: "a:1111111115a4d40098000000000000009" });
    });
  }

  it("looks the app up once", async () => {
    const paths = watchPaths(tenant);

    await installer.install(idOf(tenant, "nora"), PATIENT);
    await installer.install(idOf(tenant, "sam"), PATIENT);

    assert.equal(paths().filter((path) => path.endsWith("/appCatalogs/teamsApps")).length, 1);
  });

  it("does without the catalogue's permission where the id there is known", async () => {
    tenant.sandbox.tenant.appConsents.withhold("AppCatalog.Read.All");
    const known = new GraphAppInstaller(await httpToSandbox(tenant), byCatalog);

    assert.deepEqual(await known.install(idOf(tenant, "nora"), PATIENT), { kind: "installed" });
    assert.partialDeepStrictEqual(await installer.install(idOf(tenant, "sam"), PATIENT), {
      kind: "forbidden",
      permission: "AppCatalog.Read.All",
    });
  });

  it("names the permission to install", async () => {
    tenant.sandbox.tenant.appConsents.withhold("TeamsAppInstallation.ReadWriteSelfForUser.All");
    const refusal = {
      kind: "forbidden",
      permission: "TeamsAppInstallation.ReadWriteSelfForUser.All",
    };

    const nora = idOf(tenant, "nora");
    assert.partialDeepStrictEqual(await installer.install(nora, PATIENT), refusal);
    assert.partialDeepStrictEqual(await installer.findChat(nora, PATIENT), refusal);
  });

  it("knows a person whom a policy keeps the app from", async () => {
    tenant.sandbox.faults.on(tenant.person("nora"), { fault: "appBlocked" });

    assert.deepEqual(await installer.install(idOf(tenant, "nora"), PATIENT), {
      kind: "notAllowed",
    });
    assert.deepEqual(await installer.install(idOf(tenant, "sam"), PATIENT), { kind: "installed" });
  });

  it("knows that the catalogue does not have the app, and asks again each time", async () => {
    tenant.sandbox.faults.on(null, { fault: "appNotInCatalog" });
    const nora = idOf(tenant, "nora");
    const missing = await installer.install(nora, PATIENT);
    const chat = await installer.findChat(nora, PATIENT);
    tenant.sandbox.faults.reset();

    assert.deepEqual(missing, { kind: "noSuchApp" });
    assert.deepEqual(chat, { kind: "notInstalled" });
    assert.deepEqual(await installer.install(nora, PATIENT), { kind: "installed" });
  });

  it("looks the app up anew once it is gone under the id that was found", async () => {
    const paths = watchPaths(tenant);
    await installer.install(idOf(tenant, "sam"), PATIENT);
    tenant.sandbox.faults.on(null, { fault: "appNotInCatalog" });
    const gone = await installer.install(idOf(tenant, "nora"), PATIENT);
    tenant.sandbox.faults.reset();

    const back = await installer.install(idOf(tenant, "nora"), PATIENT);

    assert.deepEqual([gone, back], [{ kind: "noSuchApp" }, { kind: "installed" }]);
    assert.equal(paths().filter((path) => path.endsWith("/appCatalogs/teamsApps")).length, 2);
  });

  it("does not know somebody who is not there", async () => {
    assert.deepEqual(await installer.install(nobody, PATIENT), { kind: "noSuchUser" });
    assert.deepEqual(await installer.findChat(nobody, PATIENT), { kind: "notInstalled" });
  });

  it("has no answer while installing fails for a moment", async () => {
    tenant.sandbox.faults.on(null, { fault: "installFails", requests: 1 });
    const nora = idOf(tenant, "nora");

    const failed = await installer.install(nora, PATIENT);

    assert.partialDeepStrictEqual(failed, { kind: "unavailable", why: "serviceError" });
    assert.deepEqual(await installer.install(nora, PATIENT), { kind: "installed" });
  });

  it("passes on how long to wait, and that no answer came", async () => {
    const nora = tenant.person("nora");
    tenant.sandbox.faults.on(nora, { fault: "throttle", retryAfterSeconds: 4, requests: 2 });
    const install = await installer.install(idOf(tenant, "nora"), PATIENT);
    const chat = await installer.findChat(idOf(tenant, "nora"), PATIENT);
    tenant.sandbox.faults.on(nora, { fault: "hang", limitMs: 10_000 });
    const late = await installer.install(idOf(tenant, "nora"), PATIENT);

    assert.deepEqual(
      [install, chat],
      [
        { kind: "throttled", retryAfterSeconds: 4 },
        { kind: "throttled", retryAfterSeconds: 4 },
      ],
    );
    assert.deepEqual(late, { kind: "unavailable", why: "timeout", requestId: null });
  });
});

describe("GraphAppInstaller, by single replies", () => {
  const sam = userId("11111111-5a4d-4001-8000-000000000001");
  const INSTALL = `POST /v1.0/users/${sam}/teamwork/installedApps`;
  const CATALOG = `GET /v1.0/appCatalogs/teamsApps?$filter=externalId%20eq%20%27${byManifest.id}%27`;
  let graph: ScriptedGraph;
  beforeEach(async () => {
    graph = await ScriptedGraph.start();
  });
  afterEach(() => graph.close());

  const error = (status: number, message: string, code = "Forbidden"): ScriptedReply => ({
    status,
    headers: { "request-id": REQUEST_ID },
    body: { error: { code, message } },
  });

  const forbidden = {
    kind: "forbidden",
    permission: "TeamsAppInstallation.ReadWriteSelfForUser.All",
    requestId: REQUEST_ID,
  };
  const cases: readonly (readonly [reply: ScriptedReply, installation: object])[] = [
    [error(403, "Missing scope permissions on the request. API requires one of 'X'."), forbidden],
    [error(403, "AAD App Id 'x' is not allowed to manage the Teams App 'y'"), forbidden],
    [error(403, "Caller is not authorized."), forbidden],
    [error(403, "No.", "Authorization_RequestDenied"), forbidden],
    [
      error(403, "Failed to get license information for the user. Ensure user has a license."),
      { kind: "notAllowed" },
    ],
    [error(403, "", "UnknownError"), { kind: "notAllowed" }],
    [error(404, `No user found with id ${sam}.`, "NotFound"), { kind: "noSuchUser" }],
    [error(404, `Resource '${sam}' was not found.`, "NotFound"), { kind: "noSuchUser" }],
    [error(404, "Not Found", "NotFound"), { kind: "noSuchApp" }],
    [{ status: 200 }, { kind: "installed" }],
    [error(409, "No.", "Conflict"), { kind: "alreadyInstalled" }],
    [error(500, "No."), { kind: "unavailable", why: "serviceError", requestId: REQUEST_ID }],
  ];
  for (const [reply, installation] of cases) {
    it(`reads ${JSON.stringify(reply).slice(0, 120)}`, async () => {
      graph.on(INSTALL, reply);
      const installer = new GraphAppInstaller(httpTo(graph.url), byCatalog);

      assert.deepEqual(await installer.install(sam, PATIENT), installation);
    });
  }

  it("takes a plain Not Found for the person's when the app was just found", async () => {
    graph.on(CATALOG, { status: 200, body: { value: [{ id: "in-catalog" }] } });
    graph.on(INSTALL, error(404, "Not Found", "NotFound"));
    const installer = new GraphAppInstaller(httpTo(graph.url), byManifest);

    assert.deepEqual(await installer.install(sam, PATIENT), { kind: "noSuchUser" });
  });

  it("cannot use a catalogue or a list that is none", async () => {
    graph.on(CATALOG, { status: 200, body: { value: "x" } });
    const installer = new GraphAppInstaller(httpTo(graph.url), byManifest);

    assert.deepEqual(await installer.install(sam, PATIENT), {
      kind: "unavailable",
      why: "badReply",
      requestId: null,
    });
  });
});
