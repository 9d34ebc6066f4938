import { z } from "zod/v4";
import { errorBody, type GraphResult, type RequestIds } from "../graph-answer.ts";
import { badRequest } from "../graph-errors.ts";
import type { AppRequest } from "./app-request.ts";

const limit = 20;

const step = z.strictObject({
  id: z.string().min(1),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]),
  url: z.string().startsWith("/"),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown(),
});
const batch = z.strictObject({ requests: z.array(step).min(1) });

/**
 * `POST /$batch`: up to 20 requests in one, each answered for itself, in another order than asked. `dependsOn` is not
 * served here.
 * Source: Graph, "Combine multiple requests in one HTTP call using JSON batching".
 */
export async function answerBatch(
  request: AppRequest,
  ids: RequestIds,
  answer: (inner: AppRequest) => Promise<GraphResult>,
): Promise<GraphResult> {
  const parsed = batch.safeParse(request.body);
  if (!parsed.success) return badRequest(`Invalid batch payload format. ${parsed.error.message}`);
  const { requests } = parsed.data;
  if (requests.length > limit) {
    return badRequest(`Number of batch request steps exceeds the maximum value of ${limit}.`);
  }
  if (new Set(requests.map(({ id }) => id)).size < requests.length) {
    return badRequest("The request ids of a batch must be unique.");
  }
  const responses = await Promise.all(
    requests.map(async ({ id, method, url, body }) => {
      const { pathname, searchParams } = new URL(url, "http://batch.invalid");
      const segments = pathname.split("/").slice(1).map(decodeURIComponent);
      const result = await answer({ ...request, method, segments, query: searchParams, body });
      return { id, ...inner(result, ids) };
    }),
  );
  return { kind: "ok", body: { responses: responses.reverse() } };
}

const json = { "Content-Type": "application/json" };

function inner(result: GraphResult, ids: RequestIds) {
  switch (result.kind) {
    case "ok":
      return { status: 200, headers: { ...json, "OData-Version": "4.0" }, body: result.body };
    case "noContent":
      return { status: 204, headers: {}, body: null };
    case "created":
      return { status: 201, headers: {}, body: null };
    case "error": {
      const wait = result.headers?.["retry-after"];
      return {
        status: result.status,
        headers: { ...json, ...(wait === undefined ? {} : { "Retry-After": wait }) },
        body: errorBody(result, ids),
      };
    }
  }
}
