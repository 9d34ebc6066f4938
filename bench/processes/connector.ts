import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Teams' connector, as far as messages unasked go: it takes each after a moment, and counts what it took, apart for each
 * of its addresses (`/ours/…`, `/bare/…`).
 */
const ANSWERS_AFTER_MS = 50;

/** What one address took. */
export type Taken = {
  /** Milliseconds since 1970, one for each message. */
  readonly atMs: readonly number[];
  /** Messages beyond the first to the same person. */
  readonly duplicates: number;
  /** Size of the first, so that one sees that the right thing was sent. */
  readonly firstBytes: number;
};

class Counter {
  readonly atMs: number[] = [];
  readonly #conversations = new Set<string>();
  firstBytes = 0;

  take(conversation: string, bytes: number): void {
    this.atMs.push(Date.now());
    this.#conversations.add(conversation);
    if (this.firstBytes === 0) this.firstBytes = bytes;
  }

  get taken(): Taken {
    const { atMs, firstBytes } = this;
    return { atMs, duplicates: atMs.length - this.#conversations.size, firstBytes };
  }
}

const counters = { ours: new Counter(), bare: new Counter() };

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let bytes = 0;
  for await (const chunk of request) bytes += (chunk as Buffer).length;
  if (request.url === "/channel/token") {
    json(response, { access_token: "bench", token_type: "Bearer", expires_in: 7200 });
    return;
  }
  const [, who, conversation = ""] =
    /^\/(ours|bare)\/v3\/conversations\/([^/]+)\/activities/.exec(request.url ?? "") ?? [];
  if (who !== "ours" && who !== "bare") {
    response.writeHead(404).end();
    return;
  }
  counters[who].take(conversation, bytes);
  await sleep(ANSWERS_AFTER_MS);
  json(response, { id: `1:${counters[who].atMs.length}` });
}

function json(response: ServerResponse, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

const server = createServer((request, response) => {
  void answer(request, response);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  process.send?.({ ready: `http://127.0.0.1:${address.port}` });
});
process.on("message", () => {
  process.send?.({ ours: counters.ours.taken, bare: counters.bare.taken });
});
