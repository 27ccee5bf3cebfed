import {
  GraphQLError,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";
import { PAGE_MAX } from "./connection.ts";
import { clientError } from "./errors.ts";
import { WINDOW_DEFAULT, WINDOW_MAX } from "./uptime.ts";

export const DEPTH_MAX = 12;
export const ALIASES_MAX = 15;
export const TOKENS_MAX = 1_000;
/** Roughly the number of fields in the largest possible answer. */
export const COST_MAX = 50_000;

/** Rows that a list without paging stands for in the estimate. */
const LIST_ESTIMATE = 10;
const PAGE_DEFAULT = 20;
/** The same for the signatures under a block, one for each validator of the set. */
const SIGNERS_ESTIMATE = 80;
/** Lists without paging, by name: their length is bounded by the chain. */
const LISTS: ReadonlySet<string> = new Set(["messages", "events", "spans", "owners", "reviews", "manifest", "royalties", "versions", "txs", "contributions", "pending", "receipts", "ancestors", "byKind", "lineage", "incidents", "clock", "disputes", "demandLines", "points", "descendants", "offers", "datanetVersions", "responsibility", "nodes", "slashes", "missedBy", "commissionChanges", "params", "previousChains", "delegations", "unbondings", "lines", "largest", "earnings", "balances", "before"]);

/** What a field costs beside its answer, by name: it sums whole tables. All seven layers of concentration fit into one operation. */
const SUMMING: Readonly<Record<string, number>> = { concentration: 6_000 };

/** Lists with a place for each block of the window that the `uptime` around them asks for. */
const OF_WINDOW: ReadonlySet<string> = new Set(["grid", "missedHeights"]);
/** Blocks whose commits are read for what one field of an answer costs; validators of one answer share them. */
const COMMITS_PER_FIELD = 10;

interface Walk {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  aliases: number;
  visited: number;
  /** Blocks that the `uptime` around the selection asks for. */
  window: number;
}

interface Estimate {
  readonly depth: number;
  readonly cost: number;
}

/**
 * Estimates an operation from its text and variables before anything is read. Returns the error to answer with, or
 * undefined. Introspection below `__schema` and `__type` is bounded by graphql's own rule.
 */
export function limitError(document: DocumentNode, operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): GraphQLError | undefined {
  const fragments = new Map(document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])));
  const walk: Walk = { fragments, variables: { ...defaultsOf(operation), ...variables }, aliases: 0, visited: 0, window: 1 };
  const { depth, cost } = estimate(walk, operation.selectionSet);
  if (walk.visited > TOKENS_MAX) return clientError("LIMIT_EXCEEDED", `fragments unfold to more than ${TOKENS_MAX} fields: ask for less at once`);
  if (depth > DEPTH_MAX) return clientError("LIMIT_EXCEEDED", `the query is ${depth} levels deep, at most ${DEPTH_MAX} are answered`);
  if (walk.aliases > ALIASES_MAX) return clientError("LIMIT_EXCEEDED", `the query has ${walk.aliases} aliases, at most ${ALIASES_MAX} are answered`);
  if (cost > COST_MAX) return clientError("LIMIT_EXCEEDED", `the query may touch ${cost} fields, at most ${COST_MAX} are answered: ask for smaller pages`);
  return undefined;
}

function estimate(walk: Walk, selections: SelectionSetNode): Estimate {
  let depth = 0;
  let cost = 0;
  for (const selection of selections.selections) {
    const part = selection.kind === Kind.FIELD ? estimateField(walk, selection) : estimateFragment(walk, selection);
    depth = Math.max(depth, part.depth);
    cost += part.cost;
  }
  return { depth, cost };
}

function estimateField(walk: Walk, field: FieldNode): Estimate {
  walk.visited += 1;
  if (field.alias !== undefined) walk.aliases += 1;
  const introspects = field.name.value === "__schema" || field.name.value === "__type";
  if (field.selectionSet === undefined) return { depth: 1, cost: OF_WINDOW.has(field.name.value) ? walk.window : 1 };
  if (introspects || walk.visited > TOKENS_MAX) return { depth: 1, cost: 1 };
  if (field.name.value === "uptime") return estimateUptime(walk, field, field.selectionSet);
  const inner = estimate(walk, field.selectionSet);
  return { depth: inner.depth + 1, cost: 1 + (SUMMING[field.name.value] ?? 0) + inner.cost * rowsOf(walk, field) };
}

function estimateUptime(walk: Walk, field: FieldNode, selections: SelectionSetNode): Estimate {
  const { window: around } = walk;
  const asked = argument(walk, field, "window");
  // A larger window than is answered costs as much as the largest: its own error names the bound.
  walk.window = typeof asked === "number" ? Math.max(1, Math.min(asked, WINDOW_MAX)) : WINDOW_DEFAULT;
  const read = Math.ceil(walk.window / COMMITS_PER_FIELD);
  const { depth, cost } = estimate(walk, selections);
  walk.window = around;
  return { depth: depth + 1, cost: 1 + read + cost };
}

function estimateFragment(walk: Walk, selection: Exclude<SelectionSetNode["selections"][number], FieldNode>): Estimate {
  const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : walk.fragments.get(selection.name.value);
  if (fragment === undefined || walk.visited > TOKENS_MAX) return { depth: 0, cost: 0 };
  return estimate(walk, fragment.selectionSet);
}

/** Rows that a field may answer: the page it asks for, the ids it gives, or an estimate for a plain list. */
function rowsOf(walk: Walk, field: FieldNode): number {
  const size = argument(walk, field, "first") ?? argument(walk, field, "last");
  if (typeof size === "number") return Math.max(1, Math.min(size, PAGE_MAX));
  const ids = argument(walk, field, "ids");
  if (Array.isArray(ids)) return Math.max(1, ids.length);
  if (field.selectionSet !== undefined && selectsPage(walk, field.selectionSet, new Set())) return PAGE_DEFAULT;
  if (OF_WINDOW.has(field.name.value)) return walk.window;
  if (field.name.value === "signatures") return SIGNERS_ESTIMATE;
  return LISTS.has(field.name.value) ? LIST_ESTIMATE : 1;
}

/** Whether a selection asks for rows of a connection, itself or through fragments; each fragment is looked at once. */
function selectsPage(walk: Walk, { selections }: SelectionSetNode, seen: Set<string>): boolean {
  return selections.some((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === "edges" || selection.name.value === "nodes";
    if (selection.kind === Kind.INLINE_FRAGMENT) return selectsPage(walk, selection.selectionSet, seen);
    const { value: name } = selection.name;
    const fragment = walk.fragments.get(name);
    if (fragment === undefined || seen.has(name)) return false;
    return selectsPage(walk, fragment.selectionSet, seen.add(name));
  });
}

function argument(walk: Walk, field: FieldNode, name: string): unknown {
  const value = field.arguments?.find((candidate) => candidate.name.value === name)?.value;
  return value?.kind === Kind.VARIABLE ? walk.variables[value.name.value] : literal(value);
}

/** What a variable is when the request leaves it out. */
function defaultsOf({ variableDefinitions }: OperationDefinitionNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries((variableDefinitions ?? []).map(({ variable, defaultValue }) => [variable.name.value, literal(defaultValue)]));
}

function literal(value: ValueNode | undefined): unknown {
  if (value?.kind === Kind.INT) return Number(value.value);
  return value?.kind === Kind.LIST ? value.values : undefined;
}
