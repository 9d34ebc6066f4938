import { request } from "undici";
import type { HttpAnswer } from "./probes.ts";

/** Enough to find an error code in a page. */
const LARGEST_TEXT_BYTES = 64 * 1024;

/** One GET, no redirect followed, and no more read than the beginning. */
export async function httpGet(
  url: string,
  options: {
    readonly signal: AbortSignal;
    readonly now: () => Date;
    readonly headers?: Readonly<Record<string, string>>;
  },
): Promise<HttpAnswer> {
  const { signal, now, headers = {} } = options;
  const answer = await request(url, { signal, headers: { ...headers } });
  const receivedAt = now();
  const date = Date.parse(first(answer.headers["date"]) ?? "");
  return {
    status: answer.statusCode,
    date: Number.isNaN(date) ? null : new Date(date),
    receivedAt,
    location: first(answer.headers["location"]),
    text: await beginningOf(answer.body),
  };
}

const first = (header: string | string[] | undefined): string | null => [header].flat()[0] ?? null;

async function beginningOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= LARGEST_TEXT_BYTES) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}
