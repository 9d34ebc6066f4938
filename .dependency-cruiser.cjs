/** The arrows of docs/architecture.md. A wrong import fails `npm run check`. */
module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "methods-is-pure",
      comment:
        "The core knows no framework, no HTTP, no database, no other folder (zod parses Graph's shapes).",
      severity: "error",
      from: { path: "^src/methods" },
      to: { pathNot: ["^src/methods", "node_modules/zod/"] },
    },
    {
      name: "enrollment-knows-only-methods",
      severity: "error",
      from: { path: "^src/enrollment" },
      to: { pathNot: ["^src/enrollment", "^src/methods"] },
    },
    {
      name: "reminders-know-the-core-and-calendars",
      severity: "error",
      comment:
        "Who is reminded and when is decided without HTTP, database or chat; time zones come from two libraries.",
      from: { path: "^src/reminders" },
      to: {
        pathNot: ["^src/(reminders|enrollment|methods)/", "node_modules/(luxon|windows-iana)/"],
      },
    },
    {
      name: "bot-sdk-only-at-the-edge",
      comment: "botbuilder and teams-ai can be replaced at the edge alone.",
      severity: "error",
      from: {
        path: "^src",
        pathNot: ["^src/bot", "^src/dialogs/[^/]*\\.dialog\\.ts$", "^src/compose\\.ts$"],
      },
      to: { path: "node_modules/(botbuilder|botframework-|@microsoft/teams-ai)" },
    },
    {
      name: "graph-sdk-only-in-graph",
      severity: "error",
      from: { path: "^src", pathNot: "^src/graph" },
      to: { path: "node_modules/@microsoft/microsoft-graph-" },
    },
    {
      name: "only-telemetry-imports-opentelemetry",
      comment:
        "Everybody else knows the port alone, so a service that reports nowhere loads none of it.",
      severity: "error",
      from: { path: "^src", pathNot: "^src/telemetry/" },
      to: { path: "node_modules/(@opentelemetry|@azure/monitor-opentelemetry)" },
    },
    {
      name: "sql-only-in-storage",
      severity: "error",
      from: { path: "^src", pathNot: "^src/storage" },
      to: { path: "node_modules/(kysely|pg|@electric-sql)/" },
    },
    {
      name: "adapters-do-not-know-each-other",
      severity: "error",
      from: { path: "^src/(graph|storage)/" },
      to: { path: "^src/(bot|dialogs|cards|copy|web|admin|compose|main)" },
    },
    {
      name: "cards-and-copy-are-leaves",
      severity: "error",
      from: { path: "^src/(cards|copy)/" },
      to: { path: "^src/(bot|dialogs|graph|storage|web|admin|config|compose|main)" },
    },
    {
      name: "flows-are-pure",
      severity: "error",
      from: { path: "^src/dialogs/.*\\.flow\\.ts$" },
      to: { path: "node_modules", pathNot: "node_modules/zod/" },
    },
    {
      name: "only-compose-knows-concrete-adapters",
      severity: "error",
      from: { path: "^src/(bot|dialogs|web|admin)/" },
      to: { path: "^src/(graph|storage)/" },
    },
    {
      name: "nothing-imports-the-sandbox",
      severity: "error",
      from: { path: "^src", pathNot: "^src/sandbox" },
      to: { path: "^src/sandbox" },
    },
    {
      name: "the-sandbox-stands-alone",
      comment: "Sharing code with what it tests would let one mistake cancel the other.",
      severity: "error",
      from: { path: "^src/sandbox" },
      to: { path: "^src", pathNot: "^src/sandbox" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
