export type DemoErrorCode =
  | "demo.cannot-start"
  | "demo.part-ended"
  | "demo.not-ready"
  | "demo.port-in-use"
  | "demo.usage";

/** Something that keeps the demo from running; the message says what and what to do. */
export class DemoError extends Error {
  override readonly name = "DemoError";
  readonly code: DemoErrorCode;

  constructor(code: DemoErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
