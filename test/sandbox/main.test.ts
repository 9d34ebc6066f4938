import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { start } from "./support/sandbox.ts";

const program = fileURLToPath(new URL("../../src/sandbox/main.ts", import.meta.url));

describe("the sandbox as a program of its own", () => {
  let child: ChildProcess | undefined;
  afterEach(() => {
    child?.kill("SIGKILL");
  });

  function run(...options: string[]): Promise<{ code: unknown; output: string }> {
    const started = begin(options);
    return started.ended;
  }

  function begin(options: string[]) {
    const process_ = spawn(process.execPath, [program, ...options], { stdio: "pipe" });
    child = process_;
    let output = "";
    const ready = Promise.withResolvers<string>();
    for (const stream of [process_.stdout, process_.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (/http:\/\/\S+/.test(output)) ready.resolve(output);
      });
    }
    const ended = once(process_, "close").then(([code]: unknown[]) => ({ code, output }));
    return { process_, ready: ready.promise, ended };
  }

  it("explains itself and lists the people", async () => {
    const { code, output } = await run("--help");

    assert.equal(code, 0);
    assert.match(output, /--port 4300/);
    assert.match(output, / {2}uma {6}a method type that nobody has heard of/);
  });

  it("prints its address, serves, and ends on SIGTERM", async () => {
    const { process_, ready, ended } = begin(["--port", "0", "--as", "tess"]);
    const [url = ""] = /http:\/\/127\.0\.0\.1:\d+\//.exec(await ready) ?? [];
    const response = await fetch(url);
    assert.match(await response.text(), /Tess Okafor/);

    process_.kill("SIGTERM");

    assert.equal((await ended).code, 0);
  });

  it("says in one line that the port is taken", async () => {
    const tenant = await start();

    const { code, output } = await run("--port", new URL(tenant.url).port);

    await tenant.close();
    assert.equal(code, 1);
    assert.match(
      output,
      /^Port \d+ is taken: stop what listens there, or choose another port\.\n$/,
    );
  });

  it("says in one line that a port is none", async () => {
    const { code, output } = await run("--port", "many");

    assert.equal(code, 1);
    assert.match(output, /^Cannot listen on 127\.0\.0\.1:NaN: .*\n$/);
  });
});
