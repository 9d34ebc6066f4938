import type { Answer, Asked } from "../../http.ts";
import type { Tenant } from "../../tenant.ts";
import type { AppToken } from "../../tokens/tenant-tokens.ts";
import { sufferFault } from "../faulty.ts";
import { cutInTheMiddle, type GraphResult, graphAnswer, type RequestIds } from "../graph-answer.ts";
import { invalidToken, unknownSegment } from "../graph-errors.ts";
import { pathOf } from "../graph-path.ts";
import type { AppRequest } from "./app-request.ts";
import { routeApp, subjectOf } from "./app-routes.ts";
import { answerBatch } from "./batch.ts";

/**
 * Answers a request with the app's own token. Faults of a person hit requests about that person, faults for everybody
 * hit all; within a batch they hit each request by itself.
 */
export async function answerApp(
  asked: Asked,
  token: AppToken,
  ids: RequestIds,
  tenant: Tenant,
  closing: AbortSignal,
): Promise<Answer> {
  if (tenant.faults.take("expiredToken", null) !== undefined) {
    return graphAnswer(invalidToken("expired", `${tenant.tokens.issuer}/auth`), ids);
  }
  const path = pathOf(asked.url.pathname, tenant.url);
  if (path.kind === "unknownVersion") return graphAnswer(unknownSegment(path.version), ids);
  const request: AppRequest = {
    method: asked.method,
    version: path.version,
    segments: path.segments,
    query: asked.url.searchParams,
    body: asked.body,
    token,
    now: tenant.clock.now(),
    root: path.root,
  };
  const one = (inner: AppRequest): Promise<GraphResult> => answerOne(inner, tenant, closing);
  const isBatch = request.method === "POST" && request.segments.join("/") === "$batch";
  const result = await (isBatch ? answerBatch(request, ids, one) : one(request));
  const answer = graphAnswer(result, ids);
  const person = subjectOf(request.segments, tenant);
  const cut = result.kind === "ok" && tenant.faults.take("malformedBody", person) !== undefined;
  return cut ? cutInTheMiddle(answer) : answer;
}

async function answerOne(
  request: AppRequest,
  tenant: Tenant,
  closing: AbortSignal,
): Promise<GraphResult> {
  const person = subjectOf(request.segments, tenant);
  return (await sufferFault(tenant.faults, person, closing)) ?? routeApp(request, tenant);
}
