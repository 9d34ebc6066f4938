/** Something in the app package that Teams, or we, would not take; `what` says what is wrong and what to do. */
export type Problem = {
  /** The file, and for a manifest or a language file the place in it: `manifest.json bots[0].botId`. */
  readonly where: string;
  readonly what: string;
};

/** The package is not made. It names every problem at once. */
export class PackageError extends Error {
  readonly code = "package.refused";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const one = problems.length === 1;
    super(
      `The app package is not made. Correct ${one ? "this" : "these"} and run it again:\n${problems.map(({ where, what }) => `  - ${where}: ${what}`).join("\n")}`,
    );
    this.name = "PackageError";
    this.problems = problems;
  }
}
