import { type Theme, teamsHostConfig } from "./teams-host-config.ts";

/** A card on the page; `id` is its file name without ending. */
export type ShownCard = { readonly id: string; readonly payload: object };

const STYLES = `
  :root { font-family: "Segoe UI", "Open Sans", "DejaVu Sans", sans-serif; font-size: 14px }
  body { margin: 24px; background: #f5f5f5; color: #242424 }
  body.dark { background: #1f1f1f; color: #fff }
  h1 { font-size: 16px; font-weight: 600 }
  .row { display: flex; gap: 24px; align-items: flex-start; padding: 8px 0 32px }
  .frame { border-radius: 6px; overflow: hidden; box-shadow: 0 1px 3px #0003 }
  .phone { width: 320px } .desktop { width: 600px }
  .ac-adaptiveCard { outline: none }
  .ac-adaptiveCard p { margin: 0 }
  .ac-actionSet { flex-wrap: wrap; row-gap: 8px }
  .ac-pushButton { font: inherit; font-weight: 600; padding: 5px 12px; border-radius: 4px; border: 1px solid #d1d1d1;
    background: #fff; color: #242424; min-height: 32px }
  .ac-pushButton.style-positive { background: #5b5fc7; border-color: #5b5fc7; color: #fff }
  .ac-pushButton.style-destructive { color: #c4314b; border-color: #c4314b }
  body.dark .ac-pushButton:not(.style-positive) { background: #292929; color: #fff; border-color: #666 }
  a { color: #5b5fc7 } body.dark .frame > * > .plain a { color: #a6a7dc }
`;

const SCRIPT = `
  const theme = new URLSearchParams(location.search).get("theme") === "dark" ? "dark" : "light";
  document.body.classList.add(theme);
  const escape = (text) => text.replace(/[&<>"]/g, (c) => "&#" + c.charCodeAt(0) + ";");
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = escape(text)
      .replace(/\\*\\*(.+?)\\*\\*/g, "<strong>$1</strong>")
      .replace(/\\[(.+?)\\]\\((\\S+?)\\)/g, '<a href="$2">$1</a>');
    result.didProcess = true;
  };
  const hostConfig = new AdaptiveCards.HostConfig(DATA.hostConfigs[theme]);
  for (const { id, payload } of DATA.cards) {
    const row = document.createElement("div");
    row.className = "row";
    row.id = id;
    for (const width of ["phone", "desktop"]) {
      const card = new AdaptiveCards.AdaptiveCard();
      card.hostConfig = hostConfig;
      card.parse(payload);
      const frame = document.createElement("div");
      frame.className = "frame " + width;
      frame.appendChild(card.render());
      row.appendChild(frame);
    }
    const title = document.createElement("h1");
    title.textContent = id;
    document.body.append(title, row);
  }
`;

/** One self-contained page beside `adaptivecards.js`: each card as a phone and as a desktop shows it. */
export function galleryPage(cards: readonly ShownCard[]): string {
  const themes: readonly Theme[] = ["light", "dark"];
  const hostConfigs = Object.fromEntries(themes.map((theme) => [theme, teamsHostConfig(theme)]));
  // Inside a script element only "<" could end it early.
  const data = JSON.stringify({ cards, hostConfigs }).replaceAll("<", "\\u003c");
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>PushReady cards</title><style>${STYLES}</style></head>
<body>
<p><a href="?theme=light">Light</a> · <a href="?theme=dark">Dark</a></p>
<script src="adaptivecards.js"></script>
<script>const DATA = ${data};${SCRIPT}</script>
</body>
</html>
`;
}
