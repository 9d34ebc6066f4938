import { STYLESHEET_SOURCE } from "./pages/stylesheet.ts";

/** Chromium holds a form's redirects against `form-action` too, so the authority's origin stands beside our own. */
export type FormTargets = "none" | { readonly authorityOrigin: string };

/** What every answer below `/sign-in` carries, errors and redirects included. */
export function securityHeaders(
  publicUrl: string,
  forms: FormTargets,
): Readonly<Record<string, string>> {
  const formAction = forms === "none" ? "'none'" : `'self' ${forms.authorityOrigin}`;
  return {
    "content-security-policy": [
      "default-src 'none'",
      `style-src ${STYLESHEET_SOURCE}`,
      `form-action ${formAction}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy":
      "camera=(), microphone=(), geolocation=(), payment=(), usb=(), publickey-credentials-get=()",
    "x-robots-tag": "noindex",
    ...(publicUrl.startsWith("https:") ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}
