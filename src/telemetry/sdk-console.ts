import { type Logger, scrub, shortText } from "./logger.ts";

/**
 * The Bot Framework SDK writes errors with stack traces to the console by itself, beside what it throws. They become
 * debug lines of our log, shortened and scrubbed. Returns a function that gives the console back.
 */
export function captureSdkConsole(log: Logger): () => void {
  const { error, warn } = console;
  const write = (...values: readonly unknown[]): void => {
    log.debug({ sdk: values.map(brief) }, "the SDK wrote to the console");
  };
  Object.assign(console, { error: write, warn: write });
  return () => {
    Object.assign(console, { error, warn });
  };
}

const LONGEST = 300;

const brief = (value: unknown): string => scrub(shortText(value)).slice(0, LONGEST);
