import assert from "node:assert/strict";
import { anyFreePorts, isFree, takenPorts } from "../../../src/sandbox/demo/ports.ts";
import { recordingServer } from "../teams/recording-server.ts";

describe("ports", () => {
  it("finds that a port is taken, and free afterwards", async () => {
    const server = await recordingServer(() => ({ status: 200, body: {} }));
    const port = Number(new URL(server.url).port);

    assert.equal(await isFree(port), false);
    assert.deepEqual(await takenPorts(port, 1), [port]);
    await server.close();

    assert.equal(await isFree(port), true);
  });

  it("gives different free ports", async () => {
    const ports = await anyFreePorts(3);

    assert.equal(new Set(ports).size, 3);
    assert.deepEqual(await Promise.all(ports.map(isFree)), [true, true, true]);
  });
});
