import { readFileSync } from "node:fs";
import type { Server } from "restify";
import { type Answer, mount } from "../http.ts";
import { html, type SafeHtml } from "./html.ts";

const stylesheetPath = "/assets/sandbox.css";

export type Page = {
  readonly title: string;
  readonly body: SafeHtml;
  /** `card` = one centred card (sign-in), `wide` = a whole page. */
  readonly layout: "card" | "wide";
  /** Origins beside our own that a form may lead to: browsers hold redirects against it too. */
  readonly formTargets?: readonly string[];
};

/** Whole document. No scripts anywhere, and the Content-Security-Policy says so. */
export function pageText(page: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<link rel="stylesheet" href="${stylesheetPath}">
</head>
<body class="${page.layout}">
<main>
${page.body}
</main>
</body>
</html>
`.text;
}

export function pageHeaders(page: Page): Record<string, string> {
  const formTargets = ["'self'", ...(page.formTargets ?? [])].join(" ");
  // The Teams client, on the same origin, frames the sign-in to notice when its window is closed.
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": `default-src 'none'; style-src 'self'; form-action ${formTargets}; base-uri 'none'; frame-ancestors 'self'`,
    // "no-referrer" would turn the Origin of our own forms into "null".
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  };
}

export function pageAnswer(page: Page, status = 200): Answer {
  return { status, headers: pageHeaders(page), body: pageText(page) };
}

export function mountStylesheet(server: Server, base: string): void {
  const css = readFileSync(new URL("./sandbox.css", import.meta.url), "utf8");
  mount(server, "get", stylesheetPath, base, () => ({
    status: 200,
    headers: { "content-type": "text/css; charset=utf-8", "cache-control": "no-cache" },
    body: css,
  }));
}
