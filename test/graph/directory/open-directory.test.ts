import assert from "node:assert/strict";
import { readConfig } from "../../../src/config/read-config.ts";
import { openDirectory } from "../../../src/graph/directory/open-directory.ts";
import { start, type TestSandbox } from "../../sandbox/support/sandbox.ts";
import { idOf, PATIENT, systemClock } from "./at-graph.ts";

describe("openDirectory, as the service is configured at the local tenant", () => {
  let tenant: TestSandbox;
  before(async () => {
    tenant = await start();
  });
  after(() => tenant.close());

  const unanswered: unknown[] = [];
  const options = {
    clock: systemClock,
    onUnanswered: (error: unknown) => unanswered.push(error),
    onUnreadable: () => undefined,
  };
  const configOf = (url: string) => readConfig({ NODE_ENV: "test", SANDBOX_URL: url });

  it("reads the tenant, its people, and installs the app", async () => {
    const sam = idOf(tenant, "sam");

    const { directory, people, installer } = await openDirectory(configOf(tenant.url), options);

    const report = await directory.registrationPage(null, PATIENT);
    const methods = await people.recheck([sam], PATIENT);
    const installation = await installer?.install(sam, PATIENT);
    assert.ok(report.kind === "page");
    assert.equal(report.rows.length, 11);
    assert.equal(methods.get(sam)?.kind, "read");
    assert.deepEqual(installation, { kind: "installed" });
    assert.deepEqual(unanswered, []);
  });

  it("installs nothing where the Teams app is not known", async () => {
    const config = configOf(tenant.url);

    const { installer } = await openDirectory(
      { ...config, directory: { ...config.directory, teamsApp: null } },
      options,
    );

    assert.equal(installer, null);
  });

  it("says why there is no token", async () => {
    const nowhere = await openDirectory(configOf("http://127.0.0.1:9"), options);

    const answer = await nowhere.directory.accountPage(null, PATIENT);

    assert.deepEqual(answer, { kind: "unavailable", why: "serviceError", requestId: null });
    assert.equal(unanswered.length, 1);
  });
});
