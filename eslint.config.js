import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "out/", "coverage/", "node_modules/"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { allowDefaultCaseForExhaustiveSwitch: false },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Types are data, interfaces are ports (house style): the choice carries meaning.
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-import-type-side-effects": "error",
      // The SDKs export one class from two packages, so structure is what holds them together.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      "no-console": "error",
      // Time, randomness and the environment are passed in; only the composition root asks for them.
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Read the environment in src/config only." },
        { object: "Date", property: "now", message: "Take a Clock." },
        { object: "Math", property: "random", message: "Take randomness as a parameter." },
      ],
    },
  },
  {
    // Composition roots and the local tenant's process runner own the clock, the environment and the terminal.
    files: [
      "src/main.ts",
      "src/pushready.ts",
      "src/compose*.ts",
      "src/config/**",
      "src/sandbox/**",
      "test/**",
      "bench/**",
      "scripts/**",
    ],
    rules: { "no-restricted-properties": "off", "no-console": "off" },
  },
  {
    files: ["test/**", "bench/**"],
    rules: {
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          allowForKnownSafeCalls: [{ from: "package", name: ["describe", "it"], package: "mocha" }],
        },
      ],
    },
  },
  { files: ["**/*.js", "**/*.cjs", "**/*.mjs"], ...tseslint.configs.disableTypeChecked },
);
