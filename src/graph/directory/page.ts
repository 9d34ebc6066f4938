import type { DirectoryPage, DirectoryRefusal, LinkExpired } from "../../reminders/directory.ts";
import { type Answered, answered, type DirectoryHttp } from "./directory-http.ts";
import { pageIn } from "./page-body.ts";
import { badReply, errorIn, refusalOf } from "./refusals.ts";

/** How one kind of list is read. */
export type Listing<Row> = {
  /** Where it begins. */
  readonly first: string;
  readonly permission: string;
  /** A row, or null for one that cannot be read. */
  readonly parseRow: (value: unknown) => Row | null;
  /** Told how many rows of a page could not be read. */
  readonly onUnreadable: (count: number) => void;
};

export type PageReading<Row> =
  | DirectoryPage<Row>
  | LinkExpired
  | {
      readonly kind: "refused";
      readonly refusal: DirectoryRefusal;
      readonly answer: Answered | null;
    };

/** Reads one page: the first, or the one that `next` leads to. Nothing of it is kept. */
export async function readPage<Row>(
  http: DirectoryHttp,
  { first, permission, parseRow, onUnreadable }: Listing<Row>,
  next: string | null,
  signal: AbortSignal,
): Promise<PageReading<Row>> {
  // A link that was kept may come from another address of Graph, and a database is no place to trust with a token.
  if (next !== null && !http.isOwn(next)) return { kind: "linkExpired" };
  const received = await http.getBytes(next ?? first, signal);
  if (received.kind === "unanswered") {
    return { kind: "refused", refusal: refusalOf(received, permission), answer: null };
  }
  if (received.status !== 200) {
    const answer = answered(received);
    if (next !== null && isAboutLink(answer)) return { kind: "linkExpired" };
    return { kind: "refused", refusal: refusalOf(answer, permission), answer };
  }
  const page = pageIn(received.bytes, parseRow);
  if (page === null || (page.next !== null && !http.isOwn(page.next))) {
    return { kind: "refused", refusal: badReply(received), answer: null };
  }
  const unreadable = page.count - page.rows.length;
  if (unreadable > 0) onUnreadable(unreadable);
  return { kind: "page", rows: page.rows, next: page.next };
}

/**
 * Our part of a further page's address is what Graph gave us, so a request that it calls bad is about the link.
 * Seen: 400 Directory_ExpiredPageToken (msgraph-sdk-dotnet issue 2254); 410 where a token's age is the matter.
 */
const isAboutLink = ({ status, body }: Answered): boolean =>
  status === 410 || (status === 400 && !isAboutLicence(body));

/**
 * The tenant has no Entra ID P1 (microsoft-graph-docs-contrib issue 8777). Graph says it with 403 and a code of its own
 * and has changed the sentence beside it.
 */
export function isAboutLicence(body: unknown): boolean {
  const { code, message } = errorIn(body);
  return /NonPremiumTenant/i.test(code) || /premium licen[cs]e/i.test(message);
}
