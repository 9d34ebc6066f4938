import assert from "node:assert/strict";
import { qrCode } from "../../scripts/gallery/qr-code-png.ts";
import { STORE_URLS } from "../../scripts/gallery/store-urls.ts";
import { QR_CODES } from "../../src/cards/pictures/qr-codes.ts";

describe("QR_CODES", () => {
  for (const store of ["ios", "android"] as const) {
    it(`are what the script draws: ${store}`, () => {
      const { png, shownPixels } = qrCode(STORE_URLS[store]);

      assert.deepEqual(QR_CODES[store], {
        url: STORE_URLS[store],
        size: `${shownPixels}px`,
        picture: `data:image/png;base64,${png.toString("base64")}`,
      });
    });
  }

  it("open the pages of Microsoft Authenticator", () => {
    assert.equal(QR_CODES.ios.url, "https://apps.apple.com/app/id983156458");
    assert.match(
      QR_CODES.android.url,
      /^https:\/\/play\.google\.com\/.*id=com\.azure\.authenticator$/,
    );
  });

  it("fit beside each other on a phone", () => {
    const widths = Object.values(QR_CODES).map(({ size }) => Number.parseInt(size, 10));
    const padding = 2 * 16;
    const gap = 16;

    assert.ok(widths.reduce((sum, width) => sum + width, gap) <= 320 - padding);
  });
});
