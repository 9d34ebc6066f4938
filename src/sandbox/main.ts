import { parseArgs } from "node:util";
import { PeopleInMemory } from "./people/people.ts";
import { SandboxError } from "./sandbox-error.ts";
import { startSandbox } from "./server.ts";

// Runs the tenant alone: node src/sandbox/main.ts --port 4300 --as sam

const usage = `Usage: node src/sandbox/main.ts [--port 4300] [--as NAME] [--generated COUNT] [--bot-url URL] [--playground-url URL]

People:
${new PeopleInMemory(new Date()).all.map(({ name, situation }) => `  ${name.padEnd(8)} ${situation}`).join("\n")}`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "4300" },
      as: { type: "string", default: "sam" },
      generated: { type: "string", default: "0" },
      "bot-url": { type: "string" },
      "playground-url": { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }

  const sandbox = await startSandbox({
    port: Number(values.port),
    person: values.as,
    generated: Number(values.generated),
    ...(values["bot-url"] === undefined ? {} : { botUrl: values["bot-url"] }),
    ...(values["playground-url"] === undefined ? {} : { playgroundUrl: values["playground-url"] }),
  });
  console.log(`The local tenant is at ${sandbox.url}/ (Ctrl-C stops it)`);
  const stop = (): void => {
    void sandbox.close();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

await main().catch((error: unknown) => {
  console.error(error instanceof SandboxError ? error.message : error);
  process.exitCode = 1;
});
