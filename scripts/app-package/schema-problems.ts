import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { ValidateFunction } from "ajv";
import draft4 from "ajv-draft-04";
import formats from "ajv-formats";
import { z } from "zod/v4";
import { placeOf } from "./manifest.ts";

/** Something that a schema refuses: the place as people write it, and the schema's own words. */
export type SchemaProblem = { readonly place: string; readonly what: string };

/** Which of Teams' schemas. */
export type SchemaName = "MicrosoftTeams" | "MicrosoftTeams.Localization";

const folder = join(
  dirname(createRequire(import.meta.url).resolve("@microsoft/app-manifest")),
  "json-schemas",
  "teams",
);

/**
 * Holds a value against Teams' schema of one manifest version, as it comes with npm's `@microsoft/app-manifest`: nothing
 * is fetched. That package's own check cannot read the schema of language files, whose patterns are older than Unicode
 * ones, so the same validator is used without it.
 * @returns null when that version has no such schema.
 */
export async function schemaProblems(
  value: unknown,
  version: string,
  name: SchemaName = "MicrosoftTeams",
): Promise<readonly SchemaProblem[] | null> {
  const validate = await validatorOf(version, name);
  if (validate === null) return null;
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => ({
    place: readablePlace(instancePath),
    what: `${message ?? "it is refused"} (${JSON.stringify(params)})`,
  }));
}

// A schema takes longer to compile than everything else that is done with it.
const compiled = new Map<string, Promise<ValidateFunction | null>>();

function validatorOf(version: string, name: SchemaName): Promise<ValidateFunction | null> {
  const key = `${version}/${name}`;
  const known = compiled.get(key) ?? compile(version, name);
  compiled.set(key, known);
  return known;
}

async function compile(version: string, name: SchemaName): Promise<ValidateFunction | null> {
  const schema = await schemaOf(version, name);
  if (schema === null) return null;
  const ajv = new draft4.default({ allErrors: true, strict: false, unicodeRegExp: false });
  formats.default(ajv, ["uri", "email", "regex"]);
  return ajv.compile(schema);
}

async function schemaOf(version: string, name: SchemaName): Promise<object | null> {
  // The version comes from the manifest and becomes a part of a path.
  if (!/^1\.\d{1,2}$/.test(version)) return null;
  try {
    const text = await readFile(join(folder, `v${version}`, `${name}.schema.json`), "utf8");
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    // There is no v1.18, for instance; whoever asks says so.
    return null;
  }
}

const readablePlace = (pointer: string): string =>
  placeOf(
    pointer
      .split("/")
      .slice(1)
      .map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
  );
