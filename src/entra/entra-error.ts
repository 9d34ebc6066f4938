export type EntraErrorCode =
  | "entra.identity-unavailable"
  | "entra.token-file-unreadable"
  | "entra.certificate-unreadable";

/** The service cannot prove to Entra who it is. The message says it to the operator; no token or key is in it. */
export class EntraError extends Error {
  override readonly name = "EntraError";
  readonly code: EntraErrorCode;

  constructor(code: EntraErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
