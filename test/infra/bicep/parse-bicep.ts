import { createRequire } from "node:module";
import { Language, type Node, Parser } from "web-tree-sitter";

/** A parameter as it is declared. */
export type Parameter = {
  readonly name: string;
  readonly line: number;
  readonly type: string;
  readonly isRequired: boolean;
  readonly isSecure: boolean;
  readonly isAllowedOnly: readonly string[] | null;
  readonly description: string | null;
  readonly fallback: string | null;
};

export type Output = {
  readonly name: string;
  readonly line: number;
  readonly description: string | null;
  readonly value: string;
};

/** Where another file is used. */
export type ModuleCall = {
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly passed: readonly string[];
};

export type Resource = {
  readonly name: string;
  readonly type: string;
  readonly apiVersion: string;
  readonly line: number;
  readonly isExisting: boolean;
  /** Leaves of the body by their path, for instance `properties.siteConfig.ftpsState`, as they are written. */
  readonly values: ReadonlyMap<string, string>;
};

/** An object `{ name: 'NAME', value: … }` or `{ name: 'NAME', secretRef: … }`. */
export type Setting = { readonly name: string; readonly line: number; readonly value: string };

export type BicepFile = {
  readonly errors: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly outputs: readonly Output[];
  readonly modules: readonly ModuleCall[];
  readonly resources: readonly Resource[];
  readonly settings: readonly Setting[];
};

const require = createRequire(import.meta.url);

/** A parser of Bicep; making it loads the grammar, which takes a moment. */
export async function bicepParser(): Promise<(source: string) => BicepFile> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(
    await Language.load(require.resolve("tree-sitter-bicep/tree-sitter-bicep.wasm")),
  );
  return (source) => {
    const tree = parser.parse(source);
    if (tree === null) throw new Error("the grammar gave no tree");
    const file = fileOf(tree.rootNode);
    tree.delete();
    return file;
  };
}

function fileOf(root: Node): BicepFile {
  return {
    errors: errorsIn(root),
    parameters: root.descendantsOfType("parameter_declaration").map(parameterOf),
    outputs: root.descendantsOfType("output_declaration").map(outputOf),
    modules: root.descendantsOfType("module_declaration").map(moduleOf),
    resources: root.descendantsOfType("resource_declaration").map(resourceOf),
    settings: root.descendantsOfType("object").flatMap(settingOf),
  };
}

const lineOf = (node: Node): number => node.startPosition.row + 1;

const nameOf = (node: Node): string =>
  node.namedChildren.find((child) => child.type === "identifier")?.text ?? "";

function errorsIn(node: Node): readonly string[] {
  if (!node.hasError && !node.isMissing) return [];
  const here =
    node.isError || node.isMissing ? [`line ${lineOf(node)}: ${node.text.slice(0, 60)}`] : [];
  return [...here, ...node.children.flatMap(errorsIn)];
}

/** Decorators are a sibling before the declaration; comments may stand between. */
function decoratorsOf(declaration: Node): readonly Node[] {
  let before = declaration.previousNamedSibling;
  while (before?.type === "comment") before = before.previousNamedSibling;
  return before?.type === "decorators" ? before.descendantsOfType("call_expression") : [];
}

const decorator = (declaration: Node, name: string): Node | undefined =>
  decoratorsOf(declaration).find((call) => call.childForFieldName("function")?.text === name);

function describedAs(declaration: Node): string | null {
  const text = decorator(declaration, "description")?.descendantsOfType("string")[0];
  return text === undefined ? null : plain(text.text);
}

const plain = (literal: string): string =>
  literal.replace(/^'(.*)'$/s, "$1").replaceAll(/\\(.)/g, "$1");

function parameterOf(declaration: Node): Parameter {
  const type = declaration.namedChildren.find((child) => child.type === "type")?.text ?? "";
  const fallback = declaration.text.includes("=") ? declaration.namedChildren.at(-1)?.text : null;
  const allowed = decorator(declaration, "allowed");
  return {
    name: nameOf(declaration),
    line: lineOf(declaration),
    type,
    isRequired: fallback === null && !type.endsWith("?"),
    isSecure: decorator(declaration, "secure") !== undefined,
    isAllowedOnly:
      allowed === undefined
        ? null
        : allowed.descendantsOfType("string").map((text) => plain(text.text)),
    description: describedAs(declaration),
    fallback: fallback ?? null,
  };
}

const outputOf = (declaration: Node): Output => ({
  name: nameOf(declaration),
  line: lineOf(declaration),
  description: describedAs(declaration),
  value: declaration.namedChildren.at(-1)?.text ?? "",
});

/** The object of a declaration, behind its condition or its loop. */
function bodyOf(declaration: Node): Node | undefined {
  const last = declaration.namedChildren.at(-1);
  return last === undefined || last.type === "object" ? last : bodyOf(last);
}

const keyOf = (property: Node): string => plain(property.namedChildren[0]?.text ?? "");

const propertiesOf = (object: Node): readonly Node[] =>
  object.namedChildren.filter((child) => child.type === "object_property");

function moduleOf(declaration: Node): ModuleCall {
  const body = bodyOf(declaration);
  const params = body && propertiesOf(body).find((property) => keyOf(property) === "params");
  const passed = params?.namedChildren.at(-1);
  return {
    name: nameOf(declaration),
    path: pathOf(declaration),
    line: lineOf(declaration),
    passed: passed === undefined ? [] : propertiesOf(passed).map(keyOf),
  };
}

const pathOf = (declaration: Node): string =>
  plain(declaration.namedChildren.find((child) => child.type === "string")?.text ?? "");

function resourceOf(declaration: Node): Resource {
  const [type = "", apiVersion = ""] = pathOf(declaration).split("@");
  const body = bodyOf(declaration);
  return {
    name: nameOf(declaration),
    type,
    apiVersion,
    line: lineOf(declaration),
    isExisting: declaration.children.some((child) => child.type === "existing"),
    values: new Map(body === undefined ? [] : leaves(body, "")),
  };
}

function leaves(object: Node, prefix: string): readonly (readonly [string, string])[] {
  return propertiesOf(object).flatMap((property): readonly (readonly [string, string])[] => {
    const value = property.namedChildren.at(-1);
    const path = `${prefix}${keyOf(property)}`;
    if (value === undefined) return [];
    return value.type === "object" ? leaves(value, `${path}.`) : [[path, value.text]];
  });
}

function settingOf(object: Node): readonly Setting[] {
  const values = new Map(leaves(object, ""));
  const name = values.get("name");
  const value = values.get("value") ?? values.get("secretRef");
  return name !== undefined && value !== undefined && /^'[A-Z][A-Z0-9_]*'$/.test(name)
    ? [{ name: plain(name), line: lineOf(object), value }]
    : [];
}
