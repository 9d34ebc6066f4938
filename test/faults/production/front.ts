import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ServiceReplica } from "./compiled-service.ts";

const LOOK_EVERY_MS = 250;

type Reply = {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
};

/**
 * What stands before the replicas in a cluster: takes turns among those that say that they are ready, and tries the
 * next one only where a request cannot have arrived. While none is ready, all are asked.
 */
export class Front {
  readonly #replicas: readonly ServiceReplica[];
  readonly #unready = new Set<string>();
  readonly #underWay = new Map<string, number>();
  readonly #agent = new Agent({ keepAlive: true });
  readonly #server: Server;
  #looking: NodeJS.Timeout | null = null;
  #next = 0;

  constructor(replicas: readonly ServiceReplica[]) {
    this.#replicas = replicas;
    this.#server = createServer((incoming, response) => {
      void this.#pass(incoming).then(({ status, headers, body }) => {
        const reference = headers["x-reference"];
        response.writeHead(status, {
          "content-type": headers["content-type"] ?? "application/json",
          ...(reference === undefined ? {} : { "x-reference": reference }),
        });
        response.end(body);
      });
    });
  }

  async open(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.#looking = setInterval(() => {
      for (const replica of this.#replicas) void this.#look(replica);
    }, LOOK_EVERY_MS);
  }

  get url(): string {
    // It listens on a port, not on a pipe.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  underWayAt(replica: ServiceReplica): number {
    return this.#underWay.get(replica.name) ?? 0;
  }

  close(): void {
    if (this.#looking !== null) clearInterval(this.#looking);
    this.#agent.destroy();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #look(replica: ServiceReplica): Promise<void> {
    if ((await replica.readyz()) === 200) this.#unready.delete(replica.name);
    else this.#unready.add(replica.name);
  }

  async #pass(incoming: IncomingMessage): Promise<Reply> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
    const body = Buffer.concat(chunks);
    for (const replica of this.#inTurn()) {
      const reply = await this.#ask(replica, incoming, body);
      if (reply !== "neverArrived") return reply;
    }
    return ownReply(503, "noReplica");
  }

  #inTurn(): readonly ServiceReplica[] {
    const ready = this.#replicas.filter(({ name }) => !this.#unready.has(name));
    const asked = ready.length === 0 ? this.#replicas : ready;
    this.#next += 1;
    return asked
      .map((_, index) => asked[(index + this.#next) % asked.length])
      .filter((one) => one !== undefined);
  }

  async #ask(
    replica: ServiceReplica,
    incoming: IncomingMessage,
    body: Buffer,
  ): Promise<Reply | "neverArrived"> {
    this.#underWay.set(replica.name, this.underWayAt(replica) + 1);
    const { promise, resolve } = Promise.withResolvers<Reply | "neverArrived">();
    const { method = "GET", url: path = "/", headers } = incoming;
    const outgoing = request(
      { host: "127.0.0.1", port: replica.port, agent: this.#agent, method, path, headers },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", () => {
          resolve(ownReply(502, "answerLost"));
        });
        response.on("end", () => {
          const { statusCode: status = 502, headers: answered } = response;
          const isRefusal = status === 503 && answered["retry-after"] !== undefined;
          resolve(
            isRefusal ? "neverArrived" : { status, headers: answered, body: Buffer.concat(parts) },
          );
        });
      },
    );
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      const isRefused = error.code === "ECONNREFUSED";
      resolve(isRefused ? "neverArrived" : ownReply(502, "answerLost"));
    });
    outgoing.end(body);
    try {
      return await promise;
    } finally {
      this.#underWay.set(replica.name, this.underWayAt(replica) - 1);
    }
  }
}

const ownReply = (status: number, code: string): Reply => ({
  status,
  headers: { "content-type": "application/json" },
  body: Buffer.from(JSON.stringify({ error: { code } })),
});
