import chromium from "@sparticuz/chromium";
import { type Browser, chromium as browsers } from "playwright-core";

/** Runs `use` with a Chromium that comes from npm, and closes it whatever happens. */
export async function withBrowser<Result>(
  use: (browser: Browser) => Promise<Result>,
): Promise<Result> {
  const browser = await browsers.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args, "--no-sandbox", "--disable-gpu"],
    headless: true,
  });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}
