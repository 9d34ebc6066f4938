import { readFileSync } from "node:fs";
import type { Server } from "restify";
import { type Answer, mount } from "../http.ts";
import { html, type SafeHtml } from "./html.ts";

const assets = {
  "sandbox.css": "text/css; charset=utf-8",
  "phone.css": "text/css; charset=utf-8",
  "follow.mjs": "text/javascript; charset=utf-8",
} as const;

export type Page = {
  readonly title: string;
  readonly body: SafeHtml;
  /** `card` = one centred card (sign-in), `wide` = a whole page, `phone` = a phone and what is beside it. */
  readonly layout: "card" | "wide" | "phone";
  /** Origins beside our own that a form may lead to: browsers hold redirects against it too. */
  readonly formTargets?: readonly string[];
  /** Pictures inside the page itself (`data:`): QR codes. */
  readonly hasImages?: boolean;
  /** Loads the page again when `url` answers something else than `state`. The one script there is does it. */
  readonly follow?: { readonly url: string; readonly state: string };
};

/** Whole document. The Content-Security-Policy allows no script but the one of pages that follow something. */
export function pageText(page: Page): string {
  const { follow } = page;
  const following =
    follow === undefined ? null : html` data-follow="${follow.url}" data-state="${follow.state}"`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<link rel="stylesheet" href="/assets/sandbox.css">
${page.layout === "phone" ? html`<link rel="stylesheet" href="/assets/phone.css">` : null}
${
  follow === undefined
    ? null
    : html`<script type="module" src="/assets/follow.mjs"></script>
<noscript><meta http-equiv="refresh" content="5"></noscript>`
}
</head>
<body class="${page.layout}"${following}>
<main>
${page.body}
</main>
</body>
</html>
`.text;
}

export function pageHeaders(page: Page): Record<string, string> {
  const formTargets = ["'self'", ...(page.formTargets ?? [])].join(" ");
  const script = page.follow === undefined ? "" : " script-src 'self'; connect-src 'self';";
  const images = page.hasImages === true ? " img-src data:;" : "";
  // The Teams client, on the same origin, frames the sign-in to notice when its window is closed.
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": `default-src 'none'; style-src 'self';${script}${images} form-action ${formTargets}; base-uri 'none'; frame-ancestors 'self'`,
    // "no-referrer" would turn the Origin of our own forms into "null".
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  };
}

export function pageAnswer(page: Page, status = 200): Answer {
  return { status, headers: pageHeaders(page), body: pageText(page) };
}

export function mountAssets(server: Server, base: string): void {
  for (const [name, type] of Object.entries(assets)) {
    const body = readFileSync(new URL(`./${name}`, import.meta.url), "utf8");
    mount(server, "get", `/assets/${name}`, base, () => ({
      status: 200,
      headers: { "content-type": type, "cache-control": "no-cache" },
      body,
    }));
  }
}
