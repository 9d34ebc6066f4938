import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { jwtVerify } from "jose";
import type { ClientProof } from "../../src/config/client-proof.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { tenantId, userId } from "../../src/methods/ids.ts";
import { Authority } from "../../src/web/authority.ts";
import { WebError } from "../../src/web/web-error.ts";
import { selfSigned } from "../entra/self-signed.ts";
import { ScriptedAuthority } from "./support/scripted-authority.ts";

const CLIENT_ID = "b07b07b0-0000-4000-8000-000000000001";
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

describe("the web sign-in without a client secret", () => {
  const clock = { now: () => new Date() };
  const secrets = { state: "state", nonce: "nonce", codeVerifier: "v".repeat(43) };
  let tenant: ScriptedAuthority;
  let folder: string;
  let file: string;

  beforeEach(async () => {
    tenant = await ScriptedAuthority.start();
    folder = await mkdtemp(join(tmpdir(), "pushready-test-"));
    file = join(folder, "proof");
  });

  afterEach(async () => {
    await tenant.close();
    await rm(folder, { recursive: true });
  });

  async function signIn(proof: ClientProof) {
    const { freshSignIn } = readConfig({ NODE_ENV: "test", SANDBOX_URL: tenant.url });
    const authority = new Authority({ ...freshSignIn, client: { id: CLIENT_ID, proof } }, clock);
    const back = new URL(tenant.signIn(await authority.authorizationUrl(secrets), { oid: "o" }));
    const code = back.searchParams.get("code") ?? "";
    const key = { tenantId: tenantId("t"), userId: userId("u") };
    const { nonce, codeVerifier } = secrets;
    return authority.exchange(
      { code, state: "state", issuer: null },
      { signInId: "1", key, purpose: "prove", nonce, codeVerifier },
    );
  }

  async function failureOf(proof: ClientProof): Promise<WebError> {
    const error = await signIn(proof).then(
      () => null,
      (failure: unknown) => failure,
    );
    assert.ok(error instanceof WebError);
    return error;
  }

  it("proves itself with a certificate, by an assertion that the tenant can check", async () => {
    const { certificate, key, publicKey } = selfSigned();
    await writeFile(file, certificate + key);
    tenant.isClient = async (form) => {
      const assertion = form.get("client_assertion") ?? "";
      const audience = `${tenant.issuer}/token`;
      const { payload } = await jwtVerify(assertion, publicKey, { audience, issuer: CLIENT_ID });
      return payload.sub === CLIENT_ID && form.get("client_assertion_type") === ASSERTION_TYPE;
    };

    const { claims } = await signIn({ kind: "certificate", file });

    assert.equal(claims?.["oid"], "o");
    assert.equal(tenant.tokenRequests[0]?.get("client_secret"), null);
  });

  it("proves itself with the token of a service account", async () => {
    await writeFile(file, "service-account-token\n");
    tenant.isClient = (form) =>
      Promise.resolve(form.get("client_assertion") === "service-account-token");

    const { claims } = await signIn({ kind: "workloadIdentity", tokenFile: file });

    assert.equal(claims?.["oid"], "o");
  });

  it("says what to check when the tenant refuses the assertion, and shows none of it", async () => {
    await writeFile(file, "service-account-token");
    tenant.isClient = () => Promise.resolve(false);

    const error = await failureOf({ kind: "workloadIdentity", tokenFile: file });

    assert.equal(error.code, "web.exchange-refused");
    assert.match(
      error.message,
      /\(invalid_client, AADSTS700027\)\. Check the federated credential/,
    );
    assert.ok(!inspect(error, { depth: null }).includes("service-account-token"));
  });

  it("says what to do when there is nothing to prove itself with, and asks the tenant nothing", async () => {
    const error = await failureOf({ kind: "certificate", file });

    assert.equal(error.code, "web.client-unproven");
    assert.match(error.message, /put a PEM file there/);
    assert.deepEqual(tenant.tokenRequests, []);
  });
});
