import { createServer, type Server } from "node:http";
import { gunzipSync } from "node:zlib";
import { z } from "zod/v4";

const envelope = z.looseObject({
  tags: z.record(z.string(), z.string()),
  data: z.looseObject({
    baseType: z.string(),
    baseData: z.looseObject({
      name: z.string().optional(),
      message: z.string().optional(),
      id: z.string().optional(),
      success: z.boolean().optional(),
      resultCode: z.string().optional(),
      properties: z.record(z.string(), z.string()).optional(),
      metrics: z.array(z.looseObject({ name: z.string(), value: z.number() })).optional(),
    }),
  }),
});

export type Envelope = z.infer<typeof envelope>;

/** A stand-in for the place where Application Insights takes what is reported to it. */
export class Ingestion {
  readonly envelopes: Envelope[] = [];
  /** All that arrived, as it was written. */
  text = "";
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const bytes = Buffer.concat(chunks);
        const isPacked = request.headers["content-encoding"] === "gzip";
        const text = (isPacked ? gunzipSync(bytes) : bytes).toString("utf8");
        const taken = z.array(envelope).parse(JSON.parse(text));
        this.text += text;
        this.envelopes.push(...taken);
        response.setHeader("content-type", "application/json");
        const count = taken.length;
        response.end(JSON.stringify({ itemsReceived: count, itemsAccepted: count, errors: [] }));
      });
    });
  }

  static async start(): Promise<Ingestion> {
    const ingestion = new Ingestion();
    await new Promise<void>((resolve) => {
      ingestion.#server.listen(0, "127.0.0.1", resolve);
    });
    return ingestion;
  }

  get connectionString(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("It does not listen");
    return connectionStringTo(address.port);
  }

  of(baseType: string): readonly Envelope[] {
    return this.envelopes.filter(({ data }) => data.baseType === baseType);
  }

  /** How often a measurement was counted, by its attributes. */
  counted(name: string): readonly (readonly [number, Readonly<Record<string, string>>])[] {
    return this.of("MetricData").flatMap(({ data: { baseData } }) =>
      (baseData.metrics ?? [])
        .filter((metric) => metric.name === name)
        .map((metric) => [metric.value, baseData.properties ?? {}] as const),
    );
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

export const connectionStringTo = (port: number): string =>
  `InstrumentationKey=11111111-2222-3333-4444-555555555555;IngestionEndpoint=http://127.0.0.1:${port}`;

/** Nothing about the library itself goes to Microsoft from a test. */
export const NO_STATISTICS = {
  APPLICATION_INSIGHTS_NO_STATSBEAT: "true",
  APPLICATIONINSIGHTS_STATSBEAT_DISABLED: "true",
  APPLICATIONINSIGHTS_SDKSTATS_DISABLED: "true",
} as const;
