export type AdminErrorCode = "admin.file-unwritable" | "admin.disk-full" | "admin.database-in-use";

/** A command could not do what it was asked to. The message says it to the operator, with the next step. */
export class AdminError extends Error {
  override readonly name = "AdminError";
  readonly code: AdminErrorCode;

  constructor(code: AdminErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
