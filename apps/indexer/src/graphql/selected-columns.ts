import { getNamedType, isObjectType, Kind, type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo, type SelectionSetNode } from "graphql";
import type { PgColumn } from "drizzle-orm/pg-core";

/** Different selections of one list that are read by their columns; further ones read all of them, so that statements stay few. */
const SELECTIONS_MAX = 4;

/** Columns of a list's rows, by property. */
export type Columns = Readonly<Record<string, PgColumn>>;

/** What a page reads of each row. */
export interface Selection {
  /** Tells it from other selections of the same list. */
  readonly name: string;
  readonly columns: Columns;
}

/** A list whose rows can be read in part. */
interface List {
  readonly name: string;
  readonly key: readonly string[];
}

/** What the resolver of a field reads of its row, for the field's `extensions`; a field without it needs the whole row. */
export function reads(...columns: readonly string[]): { readonly columns: readonly string[] } {
  return { columns };
}

const known = new WeakMap<readonly FieldNode[], Selection>();
const selections = new Map<string, Map<string, Selection>>();

/** The columns that an operation asks a connection's rows for. A field that does not say what it reads needs all of them. */
export function selectedColumns(list: List, all: Columns, info: GraphQLResolveInfo | undefined): Selection {
  if (info === undefined) return { name: "", columns: all };
  // Compiled operations come with the same nodes each time.
  const before = known.get(info.fieldNodes);
  if (before !== undefined) return before;
  const found = selectionOf(list, all, info);
  known.set(info.fieldNodes, found);
  return found;
}

function selectionOf(list: List, all: Columns, info: GraphQLResolveInfo): Selection {
  const names = namesIn(list, all, info);
  const name = names === undefined ? "" : Object.keys(all).filter((column) => names.has(column)).join(" ");
  const ofList = selections.get(list.name) ?? new Map<string, Selection>();
  selections.set(list.name, ofList);
  const same = ofList.get(name);
  if (same !== undefined) return same;
  if (names === undefined || ofList.size >= SELECTIONS_MAX) return { name: "", columns: all };
  const selection = { name, columns: Object.fromEntries(Object.entries(all).filter(([column]) => names.has(column))) };
  ofList.set(name, selection);
  return selection;
}

/** Undefined when something needs the whole row. */
function namesIn(list: List, all: Columns, { fieldNodes, fragments, returnType }: GraphQLResolveInfo): ReadonlySet<string> | undefined {
  const fieldsOf = (nodes: readonly FieldNode[]): FieldNode[] => nodes.flatMap(({ selectionSet }) => (selectionSet === undefined ? [] : flattened(selectionSet, fragments)));
  const named = (nodes: readonly FieldNode[], name: string): FieldNode[] => nodes.filter((node) => node.name.value === name);
  const connection = fieldsOf(fieldNodes);
  const edges = fieldsOf(named(connection, "edges"));
  const type = rowType(returnType);
  const names = new Set<string>();
  // The cursors of the page hold the key, and a row is nothing without one.
  if (named(connection, "pageInfo").length + named(edges, "cursor").length > 0) for (const column of list.key) names.add(column);
  for (const field of fieldsOf(named(edges, "node"))) {
    const columns = columnsOfField(type, field.name.value);
    if (columns === undefined || !columns.every((column) => column in all)) return undefined;
    for (const column of columns) names.add(column);
  }
  return names.size === 0 ? new Set(list.key) : names;
}

function columnsOfField(type: GraphQLObjectType | undefined, name: string): readonly string[] | undefined {
  if (name === "__typename") return [];
  const extensions: Readonly<Record<string, unknown>> = type?.getFields()[name]?.extensions ?? {};
  const { pothosExposedField: exposed, columns } = extensions as { readonly pothosExposedField?: unknown; readonly columns?: readonly string[] };
  return columns ?? (typeof exposed === "string" ? [exposed] : undefined);
}

/** The type of `edges.node` of a connection. */
function rowType(returnType: GraphQLResolveInfo["returnType"]): GraphQLObjectType | undefined {
  const edge = fieldType(getNamedType(returnType), "edges");
  const node = fieldType(edge, "node");
  return isObjectType(node) ? node : undefined;
}

function fieldType(type: unknown, name: string): unknown {
  const field = isObjectType(type) ? type.getFields()[name] : undefined;
  return field === undefined ? undefined : getNamedType(field.type);
}

/** Fields of a selection, also through fragments: of a valid document, so that fragments end. */
function flattened({ selections: parts }: SelectionSetNode, fragments: GraphQLResolveInfo["fragments"]): FieldNode[] {
  return parts.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments[selection.name.value]?.selectionSet;
    return inner === undefined ? [] : flattened(inner, fragments);
  });
}
