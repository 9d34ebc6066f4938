import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { withBrowser } from "./browser.ts";
import type { Theme } from "./teams-host-config.ts";

/** Takes one PNG of each card on the page, in both themes, into `folder`. */
export async function takePictures(
  page: string,
  ids: readonly string[],
  folder: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await withBrowser(async (browser) => {
    const tab = await browser.newPage({ viewport: { width: 1000, height: 800 } });
    const themes: readonly Theme[] = ["light", "dark"];
    for (const theme of themes) {
      await tab.goto(`${pathToFileURL(page).href}?theme=${theme}`);
      for (const id of ids) {
        const path = join(folder, `${id}.${theme}.png`);
        await tab.locator(`[id="${id}"]`).screenshot({ path });
      }
    }
  });
}
