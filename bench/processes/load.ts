import { Agent, request } from "node:http";

/** The load generator: sends the activities that it is told to, a fixed number at a time, and reports latencies. */
export type LoadOrder = {
  readonly url: string;
  readonly authorization: string;
  readonly bodies: readonly string[];
  readonly count: number;
  readonly concurrency: number;
};

export type LoadReport = {
  readonly latenciesMs: readonly number[];
  readonly wallMs: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** The first answer's body, so that the caller can see that the right thing was measured. */
  readonly sample: string;
};

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

function send(order: LoadOrder, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      order.url,
      {
        method: "POST",
        agent,
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          authorization: order.authorization,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString("utf8"),
          });
        });
      },
    );
    sent.on("error", reject);
    sent.setTimeout(30_000, () => sent.destroy(new Error("no answer within 30 s")));
    sent.end(body);
  });
}

async function run(order: LoadOrder): Promise<LoadReport> {
  const latenciesMs: number[] = [];
  const statuses: Record<string, number> = {};
  let next = 0;
  let sample = "";
  const started = performance.now();
  const worker = async (): Promise<void> => {
    while (next < order.count) {
      const body = order.bodies[next % order.bodies.length] ?? "";
      next += 1;
      const before = performance.now();
      const { status, text } = await send(order, body);
      latenciesMs.push(performance.now() - before);
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (sample === "") sample = text;
    }
  };
  await Promise.all(Array.from({ length: order.concurrency }, worker));
  return { latenciesMs, wallMs: performance.now() - started, statuses, sample };
}

process.on("message", (order: LoadOrder) => {
  run(order).then(
    (report) => process.send?.({ report }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.send?.({ ready: "load" });
