import type { BicepFile, Parameter } from "./parse-bicep.ts";

const LOWER_CAMEL = /^[a-z][a-zA-Z0-9]*$/;
/** Names of values that open something, unless they end in what only tells where it lies. */
const SENSITIVE = /(password|secret|token|key|certificate)$/i;

/** Every parameter says what it is for, and whether it has to be given, as Azure Verified Modules do. */
export function problemsOfParameters({ parameters }: BicepFile): readonly string[] {
  return parameters.flatMap((parameter) => {
    const where = `line ${parameter.line}, parameter ${parameter.name}`;
    return problemsOf(parameter).map((problem) => `${where}: ${problem}`);
  });
}

function problemsOf(parameter: Parameter): readonly string[] {
  const problems: string[] = [];
  const { name, description } = parameter;
  if (!LOWER_CAMEL.test(name)) problems.push("is not lowerCamelCase");
  if (SENSITIVE.test(name) && !parameter.isSecure) problems.push("needs @secure()");
  if (parameter.isSecure && parameter.fallback !== null && parameter.fallback !== "''") {
    problems.push("is secure and has a default");
  }
  if (description === null) return [...problems, "has no @description"];
  const start = parameter.isRequired ? "Required. " : /^(Optional|Conditional)\. /;
  const begins =
    typeof start === "string" ? description.startsWith(start) : start.test(description);
  if (!begins) {
    problems.push(
      `its description has to begin with ${parameter.isRequired ? "Required." : "Optional. or Conditional."}`,
    );
  }
  return problems;
}

/** Every output says what it is. */
export function problemsOfOutputs({ outputs }: BicepFile): readonly string[] {
  return outputs
    .filter(({ description }) => description === null)
    .map(({ name, line }) => `line ${line}, output ${name}: has no @description`);
}

/** What a parameters file gives against what the template takes. */
export function problemsOfParametersFile(json: string, template: BicepFile): readonly string[] {
  // The shape is the one that Azure reads; what does not have it has no parameters.
  const { parameters = {} } = JSON.parse(json) as {
    readonly parameters?: Readonly<Record<string, unknown>>;
  };
  const given = Object.keys(parameters);
  const known = template.parameters.map(({ name }) => name);
  const required = template.parameters.filter(({ isRequired }) => isRequired);
  return [
    ...required
      .filter(({ name }) => !given.includes(name))
      .map(({ name }) => `${name}: required, and not in the parameters file`),
    ...given
      .filter((name) => !known.includes(name))
      .map((name) => `${name}: in the parameters file, and unknown to the template`),
    ...given
      .filter((name) => !/^\{"value":"\$\{\{[A-Z][A-Z0-9_]*\}\}"\}$/.test(shown(parameters[name])))
      .map((name) => `${name}: not a placeholder \${{NAME}}`),
    ...template.parameters
      .filter(({ name, isSecure }) => isSecure && given.includes(name))
      .filter(({ name }) => !shown(parameters[name]).includes("${{SECRET_"))
      .map(({ name }) => `${name}: a secret has to come from a placeholder \${{SECRET_…}}`),
  ];
}

const shown = (value: unknown): string => JSON.stringify(value);

/** Parameters that nothing in the file reads: whoever sets one would wait for an effect in vain. */
export function problemsOfUnused(source: string, { parameters }: BicepFile): readonly string[] {
  const code = source.replaceAll(/^\s*(\/\/|@description\(|@metadata\().*$/gm, "");
  return parameters
    .filter(({ name }) => !isUsed(name, code))
    .map(({ name, line }) => `line ${line}, parameter ${name}: is not used`);
}

/** A name with a colon right behind it is a property's, unless a loop goes over it. */
const isUsed = (name: string, code: string): boolean =>
  new RegExp(`(?<=\\bin )${name}\\b|(?<!param |\\.)\\b${name}\\b(?!:)`).test(code);
