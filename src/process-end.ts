/** Kubernetes and Container Apps kill what is still there 30 s after SIGTERM. */
const LONGEST_STOP_MS = 28_000;

/** What ends with its process. */
export type Stoppable = {
  /** Ends what is under way in an orderly way. */
  stop(reason: string): Promise<void>;
  /** Tells of an error that nobody handled. */
  reportUnexpected(error: unknown): void;
};

type ProcessEvents = {
  on(event: "SIGTERM" | "SIGINT", listener: (signal: string) => void): unknown;
  on(event: "uncaughtException", listener: (error: unknown) => void): unknown;
  exit(code: number): void;
};

/**
 * Ends the process when it is told to (exit code 0), and when an error was not handled (1): what is under way is
 * finished in both cases, but not for longer than the platform waits. A second signal ends it at once, with 1, as
 * whatever is under way is lost.
 */
export function endInOrder(
  service: Stoppable,
  on: ProcessEvents = process,
  longestStopMs = LONGEST_STOP_MS,
): void {
  let isEnding = false;
  const end = (reason: string, code: number): void => {
    isEnding = true;
    const tooLate = setTimeout(() => {
      on.exit(1);
    }, longestStopMs);
    service.stop(reason).then(
      () => {
        clearTimeout(tooLate);
        on.exit(code);
      },
      (error: unknown) => {
        service.reportUnexpected(error);
        on.exit(1);
      },
    );
  };
  const signalled = (signal: string): void => {
    if (isEnding) on.exit(1);
    else end(signal, 0);
  };
  on.on("SIGTERM", signalled);
  on.on("SIGINT", signalled);
  // Rejections that nobody handles arrive here as well. What the process holds may be half done, so it starts anew.
  on.on("uncaughtException", (error) => {
    service.reportUnexpected(error);
    if (!isEnding) end("unexpected error", 1);
  });
}
