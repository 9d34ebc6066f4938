import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { UserTokenClient } from "botframework-connector";
import { DirectTokenClient } from "../../src/bot/token-client.ts";

class SdkClient extends UserTokenClient {
  readonly asked: string[] = [];

  override getUserToken = (): Promise<never> => this.#note("getUserToken");
  override getSignInResource = (): Promise<never> => this.#note("getSignInResource");
  override signOutUser = (): Promise<never> => this.#note("signOutUser");
  override getTokenStatus = (): Promise<never> => this.#note("getTokenStatus");
  override getAadTokens = (): Promise<never> => this.#note("getAadTokens");
  override exchangeToken = (): Promise<never> => this.#note("exchangeToken");

  #note(name: string): Promise<never> {
    this.asked.push(name);
    return Promise.reject(new Error(`the SDK's ${name}`));
  }
}

type Scripted = { readonly status: number; readonly body?: string };

describe("DirectTokenClient", () => {
  let server: Server;
  let answers: Scripted[];
  let seen: IncomingMessage[];
  let sdk: SdkClient;
  let client: DirectTokenClient;

  beforeEach((done) => {
    answers = [];
    seen = [];
    sdk = new SdkClient();
    server = createServer((request, response) => {
      seen.push(request);
      const { status, body = "" } = answers.shift() ?? { status: 599 };
      response.statusCode = status;
      response.end(body);
    });
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      assert.ok(address !== null && typeof address === "object");
      client = new DirectTokenClient(sdk, `http://127.0.0.1:${address.port}/service/`, {
        signRequest: ({ headers }) => {
          headers.set("Authorization", "Bearer the-bot");
          return Promise.resolve();
        },
      });
      done();
    });
  });

  afterEach((done) => {
    server.closeAllConnections();
    server.close(() => {
      done();
    });
  });

  const get = (code = "") => client.getUserToken("29:a b&c", "graph", "msteams", code);

  it("asks for the person's token with the bot's own", async () => {
    answers = [{ status: 200, body: `{"connectionName":"graph","token":"t","expiration":"2030"}` }];

    const token = await get();

    assert.deepEqual(token, { connectionName: "graph", token: "t", expiration: "2030" });
    const url = new URL(seen[0]?.url ?? "", "http://x");
    assert.equal(url.pathname, "/service/api/usertoken/GetToken");
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      userId: "29:a b&c",
      connectionName: "graph",
      channelId: "msteams",
    });
    assert.equal(seen[0]?.headers.authorization, "Bearer the-bot");
  });

  it("says that there is none for 404", async () => {
    answers = [{ status: 404 }];

    assert.equal((await get()).token, "");
  });

  it("asks once more after a failure of the service", async () => {
    answers = [{ status: 503 }, { status: 200, body: `{"token":"t"}` }];

    assert.equal((await get()).token, "t");
  });

  it("never sends a code twice", async () => {
    answers = [{ status: 503 }, { status: 200, body: `{"token":"t"}` }];

    await assert.rejects(get("123456"), { statusCode: 503 });
    assert.equal(seen.length, 1);
    assert.match(seen[0]?.url ?? "", /code=123456/);
  });

  for (const status of [400, 401, 429, 500]) {
    it(`rejects ${status} without the token or the person in the message`, async () => {
      answers = [{ status }, { status }];

      await assert.rejects(get(), (error: Error & { statusCode?: number }) => {
        assert.equal(error.statusCode, status);
        assert.ok(!error.message.includes("29:") && !error.message.includes("Bearer"));
        return true;
      });
    });
  }

  for (const body of ["", "no JSON", `{"token":7}`]) {
    it(`rejects an answer of ${body === "" ? "nothing" : body}`, async () => {
      answers = [{ status: 200, body }];

      await assert.rejects(get());
    });
  }

  for (const body of ["t0ken", '{"token":"t0ken"', '{"token":"t0ken"}}', '["t0ken"]', '"t0ken"']) {
    it(`quotes nothing of an answer that it cannot read: ${body}`, async () => {
      answers = [{ status: 200, body }];

      await assert.rejects(get(), (error) => !String(error).includes("t0ken"));
    });
  }

  it("leaves everything else to the SDK", async () => {
    const activity = { type: "message" } as Parameters<UserTokenClient["getSignInResource"]>[1];
    await assert.rejects(client.getSignInResource("graph", activity, ""));
    await assert.rejects(client.signOutUser("a", "graph", "msteams"));
    await assert.rejects(client.getTokenStatus("a", "msteams", ""));
    await assert.rejects(client.getAadTokens("a", "graph", [], "msteams"));
    await assert.rejects(client.exchangeToken("a", "graph", "msteams", { token: "sso" }));

    assert.deepEqual(sdk.asked, [
      "getSignInResource",
      "signOutUser",
      "getTokenStatus",
      "getAadTokens",
      "exchangeToken",
    ]);
  });
});
