export type AdminErrorCode =
  | "admin.file-unwritable"
  | "admin.file-unreadable"
  | "admin.disk-full"
  | "admin.database-in-use"
  /** Microsoft Graph did not answer, or not with what was asked for. */
  | "admin.graph-unavailable"
  /** A permission, or the licence for the registration report, is missing. */
  | "admin.not-allowed"
  /** As things stand it cannot be done: no campaign, another one, nobody of that id. */
  | "admin.not-possible"
  /** The doctor found something that does not work. */
  | "admin.unhealthy"
  /** Ended from outside before it was done. */
  | "admin.interrupted";

/** A command could not do what it was asked to. The message says it to the operator, with the next step. */
export class AdminError extends Error {
  override readonly name = "AdminError";
  readonly code: AdminErrorCode;

  constructor(code: AdminErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
