export type SandboxErrorCode =
  | "sandbox.port-in-use"
  | "sandbox.cannot-listen"
  | "sandbox.unknown-person"
  | "sandbox.sign-in-failed";

/** Something that the person who runs the sandbox can put right; the message says how. */
export class SandboxError extends Error {
  override readonly name = "SandboxError";
  readonly code: SandboxErrorCode;

  constructor(code: SandboxErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
