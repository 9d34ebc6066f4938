import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { z } from "zod/v4";
import { problemsOf, readDockerfile } from "./dockerfile.ts";

const read = (name: string): string =>
  readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");

const manifest = z
  .object({
    scripts: z.object({ start: z.string() }),
    devDependencies: z.object({ node: z.string() }),
  })
  .parse(JSON.parse(read("package.json")));
const dockerfile = read("Dockerfile");
const expects = {
  nodeVersion: manifest.devDependencies.node,
  startCommand: manifest.scripts.start.split(" ").filter((word) => !word.includes("env-file")),
};

describe("The Dockerfile", () => {
  it("keeps its rules", () => {
    assert.deepEqual(problemsOf(readDockerfile(dockerfile), expects), []);
  });

  const breaks: readonly {
    readonly name: string;
    readonly by: readonly [string | RegExp, string];
  }[] = [
    { name: "an image of no version", by: [/node:\S+ AS runtime/, "node:latest AS runtime"] },
    { name: "root", by: ["USER 1000:1000", "USER root"] },
    { name: "no user", by: ["USER 1000:1000", ""] },
    { name: "a secret among the variables", by: ["PORT=3978", "BOT_PASSWORD=x"] },
    { name: "a secret as an argument", by: ["EXPOSE 3978", "ARG NPM_TOKEN"] },
    {
      name: "a shell between the signals and Node",
      by: [/CMD \["node", "--max.*/, "CMD node dist/main.js"],
    },
    { name: "another file to start", by: ['"dist/main.js"', '"dist/other.js"'] },
    { name: "no health check", by: [/HEALTHCHECK[^\n]*\n[^\n]*\n/, ""] },
    { name: "another signal", by: ["STOPSIGNAL SIGTERM", "STOPSIGNAL SIGKILL"] },
    { name: "packages beside the lock file", by: ["npm ci --omit=dev", "npm install --omit=dev"] },
    { name: "no list of parts", by: ["COPY --from=deps /app/sbom.cdx.json ./", ""] },
    { name: "a development environment", by: ["NODE_ENV=production", "NODE_ENV=development"] },
  ];
  for (const { name, by } of breaks) {
    it(`is refused with ${name}`, () => {
      const broken = dockerfile.replace(...by);

      assert.notEqual(broken, dockerfile);
      assert.equal(problemsOf(readDockerfile(broken), expects).length, 1);
    });
  }

  it("copies nothing from the checkout that .dockerignore keeps outside", () => {
    const allowed = read(".dockerignore")
      .split("\n")
      .filter((line) => line.startsWith("!"))
      .map((line) => line.slice(1));
    const copied = readDockerfile(dockerfile)
      .flatMap(({ instructions }) => instructions)
      .filter(({ name, value }) => name === "COPY" && !value.startsWith("--from="))
      .flatMap(({ value }) => value.split(" ").slice(0, -1));

    assert.deepEqual(new Set(copied), new Set(allowed));
  });
});
