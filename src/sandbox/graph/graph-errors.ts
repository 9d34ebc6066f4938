import type { TokenProblem } from "../tokens/tenant-tokens.ts";
import type { GraphError } from "./graph-answer.ts";

// Wordings as the public record has them: Graph's own documentation, and issues of its SDK and docs repositories.

const tokenMessages: Record<TokenProblem, string> = {
  missing: "Access token is empty.",
  malformed: "CompactToken parsing failed with error code: 80049217",
  signature: "Access token validation failure. Invalid signature.",
  expired: "Lifetime validation failed, the token is expired.",
  audience: "Access token validation failure. Invalid audience.",
};

export function invalidToken(problem: TokenProblem, authorizationUri: string): GraphError {
  return {
    kind: "error",
    status: 401,
    code: "InvalidAuthenticationToken",
    message: tokenMessages[problem],
    headers: {
      "www-authenticate": `Bearer realm="", authorization_uri="${authorizationUri}", client_id="00000003-0000-0000-c000-000000000000"`,
    },
  };
}

/** How the authentication methods API refuses: no scope, no role, or no fresh MFA (one body for all). */
export const accessDenied: GraphError = {
  kind: "error",
  status: 403,
  code: "accessDenied",
  message: "Request Authorization failed",
  repeatsMessage: true,
};

/** How the directory (users) refuses. */
export const insufficientPrivileges: GraphError = {
  kind: "error",
  status: 403,
  code: "Authorization_RequestDenied",
  message: "Insufficient privileges to complete the operation.",
};

/** An unknown path is a bad request to Graph, not a 404 (microsoft-graph-docs issues 21648, 4052). */
export function unknownSegment(segment: string): GraphError {
  return badRequest(`Resource not found for the segment '${segment}'.`);
}

export function queryOptionNotAllowed(option: string): GraphError {
  const name = option.charAt(1).toUpperCase() + option.slice(2);
  return badRequest(
    `The query specified in the URI is not valid. Query option '${name}' is not allowed. To allow it, set the 'AllowedQueryOptions' property on EnableQueryAttribute or QueryValidationSettings.`,
  );
}

export function badRequest(message: string): GraphError {
  return { kind: "error", status: 400, code: "BadRequest", message };
}

export const methodNotAllowed: GraphError = {
  kind: "error",
  status: 405,
  code: "Request_BadRequest",
  message: "Specified HTTP method is not allowed for the request target.",
};

export function userNotFound(id: string): GraphError {
  return {
    kind: "error",
    status: 404,
    code: "Request_ResourceNotFound",
    message: `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  };
}

/** Not documented; the wording follows the back end's other messages. Callers go by the status. */
export function methodNotFound(id: string): GraphError {
  return {
    kind: "error",
    status: 404,
    code: "resourceNotFound",
    message: `The requested authentication method id of [${id}] was not found.`,
    repeatsMessage: true,
  };
}

/** `DELETE …/authentication/methods/{id}`: only the typed paths delete (msgraph-sdk-powershell issue 937). */
export function genericDeleteUnsupported(personId: string, methodId: string): GraphError {
  const uri = `https://mface.windowsazure.com/odata/users('${personId}')/authentication/methods('${methodId}')`;
  return {
    kind: "error",
    status: 404,
    code: "UnknownError",
    message: JSON.stringify({
      Message: `No HTTP resource was found that matches the request URI '${uri}'.`,
      MessageDetail: "No type was found that matches the controller named 'users'.",
    }),
  };
}

/** The default method while others are left (microsoft-graph-docs issue 14470). */
export const defaultWithOthersConfigured: GraphError = {
  kind: "error",
  status: 400,
  code: "badRequest",
  message:
    "Cannot delete default method with other methods configured. Please change default method before deletion.",
  repeatsMessage: true,
};

/** The same refusal as phones get it (microsoft-graph-docs issue 18091). */
export function matchesDefaultMethod(id: string): GraphError {
  return {
    kind: "error",
    status: 400,
    code: "badRequest",
    message: `The requested authentication method id of [${id}] matches the user's current default authentication method, and cannot be deleted until the default authentication method is changed`,
    repeatsMessage: true,
  };
}

export function tooManyRequests(retryAfterSeconds: number): GraphError {
  return {
    kind: "error",
    status: 429,
    code: "TooManyRequests",
    message: "Too many requests. Please try again later.",
    headers: { "retry-after": String(retryAfterSeconds) },
  };
}

export function serverError(status: 500 | 503 | 504): GraphError {
  const byStatus = {
    500: ["InternalServerError", "An internal server error has occurred."],
    503: ["ServiceUnavailable", "The service is unavailable."],
    504: ["GatewayTimeout", "The request timed out."],
  } as const;
  const [code, message] = byStatus[status];
  return { kind: "error", status, code, message };
}
