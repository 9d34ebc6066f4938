import type { Writable } from "node:stream";

export type ProgressOptions = {
  readonly out: Writable & { readonly isTTY?: boolean };
  readonly now: () => number;
};

const redrawMs = 100;
const spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

type Line = {
  readonly title: string;
  readonly startedAt: number;
  readonly end: { readonly sign: "✓" | "✗"; readonly at: number } | null;
};

/** One line per part that starts, with its time: redrawn in a terminal, printed at the end of each elsewhere. */
export class Progress {
  readonly #options: ProgressOptions;
  readonly #lines: Line[] = [];
  #timer: NodeJS.Timeout | null = null;
  #drawn = 0;
  #tick = 0;

  constructor(options: ProgressOptions) {
    this.#options = options;
  }

  /** Shows the part until `work` ends, and returns what it returns. */
  async watch<Result>(title: string, work: Promise<Result>): Promise<Result> {
    const index = this.#lines.push({ title, startedAt: this.#options.now(), end: null }) - 1;
    this.#start();
    try {
      const result = await work;
      this.#finish(index, "✓");
      return result;
    } catch (cause) {
      this.#finish(index, "✗");
      throw cause;
    }
  }

  /** No more drawing: what is on the screen stays. */
  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  #start(): void {
    if (!this.#options.out.isTTY) return;
    this.#draw();
    this.#timer ??= setInterval(() => {
      this.#draw();
    }, redrawMs);
  }

  #finish(index: number, sign: "✓" | "✗"): void {
    const line = this.#lines[index];
    if (!line) return;
    const ended: Line = { ...line, end: { sign, at: this.#options.now() } };
    this.#lines[index] = ended;
    if (this.#options.out.isTTY) this.#draw();
    else this.#options.out.write(`${this.#text(ended)}\n`);
    if (this.#lines.every((one) => one.end)) this.stop();
  }

  #draw(): void {
    this.#tick += 1;
    const up = this.#drawn === 0 ? "" : `\u001b[${String(this.#drawn)}A`;
    const lines = this.#lines.map((line) => `\u001b[2K${this.#text(line)}\n`);
    this.#drawn = lines.length;
    this.#options.out.write(`${up}${lines.join("")}`);
  }

  #text({ title, startedAt, end }: Line): string {
    const seconds = ((end?.at ?? this.#options.now()) - startedAt) / 1000;
    const sign = end?.sign ?? spinner[this.#tick % spinner.length] ?? "";
    return `${sign} ${title.padEnd(38)} ${seconds.toFixed(1)} s`;
  }
}
