import assert from "node:assert/strict";
import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";

export type ScriptedReply =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** An object is sent as JSON, a string as it is. */
      readonly body?: unknown;
    }
  | "hang"
  | "reset"
  | "resetWithinBody";

export type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
};

/**
 * A real HTTP server that answers as told, in order, per `METHOD path`. A request that nobody listed, or one too many,
 * is answered 418 and makes {@link ScriptedGraph.close} throw.
 */
export class ScriptedGraph {
  readonly seen: SeenRequest[] = [];
  readonly #server: Server;
  readonly #script = new Map<string, ScriptedReply[]>();
  readonly #unlisted: string[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      const { method = "", url: path = "", headers } = request;
      this.seen.push({ method, path, headers });
      const reply = this.#script.get(`${method} ${path}`)?.shift();
      if (reply === undefined) this.#unlisted.push(`${method} ${path}`);
      send(response, reply ?? { status: 418 });
    });
  }

  static async start(): Promise<ScriptedGraph> {
    const graph = new ScriptedGraph();
    await new Promise<void>((resolve) => graph.#server.listen(0, "127.0.0.1", resolve));
    return graph;
  }

  /** `http://127.0.0.1:PORT`; the port changes with each server. */
  get url(): string {
    const address = this.#server.address();
    assert.ok(typeof address === "object" && address !== null);
    return `http://127.0.0.1:${address.port}`;
  }

  on(request: string, ...replies: readonly ScriptedReply[]): void {
    this.#script.set(request, [...(this.#script.get(request) ?? []), ...replies]);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    assert.deepEqual(this.#unlisted, [], "requests that no test listed");
  }
}

function send(response: ServerResponse, reply: ScriptedReply): void {
  if (reply === "hang") return;
  if (reply === "reset") {
    response.destroy();
    return;
  }
  if (reply === "resetWithinBody") {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write('{"value":[', () => response.destroy());
    return;
  }
  const { status, headers = {}, body } = reply;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const type = typeof body === "object" ? { "content-type": "application/json" } : {};
  response.writeHead(status, { ...type, ...headers });
  response.end(text);
}

export const REQUEST_ID = "b31c83fd-944c-4663-aa50-5d9ceb367e19";

/** An error as Graph words it, with the headers it comes with. */
export const refused = (
  status: number,
  headers: Readonly<Record<string, string>> = {},
): ScriptedReply => ({
  status,
  headers: { "request-id": REQUEST_ID, ...headers },
  body: { error: { code: "oops", message: "No.", innerError: { "request-id": REQUEST_ID } } },
});
