import { enableCompileCache } from "node:module";

// The SDKs below are some thousand CommonJS files; from their second start on, Node need not compile them again.
enableCompileCache();

const { readConfig, ConfigError } = await import("./config/read-config.ts");

// As process 1 of a container, Node would not end at these without being told so; nothing is under way yet.
const endEarly = (): void => {
  process.exit(0);
};
process.on("SIGTERM", endEarly).on("SIGINT", endEarly);

try {
  const config = readConfig(process.env);
  const { compose } = await import("./compose.ts");
  const { endInOrder } = await import("./process-end.ts");
  endInOrder(await compose(config));
  process.off("SIGTERM", endEarly).off("SIGINT", endEarly);
} catch (error) {
  // Errors of ours say what to do next; anything else keeps its stack.
  const isOurs = error instanceof ConfigError || (error instanceof Error && "code" in error);
  process.stderr.write(`${isOurs ? error.message : String((error as Error).stack ?? error)}\n`);
  process.exitCode = 1;
}
