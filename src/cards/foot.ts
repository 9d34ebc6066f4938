import type { Copy } from "../copy/copy.ts";
import { helpDeskRequestUrl, type OrganisationLinks } from "./links.ts";

export type FootView = { readonly question: string; readonly link: string; readonly url: string };

/** The last line of every card: "Have more questions? Submit a request". */
export function footView(copy: Copy, links: OrganisationLinks): FootView {
  return {
    question: copy["foot.question"],
    link: copy["foot.link"],
    url: markdownUrl(helpDeskRequestUrl(links)),
  };
}

// The link is Markdown, in which a bracket or a space would end the address early. The quotes are for titles.
const MARKDOWN_ENDS = /[()<>[\]\s"'\\]/g;

function markdownUrl(url: string): string {
  return url.replace(
    MARKDOWN_ENDS,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}
