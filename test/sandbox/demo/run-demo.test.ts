import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { anyFreePorts, takenPorts } from "../../../src/sandbox/demo/ports.ts";
import { recordingServer } from "../teams/recording-server.ts";

const script = fileURLToPath(new URL("demo-with-test-bot.ts", import.meta.url));

describe("npm run demo", function () {
  this.timeout(90_000);
  const started: ChildProcess[] = [];
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pushready-demo-"));
  });

  // A demo that a failed test left running would keep the whole run from ending.
  afterEach(() => {
    for (const child of started.splice(0)) child.kill("SIGKILL");
  });

  after(() => rm(folder, { recursive: true, force: true }));

  function start(...args: readonly string[]) {
    const child = spawn(process.execPath, [script, "--data", folder, ...args]);
    started.push(child);
    let printed = "";
    const waiting: { text: string; found: () => void }[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (more: string) => {
        printed += more;
        for (const { text, found } of waiting) if (printed.includes(text)) found();
      });
    }
    const ended = new Promise<number | null>((resolve) => {
      child.on("close", resolve);
    });
    const says = (text: string) => {
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      waiting.push({
        text,
        found: () => {
          resolve(undefined);
        },
      });
      void ended.then(() => {
        reject(new Error(`ended without "${text}":\n${printed}`));
      });
      return promise;
    };
    return { child, ended, says, printed: () => printed };
  }

  const childrenOf = ({ pid }: ChildProcess): Promise<readonly number[]> => {
    const { promise, resolve } = Promise.withResolvers<readonly number[]>();
    const ps = spawn("ps", ["-o", "pid=", "--ppid", String(pid)]);
    let text = "";
    ps.stdout.on("data", (more: Buffer) => {
      text += more.toString("utf8");
    });
    ps.on("close", () => {
      resolve(text.trim().split(/\s+/).map(Number));
    });
    return promise;
  };

  const isAlive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  /** Processes that are no children of ours tell nobody when they end, so they are looked for until they are gone. */
  async function leftAfter(pids: readonly number[], patienceMs: number) {
    const deadline = performance.now() + patienceMs;
    while (pids.some(isAlive) && performance.now() < deadline) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    return pids.filter(isAlive);
  }

  async function aPortWithTwoAfter(): Promise<number> {
    for (;;) {
      const [port = 0] = await anyFreePorts(1);
      if (port < 65_533 && (await takenPorts(port, 3)).length === 0) return port;
    }
  }

  it("prints one address and whom one plays, and leaves nothing behind after Ctrl-C", async () => {
    const port = await aPortWithTwoAfter();
    const demo = start("--as", "priya", "--port", String(port));
    await demo.says("Stop with Ctrl-C.");
    assert.match(demo.printed(), new RegExp(`Open http://127\\.0\\.0\\.1:${String(port)}\n`));
    assert.match(demo.printed(), /You are Priya Raman: push ready/);
    const tenant = `http://127.0.0.1:${String(port + 1)}`;
    for (const page of ["security-info", "phones", "help-desk"]) {
      assert.ok(demo.printed().includes(`${tenant}/${page}\n`), page);
    }
    assert.equal((await takenPorts(port, 3)).length, 3);
    const children = await childrenOf(demo.child);
    assert.equal(children.length, 2);

    demo.child.kill("SIGINT");

    assert.equal(await demo.ended, 0);
    assert.deepEqual(await takenPorts(port, 3), []);
    assert.deepEqual(children.filter(isAlive), []);
  });

  it("stops in the middle of its start", async () => {
    const port = await aPortWithTwoAfter();
    const demo = start("--port", String(port));
    await demo.says("Local tenant");

    demo.child.kill("SIGINT");

    assert.equal(await demo.ended, 0);
    assert.deepEqual(await takenPorts(port, 3), []);
  });

  it("reports a part that ends on its own and stops the others", async () => {
    const port = await aPortWithTwoAfter();
    const demo = start("--port", String(port));
    await demo.says("Stop with Ctrl-C.");
    const [first = 0] = await childrenOf(demo.child);

    process.kill(first, "SIGKILL");

    assert.equal(await demo.ended, 1);
    assert.match(demo.printed(), /The (bot|Agents Playground) ended \(signal SIGKILL\)/);
    assert.deepEqual(await takenPorts(port, 3), []);
  });

  it("leaves no child behind when it is killed the hard way", async () => {
    const port = await aPortWithTwoAfter();
    const demo = start("--port", String(port));
    await demo.says("Stop with Ctrl-C.");
    const children = await childrenOf(demo.child);

    demo.child.kill("SIGKILL");

    await demo.ended;
    const left = await leftAfter(children, 5000);
    for (const pid of left) process.kill(pid, "SIGKILL");
    assert.deepEqual(left, []);
    assert.deepEqual(await takenPorts(port, 3), []);
  });

  it("says which port is in use when one was asked for", async () => {
    const server = await recordingServer(() => ({ status: 200, body: {} }));
    const { port } = new URL(server.url);

    const demo = start("--port", port);

    assert.equal(await demo.ended, 1);
    assert.match(demo.printed(), new RegExp(`In use: port ${port}[^]*--port N`));
    await server.close();
  });

  it("lists the people for an unknown name", async () => {
    const demo = start("--as", "nobody");

    assert.equal(await demo.ended, 2);
    assert.match(demo.printed(), /There is nobody named "nobody"[^]*sam +SMS only/);
  });
});
