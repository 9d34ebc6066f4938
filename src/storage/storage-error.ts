/** What went wrong, for code and for alerts. The message says it to the operator, with the next step. */
export type StorageErrorCode =
  | "storage.url-invalid"
  | "storage.unreachable"
  | "storage.access-refused"
  | "storage.tls-required"
  | "storage.tls-failed"
  | "storage.database-missing"
  | "storage.permission-denied"
  | "storage.too-many-connections"
  | "storage.timeout"
  | "storage.schema-newer"
  | "storage.schema-older"
  | "storage.migration-failed"
  | "storage.folder-in-use"
  | "storage.folder-unusable"
  | "storage.disk-full"
  | "storage.embedded-failed"
  | "storage.query-failed"
  | "storage.etag-conflict"
  | "storage.seal-broken"
  | "storage.list-unreadable";

/**
 * A broken promise of the database. Neither the message nor the cause carries the database's address with
 * its password, nor the values of a statement.
 */
export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
