// Writes src/cards/pictures/qr-codes.ts: the QR codes of the two app stores as PNG, drawn once, because they never
// change and each card would otherwise wait for them.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { qrCode } from "./gallery/qr-code-png.ts";
import { STORE_URLS } from "./gallery/store-urls.ts";

const entries = Object.entries(STORE_URLS).map(([store, url]) => {
  const { png, shownPixels } = qrCode(url);
  return `  ${store}: {
    url: ${JSON.stringify(url)},
    size: "${shownPixels}px",
    picture:
      "data:image/png;base64,${png.toString("base64")}",
  },`;
});
await writeFile(
  join(import.meta.dirname, "..", "src", "cards", "pictures", "qr-codes.ts"),
  `// Written by scripts/draw-qr-codes.ts.
/** Where Microsoft Authenticator is found, with the QR code that opens the page, quiet zone included. */
export const QR_CODES = {
${entries.join("\n")}
} as const;
`,
);
console.log(`${entries.length} QR codes drawn`);
