import { hash } from "node:crypto";

/** Calm, like the cards; light or dark as the person's system is. Every pair of text and ground passes WCAG AA. */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --ink: #242424;
  --quiet: #5c5c5c;
  --paper: #ffffff;
  --ground: #f5f5f5;
  --line: #d1d1d1;
  --accent: #5b5fc7;
  --accent-strong: #4f52b2;
  --accent-ink: #ffffff;
  font: 16px/1.5 "Segoe UI", system-ui, -apple-system, "Noto Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #f5f5f5;
    --quiet: #bdbdbd;
    --paper: #292929;
    --ground: #141414;
    --line: #525252;
    --accent: #9299f7;
    --accent-strong: #b3b8fa;
    --accent-ink: #141414;
  }
}
* { box-sizing: border-box; }
body {
  display: grid;
  place-items: center;
  min-height: 100vh;
  margin: 0;
  padding: 1rem;
  background: var(--ground);
  color: var(--ink);
}
main {
  width: min(28rem, 100%);
  padding: 2rem;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--paper);
}
svg { display: block; width: 2.5rem; height: 2.5rem; color: var(--accent); }
h1 { margin: 0.75rem 0 0.5rem; font-size: 1.375rem; font-weight: 600; line-height: 1.3; }
p { margin: 0 0 0.75rem; overflow-wrap: anywhere; }
p:last-child { margin-bottom: 0; }
.brand, .quiet { color: var(--quiet); font-size: 0.875rem; }
.brand { margin-bottom: 1.25rem; }
button {
  width: 100%;
  min-height: 2.75rem;
  margin: 0.5rem 0 1rem;
  padding: 0.5rem 1rem;
  border: 2px solid transparent;
  border-radius: 4px;
  background: var(--accent);
  color: var(--accent-ink);
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
button:hover { background: var(--accent-strong); }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
`;

/** Names the stylesheet in a Content-Security-Policy, which then lets no other in. */
export const STYLESHEET_SOURCE = `'sha256-${hash("sha256", STYLESHEET, "base64")}'`;
