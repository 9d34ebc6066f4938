import { execFile } from "node:child_process";
import { access, constants, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";

const run = promisify(execFile);
const unpackScript = fileURLToPath(new URL("unpack-chromium.ts", import.meta.url));
const nodeModules = fileURLToPath(new URL("../../../node_modules", import.meta.url));
/** Part of the folder's name: a new version of the package unpacks anew. */
const version = "147";

// The tests open pages of this machine only, mostly as root in a container, where Chromium's own sandbox cannot run.
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * A headless Chromium. On Linux x64 it comes out of the npm package `@sparticuz/chromium` and needs nothing installed;
 * elsewhere, or when CHROME_PATH names one, an installed Chrome is used.
 */
export async function openBrowser(): Promise<Browser> {
  const installed = process.env["CHROME_PATH"];
  if (installed) return chromium.launch({ executablePath: installed, args: flags });
  if (process.platform !== "linux" || process.arch !== "x64") {
    return chromium.launch({ channel: "chrome", args: flags });
  }
  const folder = await unpacked();
  const executablePath = join(folder, "chromium");
  const fonts = await fontSettings(folder);
  try {
    return await chromium.launch({
      executablePath,
      args: flags,
      env: { ...process.env, ...fonts },
    });
  } catch {
    // A bare system lacks NSS and expat; the package brings them along.
    const libraries = { LD_LIBRARY_PATH: join(folder, "al2023", "lib") };
    const env = { ...process.env, ...fonts, ...libraries };
    return chromium.launch({ executablePath, args: flags, env });
  }
}

/**
 * Unpacks once, into a folder of our own: the package's default is a fixed name in the temporary folder, which another
 * user may have made (root's copy is closed to others) or another process may be writing.
 */
async function unpacked(): Promise<string> {
  const folder = await cacheFolder();
  if (await isThere(join(folder, "chromium"))) return folder;
  const part = `${folder}.${String(process.pid)}`;
  await mkdir(part, { recursive: true });
  const env = { ...process.env, TMPDIR: part, AWS_LAMBDA_JS_RUNTIME: "nodejs24.x" };
  await run(process.execPath, [unpackScript], { env });
  try {
    await rename(part, folder);
  } catch (cause) {
    await rm(part, { recursive: true, force: true });
    // Another process was faster.
    if (!(await isThere(join(folder, "chromium")))) throw cause;
  }
  return folder;
}

async function cacheFolder(): Promise<string> {
  const beside = join(nodeModules, ".cache", `chromium-${version}`);
  try {
    await mkdir(dirname(beside), { recursive: true });
    await access(dirname(beside), constants.W_OK);
    return beside;
  } catch {
    return join(tmpdir(), `chromium-${version}-${String(userInfo().uid)}`);
  }
}

/** The package's font for the families that Teams and the sandbox's pages ask for, so that pictures are alike everywhere. */
async function fontSettings(folder: string): Promise<{ FONTCONFIG_FILE: string }> {
  const file = join(folder, "fonts.conf");
  const families = ["Segoe UI", "system-ui", "sans-serif"];
  await writeFile(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, "fonts")}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, "fonts-cache")}</cachedir>
${families.map((name) => `  <alias binding="same"><family>${name}</family><prefer><family>Open Sans</family></prefer></alias>`).join("\n")}
</fontconfig>
`,
  );
  return { FONTCONFIG_FILE: file };
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
