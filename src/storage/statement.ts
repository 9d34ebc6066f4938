import type { CompiledQuery, Kysely, RawBuilder } from "kysely";
import type { Schema } from "./schema.ts";

/** Stands where a value will be. */
export type Given<Values> = <Name extends keyof Values & string>(name: Name) => Values[Name];

/** Builds a query with `given("name")` in place of each value. */
export type StatementBuilder<Values, Row> = (
  db: Kysely<Schema>,
  given: Given<Values>,
) => { compile(): CompiledQuery<Row> };

/** A statement written as SQL text, for what the builder says less clearly. Values stand in it as `given("name")`. */
export function written<Row>(
  db: Kysely<Schema>,
  text: RawBuilder<Row>,
): { compile(): CompiledQuery<Row> } {
  return { compile: () => text.compile(db) };
}

/** A query compiled once; each use only puts the values in. */
export type CompiledStatement<Values, Row> = {
  readonly sql: string;
  bind(values: Values): unknown[];
  /** For use inside a transaction of Kysely's. */
  toQuery(values: Values): CompiledQuery<Row>;
};

class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * Compiles a query once. Building and compiling cost Kysely more CPU than PostgreSQL's driver needs for the
 * whole round trip, and the text of our statements never changes.
 */
export function compileStatement<Values, Row>(
  db: Kysely<Schema>,
  build: StatementBuilder<Values, Row>,
): CompiledStatement<Values, Row> {
  // Kysely carries a value unseen from the builder to `parameters`, so the placeholder may pose as the value.
  const given: Given<Values> = (name) => new Placeholder(name) as never;
  const compiled = build(db, given).compile();
  const bind = (values: Values): unknown[] =>
    compiled.parameters.map((parameter) =>
      parameter instanceof Placeholder
        ? // Only `given` makes placeholders, and only for names of `Values`.
          values[parameter.name as keyof Values]
        : parameter,
    );
  return {
    sql: compiled.sql,
    bind,
    toQuery: (values) => ({ ...compiled, parameters: bind(values) }),
  };
}
