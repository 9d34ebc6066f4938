import { StorageError, type StorageErrorCode } from "./storage-error.ts";

type Explanation = readonly [code: StorageErrorCode, message: string];

const UNREACHABLE: Explanation = [
  "storage.unreachable",
  "The database server cannot be reached: check the host and port in the database address, the firewall, and that the server runs.",
];
const NOT_TAKING: Explanation = [
  "storage.unreachable",
  "The database server is starting or stopping: try again in a moment.",
];
const TIMEOUT: Explanation = [
  "storage.timeout",
  "The database did not answer in time: look at the server's load and at locks, then try again.",
];
const TLS_FAILED: Explanation = [
  "storage.tls-failed",
  "The database server's certificate is not trusted: add sslrootcert=<file> with its certificate authority to the database address, and use the host name that the certificate names.",
];

/** PostgreSQL's SQLSTATE codes, then Node's own. Source: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const BY_CODE: ReadonlyMap<string, Explanation> = new Map([
  [
    "28P01",
    [
      "storage.access-refused",
      "The database server refused the user or its password: correct them in the database address; signs such as # / ? @ in a password are percent-encoded. With DATABASE_IDENTITY, the address names the role that was made for the identity (pgaadauth_create_principal).",
    ],
  ],
  [
    "28000",
    [
      "storage.access-refused",
      "The database server lets this user in neither from this address nor to this database: check the user and the server's access rules (pg_hba.conf).",
    ],
  ],
  [
    "3D000",
    [
      "storage.database-missing",
      "The database named in the database address does not exist: create it, or correct the name.",
    ],
  ],
  [
    "42501",
    [
      "storage.permission-denied",
      "The database user may not do this: grant it CREATE and USAGE on its schema and all rights on the tables in it.",
    ],
  ],
  [
    "53300",
    [
      "storage.too-many-connections",
      "The database server has no connection left: raise its max_connections, or run fewer replicas.",
    ],
  ],
  ["53100", ["storage.disk-full", "The database's disk is full: free space or enlarge it."]],
  ["57014", TIMEOUT],
  ["55P03", TIMEOUT],
  ["57P01", NOT_TAKING],
  ["57P02", NOT_TAKING],
  ["57P03", NOT_TAKING],
  ["08006", UNREACHABLE],
  ["ECONNREFUSED", UNREACHABLE],
  ["ECONNRESET", UNREACHABLE],
  ["EHOSTUNREACH", UNREACHABLE],
  ["ENETUNREACH", UNREACHABLE],
  ["ENOENT", UNREACHABLE],
  ["ENOTFOUND", UNREACHABLE],
  ["EAI_AGAIN", UNREACHABLE],
  ["EPIPE", UNREACHABLE],
  ["ETIMEDOUT", UNREACHABLE],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", TLS_FAILED],
  ["SELF_SIGNED_CERT_IN_CHAIN", TLS_FAILED],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", TLS_FAILED],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", TLS_FAILED],
  ["CERT_HAS_EXPIRED", TLS_FAILED],
  ["ERR_TLS_CERT_ALTNAME_INVALID", TLS_FAILED],
]);

/** For what `pg` says in words only. */
const BY_MESSAGE: readonly (readonly [RegExp, Explanation])[] = [
  [
    /no encryption/,
    [
      "storage.tls-required",
      "The database server does not let this user in without TLS: add sslmode=verify-full to the database address. If it is refused then too, check the server's access rules (pg_hba.conf).",
    ],
  ],
  [
    /does not support SSL/,
    [
      "storage.tls-failed",
      "The database server does not speak TLS: turn TLS on there, or take sslmode out of the database address if the network in between is trusted.",
    ],
  ],
  [
    /password must be a string|client password/,
    [
      "storage.access-refused",
      "The database server asks for a password and the database address has none: add it as postgres://user:password@host/database.",
    ],
  ],
  [
    /timeout exceeded when trying to connect|connection timeout/i,
    [
      "storage.unreachable",
      "No connection to the database came about in time: check the host and port in the database address and the firewall; if it worked before, the server or this process's pool is overloaded.",
    ],
  ],
  [/Query read timeout/, TIMEOUT],
  [/Connection terminated|not queryable/, UNREACHABLE],
];

/**
 * Says what PostgreSQL's or the driver's error means, and what to do.
 *
 * @param doing What failed, in a few words, for errors that explain nothing by themselves.
 */
export function explainPostgres(error: unknown, doing: string): StorageError {
  if (error instanceof StorageError) return error;
  const cause = withoutValues(innermost(error));
  const message = cause instanceof Error ? cause.message : "";
  if (cause instanceof Error && codeOf(cause).startsWith("entra.")) {
    return new StorageError("storage.access-refused", `${cause.message} (${doing})`, { cause });
  }
  const explanation =
    // "no encryption" shares SQLSTATE 28000 with ordinary refusals, so words come first.
    BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1] ?? BY_CODE.get(codeOf(cause));
  if (explanation !== undefined) {
    return new StorageError(explanation[0], `${explanation[1]} (${doing})`, { cause });
  }
  return new StorageError("storage.query-failed", `The database failed: ${doing}. See the cause.`, {
    cause,
  });
}

/** Node reports a host with several addresses as one error per address, the reason inside. */
function innermost(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0
    ? (error.errors[0] as unknown)
    : error;
}

/** PostgreSQL quotes the refused row in `detail`, and PGlite hangs a statement's values on `params`: neither is for a log. */
function withoutValues(error: unknown): unknown {
  if (typeof error !== "object" || error === null) return error;
  Reflect.deleteProperty(error, "params");
  Reflect.deleteProperty(error, "detail");
  return error;
}

/** The code of Node's or PostgreSQL's error, or an empty string. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : "";
}
