export type Instruction = { readonly name: string; readonly value: string };

export type Stage = {
  readonly image: string;
  readonly name: string;
  readonly instructions: readonly Instruction[];
};

/** A Dockerfile by its stages. Continued lines are joined, comments left out. */
export function readDockerfile(text: string): readonly Stage[] {
  const lines = text
    .split("\n")
    .filter((line) => !line.startsWith("#") && line.trim() !== "")
    .join("\n")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n");
  const stages: { image: string; name: string; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, name = "", value = ""] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (name === "FROM") {
      const [, image = "", stage = ""] = /^(\S+)(?:\s+AS\s+(\S+))?$/.exec(value) ?? [];
      stages.push({ image, name: stage, instructions: [] });
    } else {
      stages.at(-1)?.instructions.push({ name, value });
    }
  }
  return stages;
}

/** What is wrong with the Dockerfile, in words; nothing when it keeps the rules of docs/image.md. */
export function problemsOf(
  stages: readonly Stage[],
  expects: { readonly nodeVersion: string; readonly startCommand: readonly string[] },
): readonly string[] {
  const problems: string[] = [];
  const needs = (isKept: boolean, problem: string): void => {
    if (!isKept) problems.push(problem);
  };
  const runtime = stages.at(-1);
  const valuesOf = (name: string): readonly string[] =>
    runtime?.instructions.filter((one) => one.name === name).map(({ value }) => value) ?? [];
  const pinned = new RegExp(`^node:${expects.nodeVersion}-[a-z]+-slim(?:@sha256:[0-9a-f]{64})?$`);
  for (const { image, name, instructions } of stages) {
    needs(pinned.test(image), `${name}: its image is not node:${expects.nodeVersion}, slim`);
    for (const { name: kind, value } of instructions) {
      const isVariable = kind === "ARG" || kind === "ENV";
      needs(
        !(
          isVariable &&
          /PASSWORD|SECRET|TOKEN|KEY|CREDENTIAL|CONNECTION_STRING|DATABASE_URL/i.test(value)
        ),
        `${name}: ${kind} may hold a secret`,
      );
      needs(kind !== "ADD", `${name}: ADD takes more than files of ours`);
      needs(
        !/npm (?:install|i)\b/.test(value),
        `${name}: npm install does not keep to the lock file`,
      );
    }
  }
  const user = valuesOf("USER").at(-1) ?? "root";
  needs(
    /^[1-9]\d*(?::[1-9]\d*)?$/.test(user),
    "runtime: it does not run as a user without rights, by number",
  );
  needs(
    valuesOf("HEALTHCHECK").some((value) => /CMD \["node", .*\/healthz/.test(value)),
    "runtime: no health check by node at /healthz",
  );
  needs(valuesOf("STOPSIGNAL").includes("SIGTERM"), "runtime: it is not stopped by SIGTERM");
  needs(
    valuesOf("CMD").includes(JSON.stringify(expects.startCommand).replaceAll(",", ", ")),
    "runtime: CMD is not the command of npm start, in exec form",
  );
  needs(valuesOf("ENTRYPOINT").length === 0, "runtime: an entry point stands before the command");
  needs(
    valuesOf("ENV").some((value) => value.includes("NODE_ENV=production")),
    "runtime: NODE_ENV is not production",
  );
  for (const copied of [
    "/app/node_modules node_modules",
    "/app/dist dist",
    "/app/sbom.cdx.json ./",
  ]) {
    needs(
      valuesOf("COPY").some((value) => /^--from=\w+ /.test(value) && value.endsWith(copied)),
      `runtime: ${copied} is not copied from a stage before`,
    );
  }
  return problems;
}
