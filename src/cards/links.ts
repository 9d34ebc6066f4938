/** Where a card sends people, and how the organisation is called. Comes from configuration, checked there. */
export type OrganisationLinks = {
  readonly organisationName: string;
  /**
   * Absolute https URL of the help desk's request form. It may hold `{summary}`, where the form takes what the request
   * is about: open it by {@link helpDeskRequestUrl}, which fills that in.
   */
  readonly helpDeskUrl: string;
  /** Absolute https URL of the page where people manage their own sign-in methods. */
  readonly securityInfoUrl: string;
};

// Parsing an address encodes braces in its path, so both spellings are taken.
const SUMMARY = /\{summary\}|%7Bsummary%7D/gi;

/** The help desk's form, filled in with `summary` where it takes one; without a summary, an empty form. */
export function helpDeskRequestUrl(links: OrganisationLinks, summary = ""): string {
  const encoded = encodeURIComponent(summary.toWellFormed());
  // A function, because "$&" and its like would mean something in a replacement text.
  return links.helpDeskUrl.replace(SUMMARY, () => encoded);
}

/** Security info, with the account that should sign in already named; null: the page asks. */
export function securityInfoLink(links: OrganisationLinks, accountHint: string | null): string {
  if (accountHint === null) return links.securityInfoUrl;
  const url = new URL(links.securityInfoUrl);
  url.searchParams.set("login_hint", accountHint);
  return url.href;
}
