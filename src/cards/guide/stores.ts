import type { Copy } from "../../copy/copy.ts";
import { QR_CODES } from "../pictures/qr-codes.ts";
import type { PageStore } from "./page.card.ts";

const STORES = ["ios", "android"] as const;

/** Where the app is found, as links and as QR codes for the phone's camera. */
export function storesView(copy: Copy): readonly PageStore[] {
  return STORES.map((store) => ({
    name: copy[`store.${store}.name`],
    picture: QR_CODES[store].picture,
    size: QR_CODES[store].size,
    alt: copy[`store.${store}.alt`],
    link: copy[`store.${store}.link`],
    url: QR_CODES[store].url,
  }));
}
