import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod/v4";
import { connectionStringTo, NO_STATISTICS } from "./ingestion.ts";

const run = promisify(execFile);

async function child(name: string, env: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const script = fileURLToPath(new URL(`children/${name}`, import.meta.url));
  const { stdout } = await run(process.execPath, [script], {
    env: { PATH: process.env["PATH"], ...NO_STATISTICS, ...env },
  });
  return JSON.parse(stdout);
}

/** It comes to this only when the work and the end waited for nobody. */
const done = z.object({ turns: z.literal(2_000), isClosed: z.literal(true) });

describe("openTelemetry", () => {
  it("loads nothing of OpenTelemetry where nothing is reported", async () => {
    const { all, ofOpenTelemetry } = z
      .object({ all: z.number(), ofOpenTelemetry: z.array(z.string()) })
      .parse(await child("loaded-modules.ts"));

    assert.deepEqual(ofOpenTelemetry, []);
    assert.ok(all > 100, String(all));
  });

  it("goes on, and ends, when the monitor takes a connection and never answers", async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => {
      silent.listen(0, "127.0.0.1", resolve);
    });
    const address = silent.address();
    assert.ok(typeof address === "object" && address !== null);

    done.parse(
      await child("report.ts", {
        APPLICATIONINSIGHTS_CONNECTION_STRING: connectionStringTo(address.port),
      }),
    );

    for (const socket of sockets) socket.destroy();
    silent.close();
    assert.ok(sockets.length > 0);
  });

  it("goes on when nobody is there to report to", async () => {
    done.parse(
      // Discard: nothing listens there.
      await child("report.ts", { APPLICATIONINSIGHTS_CONNECTION_STRING: connectionStringTo(9) }),
    );
  });
});
