import { randomUUID } from "node:crypto";
import { type Answer, type Asked, emptyAnswer, jsonAnswer } from "../http.ts";

export type GraphVersion = "v1.0" | "beta";

/** What identifies one request in headers and error bodies. */
export type RequestIds = {
  readonly requestId: string;
  /** The caller's, or the request id when it sent none. */
  readonly clientRequestId: string;
  readonly at: Date;
};

/** An answer of Microsoft Graph before ids and dates are added. */
export type GraphResult =
  | { readonly kind: "ok"; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: "noContent" }
  /** 201 without a body. */
  | { readonly kind: "created" }
  | {
      readonly kind: "error";
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** The MFA back end repeats the message inside `innerError` (microsoft-graph-docs issue 14470). */
      readonly repeatsMessage?: true;
    };

export type GraphError = Extract<GraphResult, { kind: "error" }>;

const odataHeaders = {
  "content-type":
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8",
  "odata-version": "4.0",
  "cache-control": "no-cache",
};

/** Dates in `innerError` carry no zone: `2021-10-04T09:56:43`. */
function dateWithoutZone(at: Date): string {
  return at.toISOString().slice(0, 19);
}

export function requestIds(asked: Asked, at: Date): RequestIds {
  const requestId = randomUUID();
  return { requestId, clientRequestId: asked.headers["client-request-id"] ?? requestId, at };
}

export function graphAnswer(result: GraphResult, ids: RequestIds): Answer {
  const headers = {
    "request-id": ids.requestId,
    "client-request-id": ids.clientRequestId,
    date: ids.at.toUTCString(),
  };
  switch (result.kind) {
    case "ok":
      return jsonAnswer(200, result.body, { ...odataHeaders, ...headers });
    case "noContent":
      return emptyAnswer(204, headers);
    case "created":
      return emptyAnswer(201, headers);
    case "error":
      return jsonAnswer(result.status, errorBody(result, ids), {
        ...headers,
        "content-type": "application/json",
        "cache-control": "no-cache",
        ...result.headers,
      });
  }
}

/** The first half of a good answer, for the fault of that name. */
export function cutInTheMiddle(answer: Answer): Answer {
  return { ...answer, body: answer.body.slice(0, Math.ceil(answer.body.length / 2)) };
}

export function errorBody(error: GraphError, ids: RequestIds): Record<string, unknown> {
  return {
    error: {
      code: error.code,
      message: error.message,
      innerError: {
        ...(error.repeatsMessage ? { message: error.message } : {}),
        date: dateWithoutZone(ids.at),
        "request-id": ids.requestId,
        "client-request-id": ids.clientRequestId,
      },
    },
  };
}
