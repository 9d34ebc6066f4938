import { SingleBar } from "cli-progress";
import { duration, number } from "./words.ts";

/** Long work as it goes on. `total` null: nobody knows how much there is. */
export interface Progress {
  at(done: number, total: number | null, note?: string): void;
  end(): void;
}

export type StartProgress = (what: string) => Progress;

export type ProgressParts = {
  readonly terminal: NodeJS.WriteStream;
  /** Milliseconds of a clock that never jumps. */
  readonly nowMs: () => number;
};

/** What is said every so often where there is no terminal: a log can be read afterwards. */
const LINE_EVERY_MS = 10_000;
const BAR_WIDTH = 24;
/** Before it a rate says nothing. */
const RATE_AFTER_MS = 1_000;

/** A bar that moves on a terminal; plain lines, one in ten seconds, everywhere else. */
export const progressOn =
  ({ terminal, nowMs }: ProgressParts): StartProgress =>
  (what) =>
    terminal.isTTY ? new Bar(what, terminal, nowMs) : new Lines(what, terminal, nowMs);

type State = {
  readonly what: string;
  readonly done: number;
  readonly total: number | null;
  readonly elapsedMs: number;
  readonly note: string;
};

/** `Planning: 12,000 of 50,000, 4,000/s, about 10 s left`. */
export function describeProgress({ what, done, total, elapsedMs, note }: State): string {
  const rate = elapsedMs >= RATE_AFTER_MS ? (done * 1_000) / elapsedMs : null;
  const parts = [total === null ? number(done) : `${number(done)} of ${number(total)}`];
  if (rate !== null && rate > 0) {
    parts.push(`${number(Math.round(rate))}/s`);
    if (total !== null && total > done) {
      parts.push(`about ${duration(((total - done) / rate) * 1_000)} left`);
    }
  }
  if (note !== "") parts.push(note);
  return `${what}: ${parts.join(", ")}`;
}

class Lines implements Progress {
  readonly #what: string;
  readonly #terminal: NodeJS.WriteStream;
  readonly #nowMs: () => number;
  readonly #startedMs: number;
  #toldMs: number;

  constructor(what: string, terminal: NodeJS.WriteStream, nowMs: () => number) {
    this.#what = what;
    this.#terminal = terminal;
    this.#nowMs = nowMs;
    this.#startedMs = nowMs();
    this.#toldMs = this.#startedMs;
  }

  at(done: number, total: number | null, note = ""): void {
    const now = this.#nowMs();
    if (now - this.#toldMs < LINE_EVERY_MS) return;
    this.#toldMs = now;
    const elapsedMs = now - this.#startedMs;
    const line = describeProgress({ what: this.#what, done, total, elapsedMs, note });
    this.#terminal.write(`${line}\n`);
  }

  end(): void {
    // Each line stands for itself.
  }
}

class Bar implements Progress {
  readonly #bar: SingleBar;
  #state: State;
  readonly #nowMs: () => number;
  readonly #startedMs: number;

  constructor(what: string, terminal: NodeJS.WriteStream, nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#startedMs = nowMs();
    this.#state = { what, done: 0, total: null, elapsedMs: 0, note: "" };
    this.#bar = new SingleBar({
      stream: terminal,
      hideCursor: true,
      clearOnComplete: true,
      // Ctrl-C is the command's: it says how to go on.
      gracefulExit: false,
      format: () => bar(this.#state),
    });
    this.#bar.start(1, 0);
  }

  at(done: number, total: number | null, note = ""): void {
    this.#state = { ...this.#state, done, total, note, elapsedMs: this.#nowMs() - this.#startedMs };
    this.#bar.setTotal(Math.max(total ?? done, done) + 1);
    this.#bar.update(done);
  }

  end(): void {
    this.#bar.stop();
  }
}

function bar(state: State): string {
  const text = describeProgress(state);
  if (state.total === null || state.total === 0) return text;
  const filled = Math.round(Math.min(1, state.done / state.total) * BAR_WIDTH);
  return `[${"=".repeat(filled)}${" ".repeat(BAR_WIDTH - filled)}] ${text}`;
}
