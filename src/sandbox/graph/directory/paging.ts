import type { Faults } from "../../faults/faults.ts";
import type { GraphError, GraphResult } from "../graph-answer.ts";
import { brokenPageToken, expiredPageToken, pageSize } from "./app-errors.ts";
import type { AppRequest } from "./app-request.ts";

/** Which part of a list is asked for. */
type Page = { readonly kind: "page"; readonly from: number; readonly size: number };

const usualSize = 100;
const mostPerPage = 999;

/** Reads `$top` and `$skiptoken`. What a link carries is opaque to callers and says where to go on. */
export function pageOf({ query }: AppRequest, faults: Faults): Page | GraphError {
  const top = query.get("$top");
  const size = top === null ? usualSize : Number(top);
  if (!Number.isInteger(size) || size < 1 || size > mostPerPage) return pageSize(top ?? "");
  const token = query.get("$skiptoken");
  if (token === null) return { kind: "page", from: 0, size };
  if (faults.take("expiredLink", null) !== undefined) return expiredPageToken;
  const from = Number(/^at(\d{1,9})$/.exec(Buffer.from(token, "base64url").toString())?.[1]);
  return Number.isNaN(from) ? brokenPageToken : { kind: "page", from, size };
}

/**
 * One page of a list over positions 0 … count − 1: `rowAt` gives the row, or null where there is none to show. Rows are
 * made as they are sent, so that a list of a million takes no room. As in Graph, a last page can be empty.
 */
export function pageResult(
  request: AppRequest,
  { from, size }: Page,
  list: {
    readonly context: string;
    readonly count: number;
    readonly rowAt: (position: number) => Readonly<Record<string, unknown>> | null;
  },
): GraphResult {
  const value: Readonly<Record<string, unknown>>[] = [];
  let position = from;
  for (; position < list.count && value.length < size; position += 1) {
    const row = list.rowAt(position);
    if (row !== null) value.push(row);
  }
  const next = position < list.count ? { "@odata.nextLink": nextLink(request, position) } : {};
  return {
    kind: "ok",
    body: { "@odata.context": `${request.root}/$metadata#${list.context}`, ...next, value },
  };
}

function nextLink({ root, segments, query }: AppRequest, position: number): string {
  const further = new URLSearchParams(query);
  further.set("$skiptoken", Buffer.from(`at${position}`).toString("base64url"));
  // Graph leaves the dollar sign as it is.
  return `${root}/${segments.map(encodeURIComponent).join("/")}?${further.toString().replaceAll("%24", "$")}`;
}
