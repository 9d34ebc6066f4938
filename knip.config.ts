import type { KnipConfig } from "knip";

const config: KnipConfig = {
  entry: [
    "src/main.ts",
    "src/sandbox/{demo,main}.ts",
    "src/sandbox/**/*.mjs",
    "bench/processes/*.ts",
    "scripts/*.ts",
    "test/**/*.test.ts",
    // Programs that tests start and kill.
    "test/**/children/*.ts",
    // Migrations are handed to the migrator whole.
    "src/storage/migrations/*.ts",
  ],
  project: ["src/**/*.{ts,mjs}", "bench/**/*.ts", "scripts/**/*.ts", "test/**/*.ts"],
  ignoreDependencies: [
    // botbuilder-dialogs' postinstall calls `npx rimraf`, which finds only an installed one.
    "rimraf",
    // Stryker's own way to run any command; knip takes its name for a package.
    "@stryker-mutator/command-runner",
  ],
  // An argument of `c8`, not a program.
  ignoreBinaries: ["report"],
  // A type that a signature mentions is exported for its readers, used elsewhere or not.
  ignoreExportsUsedInFile: true,
};

export default config;
