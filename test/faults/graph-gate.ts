import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/**
 * Stands between a service and Graph, and passes everything on, but for the next DELETE when that has something of its own
 * to happen to it.
 */
export class GraphGate {
  readonly #server: Server;
  readonly #graphUrl: string;
  #onDelete: ((pass: () => Promise<Response>) => Promise<Response | null>) | null = null;

  private constructor(graphUrl: string) {
    this.#graphUrl = graphUrl;
    this.#server = createServer((request, response) => {
      void this.#answer(request, response);
    });
  }

  static async open(graphUrl: string): Promise<GraphGate> {
    const gate = new GraphGate(graphUrl);
    await new Promise<void>((resolve) => gate.#server.listen(0, "127.0.0.1", resolve));
    return gate;
  }

  get url(): string {
    const address = this.#server.address();
    assert.ok(typeof address === "object" && address !== null);
    return `http://127.0.0.1:${address.port}`;
  }

  /** What happens to the next DELETE; `pass` hands it to Graph, and null answers nothing, ever. */
  onNextDelete(happens: (pass: () => Promise<Response>) => Promise<Response | null>): void {
    this.#onDelete = happens;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "", headers } = request;
    const pass = () =>
      fetch(`${this.#graphUrl}${url}`, {
        method,
        headers: { authorization: headers.authorization ?? "" },
      });
    const special = method === "DELETE" ? this.#onDelete : null;
    if (special !== null) this.#onDelete = null;
    const answer = await (special ?? ((passOn) => passOn()))(pass);
    if (answer === null) return;
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(await answer.text());
  }
}
