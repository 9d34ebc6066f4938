import { createServer } from "node:http";

export type Recorded = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
};

export type RecordingServer = {
  readonly url: string;
  readonly requests: readonly Recorded[];
  /** Resolves with the first request, past or future, that is the one looked for. */
  seen(isIt: (request: Recorded) => boolean): Promise<Recorded>;
  close(): Promise<void>;
};

/** A server on a free loopback port that keeps what it is asked and answers by a rule. */
export async function recordingServer(
  rule: (request: Recorded) => { readonly status: number; readonly body: unknown },
): Promise<RecordingServer> {
  const requests: Recorded[] = [];
  const waiting: { isIt: (request: Recorded) => boolean; found: (request: Recorded) => void }[] =
    [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const recorded: Recorded = {
        method: request.method ?? "",
        url: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString("utf8"),
      };
      requests.push(recorded);
      for (const { isIt, found } of waiting) if (isIt(recorded)) found(recorded);
      const { status, body } = rule(recorded);
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    });
  });
  const listening = Promise.withResolvers<number>();
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    listening.resolve(typeof address === "object" && address ? address.port : 0);
  });
  return {
    url: `http://127.0.0.1:${String(await listening.promise)}`,
    requests,
    seen(isIt) {
      const past = requests.find(isIt);
      if (past) return Promise.resolve(past);
      const { promise, resolve } = Promise.withResolvers<Recorded>();
      waiting.push({ isIt, found: resolve });
      return promise;
    },
    close() {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      server.close(() => {
        resolve(undefined);
      });
      server.closeAllConnections();
      return promise;
    },
  };
}
