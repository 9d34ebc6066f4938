export type WebErrorCode =
  | "web.authority-unavailable"
  | "web.authority-mismatch"
  | "web.exchange-refused"
  | "web.client-unproven";

/** The tenant's authorization server broke a promise. The message says it to the operator; no token or code is in it. */
export class WebError extends Error {
  override readonly name = "WebError";
  readonly code: WebErrorCode;

  constructor(code: WebErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
