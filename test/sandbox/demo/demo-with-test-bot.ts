import { fileURLToPath } from "node:url";
import { runDemo } from "../../../src/sandbox/demo/run-demo.ts";

// The demo's command line with a small bot in place of the real one.
const end = new AbortController();
process.on("SIGINT", () => {
  end.abort();
});
process.exitCode = await runDemo({
  argv: process.argv.slice(2),
  env: process.env,
  out: process.stdout,
  errors: process.stderr,
  now: () => new Date(),
  signal: end.signal,
  botScript: fileURLToPath(new URL("../teams/test-bot.ts", import.meta.url)),
});
