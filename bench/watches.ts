import { setTimeout as sleep } from "node:timers/promises";
import { delegatedToken } from "../src/enrollment/delegated-token.ts";
import type { MethodsReader } from "../src/enrollment/methods-reader.ts";
import { RegistrationWatches, WATCH_PACE } from "../src/enrollment/watch.ts";
import { createGraphClient } from "../src/graph/client.ts";
import { GraphMethodsReader } from "../src/graph/me-methods-reader.ts";
import { methodId, tenantId, userId } from "../src/methods/ids.ts";
import { type Stage, TENANT_ID } from "./stage.ts";
import type { Line } from "./statistics.ts";

const WATCHES = 1_000;
const WATCHED_MS = 26_000;
/** What the stub lists, so that nothing is new and every watch goes on. */
const KNOWN = ["6803c096-c096-6803-96c0-036896c00368", "7803c096-c096-6803-96c0-036896c00369"].map(
  methodId,
);

/**
 * A thousand watches at once, at their real pace, against the stub's Graph: what they ask of Graph, and what a look
 * costs us beside a bare `fetch` of the same list.
 */
export async function benchWatches(stage: Stage): Promise<readonly Line[]> {
  const counted = new CountingReader(
    new GraphMethodsReader(createGraphClient({ url: `${stage.stubUrl}/graph`, version: "v1.0" })),
  );
  const watches = new RegistrationWatches({
    reader: counted,
    watches: {
      take: () => Promise.resolve(true),
      extend: () => Promise.resolve(true),
      release: () => Promise.resolve(),
    },
    holder: "bench",
    nowMs: () => performance.now(),
    sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
    onTrouble: (error) => {
      throw error;
    },
  });
  const people = Array.from({ length: WATCHES }, (_, index) => ({
    tenantId: tenantId(TENANT_ID),
    userId: userId(`person-${index}`),
  }));
  const before = process.cpuUsage();
  for (const key of people) {
    await watches.start(key, delegatedToken("bench"), KNOWN, () => Promise.resolve());
  }
  await sleep(WATCHED_MS);
  const used = process.cpuUsage(before);
  const looks = counted.looks;
  await watches.stopAll();

  const cpuUs = (used.user + used.system) / looks;
  const bareUs = await bareFetchUs(`${stage.stubUrl}/graph/v1.0/me/authentication/methods`, looks);
  const full = looksInTenMinutes();
  return [
    {
      what: `CPU of one look of a watch, ${WATCHES} watches at once`,
      baseline: "bare fetch of the same list",
      n: looks,
      ratio: cpuUs / bareUs,
      ratioRange: [cpuUs / bareUs, cpuUs / bareUs],
      detail: `${(looks / (WATCHED_MS / 1000)).toFixed(0)} requests/s to Graph in all, at most ${counted.most} at once; a watch of ten minutes asks ${full} times`,
    },
    {
      what: "Graph requests of a full watch",
      baseline: "one every 5 s for ten minutes",
      n: full,
      ratio: full / 120,
      ratioRange: [full / 120, full / 120],
      detail: "by the pace's own numbers, no throttling",
    },
  ];
}

/** By the pace alone, as `RegistrationWatches` waits. */
function looksInTenMinutes(): number {
  const { firstMs, growth, longestMs, steadyMs, endsAfterMs } = WATCH_PACE;
  let at = 0;
  let wait = firstMs;
  let looks = 0;
  while (at + wait <= endsAfterMs) {
    at += wait;
    looks += 1;
    if (at >= steadyMs) wait = Math.min(longestMs, wait * growth);
  }
  return looks;
}

async function bareFetchUs(url: string, count: number): Promise<number> {
  const before = process.cpuUsage();
  for (let done = 0; done < count; done += 8) {
    await Promise.all(Array.from({ length: 8 }, async () => (await fetch(url, AUTHORIZED)).json()));
  }
  const used = process.cpuUsage(before);
  return (used.user + used.system) / count;
}

const AUTHORIZED = { headers: { authorization: "Bearer bench" } };

class CountingReader implements MethodsReader {
  readonly #inner: MethodsReader;
  looks = 0;
  most = 0;
  #now = 0;

  constructor(inner: MethodsReader) {
    this.#inner = inner;
  }

  async readMine(token: Parameters<MethodsReader["readMine"]>[0]) {
    this.looks += 1;
    this.#now += 1;
    this.most = Math.max(this.most, this.#now);
    const reading = await this.#inner.readMine(token);
    this.#now -= 1;
    return reading;
  }

  readOwner(token: Parameters<MethodsReader["readOwner"]>[0]) {
    return this.#inner.readOwner(token);
  }
}
