import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { jwtVerify } from "jose";
import { clientAssertion } from "../../src/entra/client-assertion.ts";
import { EntraError } from "../../src/entra/entra-error.ts";
import { identityTokens } from "../../src/entra/identity-token.ts";
import type { Token } from "../../src/entra/kept-token.ts";
import { selfSigned } from "./self-signed.ts";

const clientId = "22222222-2222-4333-8444-555555555555";
const ENDPOINT = "https://login.microsoftonline.com/t/oauth2/v2.0/token";
const HOUR_MS = 60 * 60_000;

describe("clientAssertion", () => {
  let folder: string;
  let file: string;
  let now = new Date("2026-01-01T00:00:00Z");
  const clock = { now: () => now };

  beforeEach(async () => {
    now = new Date("2026-01-01T00:00:00Z");
    folder = await mkdtemp(join(tmpdir(), "pushready-test-"));
    file = join(folder, "proof");
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const failureOf = async (work: Promise<unknown>): Promise<EntraError> => {
    const error = await work.then(
      () => null,
      (failure: unknown) => failure,
    );
    assert.ok(error instanceof EntraError);
    return error;
  };

  describe("of a managed identity", () => {
    const proof = { kind: "federated", trustedIdentityId: clientId } as const;
    const assertionOf = (ask: () => Promise<Token>) =>
      clientAssertion(proof, {
        clientId,
        clock,
        tokensOf: (identity, scope) => {
          assert.deepEqual(identity, { kind: "managedIdentity", clientId });
          assert.equal(scope, "api://AzureADTokenExchange/.default");
          return ask;
        },
      });

    it("is asked for once for all who wait, and again five minutes before it expires", async () => {
      let asked = 0;
      const assertion = assertionOf(() => {
        asked += 1;
        return Promise.resolve({
          value: `token-${asked}`,
          expiresAtMs: now.getTime() + HOUR_MS,
        });
      });

      const first = await Promise.all([assertion(ENDPOINT), assertion(ENDPOINT)]);
      now = new Date(now.getTime() + HOUR_MS - 5 * 60_000 - 1);
      const kept = await assertion(ENDPOINT);
      now = new Date(now.getTime() + 1);
      const renewed = await assertion(ENDPOINT);

      assert.deepEqual([...first, kept, renewed], ["token-1", "token-1", "token-1", "token-2"]);
    });

    it("is asked for again after a failure, which is not kept", async () => {
      let asked = 0;
      const assertion = assertionOf(() => {
        asked += 1;
        return asked === 1
          ? Promise.reject(new Error("not yet"))
          : Promise.resolve({ value: "token", expiresAtMs: now.getTime() + HOUR_MS });
      });

      await assert.rejects(assertion(ENDPOINT), /not yet/);

      assert.equal(await assertion(ENDPOINT), "token");
    });

    it("says what to do when the machine has no such identity", async () => {
      const tokens = identityTokens(
        { kind: "managedIdentity", clientId },
        "api://AzureADTokenExchange/.default",
        () => Promise.resolve({ getToken: () => Promise.reject(new Error("400 from IMDS")) }),
      );

      const error = await failureOf(tokens(AbortSignal.timeout(1_000)));

      assert.equal(error.code, "entra.identity-unavailable");
      assert.match(error.message, /assign that identity .* or correct its client id/);
    });
  });

  describe("of a service account", () => {
    const parts = { clientId, clock };

    it("is what the file holds at that moment", async () => {
      const assertion = clientAssertion({ kind: "workloadIdentity", tokenFile: file }, parts);

      await writeFile(file, "token-1\n");
      const before = await assertion(ENDPOINT);
      await writeFile(file, "token-2");

      assert.deepEqual([before, await assertion(ENDPOINT)], ["token-1", "token-2"]);
    });

    it("says what to do when the file is missing or empty", async () => {
      const assertion = clientAssertion({ kind: "workloadIdentity", tokenFile: file }, parts);
      const missing = await failureOf(assertion(ENDPOINT));
      await writeFile(file, "\n");
      const empty = await failureOf(assertion(ENDPOINT));

      assert.match(missing.message, /cannot be read: label the pod/);
      assert.match(empty.message, /is empty: label the pod/);
    });
  });

  describe("of a certificate", () => {
    const good = selfSigned();
    const assertionOf = () => clientAssertion({ kind: "certificate", file }, { clientId, clock });

    it("is signed as Entra wants it, for five minutes and this endpoint", async () => {
      await writeFile(file, good.certificate + good.key);
      const assertion = assertionOf();

      const [one, other] = [await assertion(ENDPOINT), await assertion(ENDPOINT)];
      const { payload, protectedHeader } = await jwtVerify(one, good.publicKey, {
        audience: ENDPOINT,
        issuer: clientId,
        subject: clientId,
        algorithms: ["PS256"],
        currentDate: now,
      });

      const { fingerprint256 } = new X509Certificate(good.certificate);
      assert.equal(
        Buffer.from(String(protectedHeader["x5t#S256"]), "base64url").toString("hex"),
        fingerprint256.replaceAll(":", "").toLowerCase(),
      );
      assert.equal(Number(payload.exp) - Number(payload.nbf), 300);
      assert.notEqual(one, other);
    });

    it("is the new one's as soon as the file is replaced", async () => {
      const renewed = selfSigned();
      const assertion = assertionOf();
      await writeFile(file, good.certificate + good.key);
      await assertion(ENDPOINT);
      await writeFile(file, renewed.key + renewed.certificate);

      const token = await assertion(ENDPOINT);

      await jwtVerify(token, renewed.publicKey, { currentDate: now });
    });

    const expired = selfSigned({ until: new Date("2025-12-31T23:59:59Z") });
    const curved = selfSigned({ kind: "ec" });
    const bad: readonly (readonly [string, string | null, RegExp])[] = [
      ["is missing", null, /cannot be read as a PEM file/],
      ["holds no certificate", good.key, /cannot be read as a PEM file/],
      ["holds no key", good.certificate, /cannot be read as a PEM file/],
      ["holds another key", good.certificate + expired.key, /not the certificate's/],
      ["has expired", expired.certificate + expired.key, /expired at 2025-12-31T23:59:59/],
      ["is of a curve", curved.certificate + curved.key, /not RSA/],
    ];
    for (const [name, content, says] of bad) {
      it(`says what to do when the file ${name}, and shows nothing of it`, async () => {
        if (content !== null) await writeFile(file, content);

        const error = await failureOf(assertionOf()(ENDPOINT));

        assert.equal(error.code, "entra.certificate-unreadable");
        assert.match(error.message, says);
        const lines = (content ?? "")
          .split("\n")
          .filter((line) => /^[A-Za-z0-9+/]{40,}/.test(line));
        const shown = inspect(error, { depth: null });
        assert.ok(lines.every((line) => !shown.includes(line)));
      });
    }
  });
});
