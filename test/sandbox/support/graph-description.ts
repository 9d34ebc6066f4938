import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

/** An OpenAPI 3.1 description of Microsoft Graph; answers are held against it. */
export class GraphDescription {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  readonly #description: Record<string, unknown>;

  constructor(file: string) {
    this.#description = asRecord(JSON.parse(readFileSync(file, "utf8")));
    this.#ajv.addSchema(this.#description, "graph");
  }

  get paths(): readonly string[] {
    return Object.keys(asRecord(this.#description["paths"]));
  }

  /** What an answer to `GET path` has to look like. */
  answer(path: string, status: "2XX" | "4XX" | "5XX"): ValidateFunction {
    const pointer = ["paths", path, "get", "responses", status];
    const response = this.#resolve(pointer);
    const $ref = `graph#/${[...response, "content", "application/json", "schema"].map(escaped).join("/")}`;
    return this.#ajv.compile({ $ref });
  }

  /** What an entity of a type has to look like, for instance `microsoft.graph.user`. */
  entity(type: string): ValidateFunction {
    return this.#ajv.compile({ $ref: `graph#/components/schemas/${type}` });
  }

  /** Follows one `$ref` of a response; schemas below it are ajv's business. */
  #resolve(pointer: readonly string[]): readonly string[] {
    const at = pointer.reduce<Record<string, unknown>>(
      (node, key) => asRecord(node[key]),
      this.#description,
    );
    const reference = at["$ref"];
    return typeof reference === "string" ? reference.slice("#/".length).split("/") : pointer;
  }
}

export function assertValid(validate: ValidateFunction, body: unknown): void {
  assert.ok(validate(body), JSON.stringify({ body, errors: validate.errors }, null, 2));
}

export function asRecord(value: unknown): Record<string, unknown> {
  assert.ok(typeof value === "object" && value !== null);
  return { ...value };
}

function escaped(key: string): string {
  return encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"));
}
