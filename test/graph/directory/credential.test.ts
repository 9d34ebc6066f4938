import assert from "node:assert/strict";
import {
  ClientAssertionCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
} from "@azure/identity";
import type { DirectoryCredential } from "../../../src/config/directory.ts";
import { Secret } from "../../../src/config/secret.ts";
import { createGraphCredential } from "../../../src/graph/directory/credential.ts";
import { start, TestClock } from "../../sandbox/support/sandbox.ts";
import { SCOPE, systemClock } from "./at-graph.ts";

const ids = {
  tenantId: "aaaaaaaa-2222-4333-8444-555555555555",
  clientId: "11111111-2222-4333-8444-555555555555",
};

describe("createGraphCredential", () => {
  const kinds: readonly (readonly [
    credential: DirectoryCredential,
    kind: abstract new (...args: never) => unknown,
  ])[] = [
    [{ kind: "managedIdentity", clientId: null }, ManagedIdentityCredential],
    [{ kind: "managedIdentity", clientId: ids.clientId }, ManagedIdentityCredential],
    [{ kind: "federated", ...ids, trustedIdentityId: ids.clientId }, ClientAssertionCredential],
    [{ kind: "secret", ...ids, secret: new Secret("hunter2") }, ClientSecretCredential],
  ];
  for (const [credential, kind] of kinds) {
    it(`makes a ${kind.name} for ${credential.kind}`, async () => {
      assert.ok((await createGraphCredential(credential, systemClock)) instanceof kind);
    });
  }

  it("makes a WorkloadIdentityCredential where the platform has a token file", async () => {
    const before = process.env["AZURE_FEDERATED_TOKEN_FILE"];
    process.env["AZURE_FEDERATED_TOKEN_FILE"] = "/var/run/secrets/token";
    try {
      const credential = await createGraphCredential(
        { kind: "workloadIdentity", ...ids },
        systemClock,
      );

      assert.ok(credential instanceof WorkloadIdentityCredential);
    } finally {
      if (before === undefined) delete process.env["AZURE_FEDERATED_TOKEN_FILE"];
      else process.env["AZURE_FEDERATED_TOKEN_FILE"] = before;
    }
  });

  describe("at the local tenant", () => {
    const clock = new TestClock();
    const sandboxCredential = (url: string, secret: string): DirectoryCredential => ({
      kind: "sandbox",
      tokenUrl: `${url}/5a4db0c5-7e4a-4e0f-9d7c-0b0b0b0b0b0b/oauth2/v2.0/token`,
      clientId: "b07b07b0-0000-4000-8000-000000000001",
      secret: new Secret(secret),
    });

    it("gets a token that is good for an hour", async () => {
      const tenant = await start({ clock });
      const credential = await createGraphCredential(
        sandboxCredential(tenant.url, "sandbox-only"),
        clock,
      );

      const token = await credential.getToken(SCOPE);
      const reply = await tenant.app("/v1.0/users", { token: token?.token ?? "" });
      await tenant.close();

      assert.equal(token?.expiresOnTimestamp, clock.now().getTime() + 3_600_000);
      assert.equal(reply.status, 200);
    });

    it("gets none for a wrong secret, and does not repeat it", async () => {
      const tenant = await start({ clock });
      const credential = await createGraphCredential(
        sandboxCredential(tenant.url, "guessed"),
        clock,
      );

      await assert.rejects(credential.getToken(SCOPE), (error: unknown) => {
        assert.match(String(error), /refused a token: 401/);
        assert.ok(!String(error).includes("guessed"));
        return true;
      });
      await tenant.close();
    });
  });
});
