import assert from "node:assert/strict";
import { Client, type Context, type Middleware } from "@microsoft/microsoft-graph-client";
import { Sendings, SendingsWatch } from "../../src/graph/sendings.ts";

describe("SendingsWatch", () => {
  /** Sends one request through the watch to a transport that does as told. */
  async function send(
    transport: (context: Context) => void,
    signal: AbortSignal | null = null,
  ): Promise<Sendings> {
    const sendings = new Sendings();
    const last: Middleware = {
      execute: (context) => {
        transport(context);
        return Promise.resolve();
      },
    };
    await Client.initWithMiddleware({ middleware: [new SendingsWatch(), last] })
      .api("/me")
      .option("signal", signal)
      .middlewareOptions([sendings])
      .delete()
      .catch(() => undefined);
    return sendings;
  }

  it("notes the status of an answer", async () => {
    const sendings = await send((context) => {
      context.response = new Response(null, { status: 503 });
    });

    assert.deepEqual(sendings.list, [{ kind: "answered", status: 503 }]);
  });

  it("sends nothing once the time is over", async () => {
    let sent = 0;

    const sendings = await send(() => {
      sent += 1;
    }, AbortSignal.abort());

    assert.equal(sent, 0);
    assert.deepEqual(sendings.list, [{ kind: "unsent" }]);
  });

  const failing = (code: string, syscall?: string): Error =>
    Object.assign(new Error("failed"), { code, syscall });
  const cases: readonly {
    readonly kind: "unsent" | "lost";
    readonly error: unknown;
    readonly name: string;
  }[] = [
    { kind: "unsent", name: "no address", error: failing("ENOTFOUND", "getaddrinfo") },
    { kind: "unsent", name: "nobody listening", error: failing("ECONNREFUSED", "connect") },
    { kind: "unsent", name: "no connection in time", error: failing("UND_ERR_CONNECT_TIMEOUT") },
    { kind: "unsent", name: "a foreign certificate", error: failing("SELF_SIGNED_CERT_IN_CHAIN") },
    { kind: "unsent", name: "an old certificate", error: failing("CERT_HAS_EXPIRED") },
    { kind: "unsent", name: "another name", error: failing("ERR_TLS_CERT_ALTNAME_INVALID") },
    {
      kind: "unsent",
      name: "nobody listening on any address",
      error: new AggregateError([
        failing("ECONNREFUSED", "connect"),
        failing("ENETUNREACH", "connect"),
      ]),
    },
    { kind: "lost", name: "a reset", error: failing("ECONNRESET", "read") },
    { kind: "lost", name: "a broken pipe", error: failing("EPIPE", "write") },
    { kind: "lost", name: "a closed socket", error: failing("UND_ERR_SOCKET") },
    { kind: "lost", name: "no headers in time", error: failing("UND_ERR_HEADERS_TIMEOUT") },
    {
      kind: "lost",
      name: "several errors, one of which may have sent",
      error: new AggregateError([failing("ECONNREFUSED", "connect"), failing("EPIPE", "write")]),
    },
    { kind: "lost", name: "several errors that are not named", error: new AggregateError([]) },
    { kind: "lost", name: "something that is no error", error: "failed" },
  ];
  for (const { kind, name, error } of cases) {
    it(`notes that a request is ${kind} after ${name}`, async () => {
      const sendings = await send(() => {
        throw error;
      });

      assert.deepEqual(sendings.list, [{ kind }]);
    });
  }

  it("leaves requests alone that nobody asks about", async () => {
    const watch = new SendingsWatch();
    let sent = 0;
    watch.setNext({
      execute: () => {
        sent += 1;
        return Promise.resolve();
      },
    });

    await watch.execute({ request: "http://127.0.0.1/" });

    assert.equal(sent, 1);
  });
});
