/** Header names in lower case. */
export type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Whether a form was sent from a page of ours. Our pages send no referrer, which makes browsers write `Origin: null`, so
 * `Sec-Fetch-Site` decides where there is one; a client without it has to name our origin.
 * Source: https://fetch.spec.whatwg.org/#origin-header, https://w3c.github.io/webappsec-fetch-metadata/
 */
export function isFromOwnPage(headers: Headers, publicUrl: string): boolean {
  const { origin, "sec-fetch-site": site } = headers;
  if (site === undefined) return origin === publicUrl;
  const namesNoOther = origin === undefined || origin === "null" || origin === publicUrl;
  return site === "same-origin" && namesNoOther;
}
