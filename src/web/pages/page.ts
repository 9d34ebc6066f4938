import type { Copy } from "../../copy/copy.ts";
import type { FreshSignInPurpose } from "../../enrollment/fresh-sign-in.ts";
import { DRAWINGS } from "./drawings.ts";
import { html, type SafeHtml, trusted } from "./html.ts";
import { STYLESHEET } from "./stylesheet.ts";

/** What a page says. Nothing that a browser sent is ever part of it. */
export type Page =
  | { readonly kind: "start"; readonly purpose: FreshSignInPurpose }
  | { readonly kind: "done" }
  | {
      readonly kind:
        | "linkOver"
        | "signInOver"
        | "tooMany"
        | "elsewhere"
        | "denied"
        | "wrongAccount"
        | "wrongTenant";
    }
  | { readonly kind: "failed" | "unavailable" | "problem"; readonly reference: string };

/** A whole document without a script. */
export function pageText(page: Page, copy: Copy, organisationName: string): string {
  const { language } = copy;
  const drawing =
    page.kind === "start"
      ? DRAWINGS.phone
      : page.kind === "done"
        ? DRAWINGS.done
        : DRAWINGS.stopped;
  const title = copy[`web.${page.kind}.title`];
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · PushReady</title>
<style>${trusted(STYLESHEET)}</style>
</head>
<body>
<main>
<p class="brand">PushReady · ${organisationName}</p>
${drawing}
<h1>${title}</h1>
${paragraphs(page, copy)}
</main>
</body>
</html>
`.text;
}

function paragraphs(page: Page, copy: Copy): readonly SafeHtml[] {
  switch (page.kind) {
    case "start":
      return [
        html`<p>${copy[`web.start.${page.purpose}`]}</p>`,
        html`<p>${copy["web.start.how"]}</p>`,
        // Without an action it goes to the page's own address, and the link need not stand in the page.
        html`<form method="post">
<button>${copy["web.start.button"]}</button>
</form>`,
        html`<p class="quiet">${copy["web.start.caution"]}</p>`,
      ];
    case "done":
      return [
        html`<p>${copy["web.done.text"]}</p>`,
        html`<p class="quiet">${copy["web.done.close"]}</p>`,
      ];
    case "linkOver":
    case "signInOver":
    case "tooMany":
    case "elsewhere":
    case "denied":
    case "wrongAccount":
    case "wrongTenant":
      return [html`<p>${copy[`web.${page.kind}.text`]}</p>`];
    case "failed":
    case "unavailable":
    case "problem":
      return [
        html`<p>${copy[`web.${page.kind}.text`]}</p>`,
        html`<p class="quiet">${copy["problem.reference"]({ id: page.reference })}</p>`,
      ];
  }
}
