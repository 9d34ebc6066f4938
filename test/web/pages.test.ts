import assert from "node:assert/strict";
import { LANGUAGES } from "../../src/copy/copy.ts";
import { html } from "../../src/web/pages/html.ts";
import { type Page, pageText } from "../../src/web/pages/page.ts";
import { STYLESHEET } from "../../src/web/pages/stylesheet.ts";

const REFERENCE = "K7QM-2XWB";
const PAGES: readonly Page[] = [
  { kind: "start", purpose: "prove" },
  { kind: "start", purpose: "remove" },
  { kind: "done" },
  { kind: "linkOver" },
  { kind: "signInOver" },
  { kind: "elsewhere" },
  { kind: "denied" },
  { kind: "wrongAccount" },
  { kind: "wrongTenant" },
  { kind: "failed", reference: REFERENCE },
  { kind: "unavailable", reference: REFERENCE },
  { kind: "problem", reference: REFERENCE },
];

describe("The pages of the fresh sign-in", () => {
  for (const [language, copy] of LANGUAGES) {
    for (const page of PAGES) {
      const name = "purpose" in page ? `${page.kind} (${page.purpose})` : page.kind;
      it(`${name} in ${language}: language, one heading, title, whole and escaped`, () => {
        const text = pageText(page, copy, `<b onclick="x">A&B's</b>`);

        assert.match(text, new RegExp(`^<!doctype html>\\n<html lang="${language}">`));
        const [heading = "", ...more] = [...text.matchAll(/<h1>(.+)<\/h1>/g)].map(([, h]) => h);
        assert.deepEqual(more, []);
        assert.ok(text.includes(`<title>${heading} · PushReady</title>`));
        assert.match(text, /<main>[\s\S]*<\/main>/);
        assert.ok(text.includes("&lt;b onclick=&quot;x&quot;&gt;A&amp;B&#39;s&lt;/b&gt;"));
        assert.doesNotMatch(text, /undefined|null|\[object|<b /);
        assert.equal(text.includes(REFERENCE), "reference" in page);
        assert.equal(text.includes("<form"), page.kind === "start");
        assert.match(text, /<svg [^>]*aria-hidden="true">/);
        assert.ok(text.length < 4_000);
      });
    }
  }

  it("send everybody whose sign-in did not work back to Teams", () => {
    for (const [, copy] of LANGUAGES) {
      for (const page of PAGES) {
        if (page.kind === "start" || page.kind === "unavailable") continue;
        assert.match(pageText(page, copy, "VIPdesk"), /Teams/);
      }
    }
  });

  for (const scheme of ["light", "dark"] as const) {
    it(`can be read in ${scheme}`, () => {
      const [light = "", dark = ""] = STYLESHEET.split("@media (prefers-color-scheme: dark)");
      const colour = (name: string): string =>
        new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(scheme === "light" ? light : dark)?.[1] ?? "";
      const pairs = [
        ["ink", "paper"],
        ["quiet", "paper"],
        ["accent-ink", "accent"],
        ["accent-ink", "accent-strong"],
      ] as const;

      for (const [text, ground] of pairs) {
        const ratio = contrast(colour(text), colour(ground));
        assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`);
      }
      assert.ok(contrast(colour("accent"), colour("paper")) >= 3, "button against its ground");
    });
  }
});

describe("html", () => {
  it("escapes texts, keeps HTML, leaves null out", () => {
    const inner = html`<i>${`<&>"'`}</i>`;

    assert.equal(
      html`<p>${inner}${null}${[inner, html`!`]}</p>`.text,
      "<p><i>&lt;&amp;&gt;&quot;&#39;</i><i>&lt;&amp;&gt;&quot;&#39;</i>\n!</p>",
    );
  });
});

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
