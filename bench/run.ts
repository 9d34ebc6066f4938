import { mkdir, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { benchCheckTurn } from "./check-turn.ts";
import { benchDispatch } from "./dispatch.ts";
import { benchPlan } from "./plan.ts";
import { benchScan } from "./scan.ts";
import { openStage, type Stage } from "./stage.ts";
import { benchStart } from "./start.ts";
import { type Line, table } from "./statistics.ts";
import { benchWatches } from "./watches.ts";

const BENCHES: Readonly<Record<string, (stage: Stage) => Promise<readonly Line[]>>> = {
  "check-turn": benchCheckTurn,
  start: benchStart,
  watches: benchWatches,
  scan: benchScan,
  plan: benchPlan,
  dispatch: benchDispatch,
};

const asked = process.argv.slice(2).filter((name) => name !== "--");
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(", ")}. There are: ${Object.keys(BENCHES).join(", ")}`);
  process.exit(2);
}

const stage = await openStage();
const lines: Line[] = [];
try {
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    console.error(`${name} …`);
    lines.push(...(await bench(stage)));
  }
} finally {
  await stage.close();
}

const [cpu] = cpus();
const machine = `${cpus().length} × ${cpu?.model ?? "unknown CPU"}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}, ${process.platform}`;
const report = `# Measured

Machine: ${machine}. \`npm run bench\` writes this file; times differ by machine, so read the ratios.

${table(lines)}
`;
console.log(report);
if (asked.length === 0) {
  await mkdir(new URL("../bench", import.meta.url), { recursive: true });
  await writeFile(new URL("results.md", import.meta.url), report);
}
