import { runDemo } from "./demo/run-demo.ts";

const end = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    end.abort();
  });
}

process.exitCode = await runDemo({
  argv: process.argv.slice(2),
  env: process.env,
  out: process.stdout,
  errors: process.stderr,
  now: () => new Date(),
  signal: end.signal,
});
