/** What an account earned and claimed, from genesis and the events of raw blocks alone. */
import { claimablesOfGenesis } from "./genesis-claimables.ts";

/** An event as a node reports it. */
export interface StatementEvent {
  readonly type: string;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
}

/** All events of a block: those of its transactions in order, then those of its begin and end. */
export interface StatementBlock {
  readonly height: bigint;
  /** Header time, RFC 3339. */
  readonly time: string;
  /** sha256 of each transaction, lower-case hex. */
  readonly txHashes: readonly string[];
  readonly events: readonly (StatementEvent & { readonly txIndex: number | null })[];
}

/**
 * Why an account's claimable balance changed. GENESIS is what an exported genesis carried over from the chain before. A
 * claim is two lines: the priors that it drew, and all of it going out.
 */
export type StatementLineKind = "GENESIS" | "OWNER" | "CURATOR" | "HOST" | "MODEL" | "ROYALTY" | "PRIOR" | "CLAIM";

export interface StatementLine {
  /** For GENESIS the one below the chain's first block. */
  readonly height: bigint;
  /** Empty for GENESIS. */
  readonly time: string;
  /** Position among the events of the block. */
  readonly eventIndex: number;
  /** The signed transaction that claimed, or that submitted the settlement; null for what no single one caused. */
  readonly txHash: string | null;
  readonly kind: StatementLineKind;
  /** Signed: a claim is negative. Units. */
  readonly amount: bigint;
  readonly balanceAfter: bigint;
  readonly denom: string;
  readonly settlementId: bigint | null;
  readonly sessionId: bigint | null;
  readonly datanetId: bigint | null;
  readonly modelId: bigint | null;
  readonly modelVersion: bigint | null;
}

/** The claimable balance of an account in one denom over some heights: opening + lines = closing. */
export interface EarningsStatement {
  readonly address: string;
  readonly denom: string;
  readonly fromHeight: bigint;
  readonly toHeight: bigint;
  readonly opening: bigint;
  readonly lines: readonly StatementLine[];
  readonly closing: bigint;
}

/** What a chain's genesis document begins the statement with. */
export interface StatementGenesis {
  /** Height of the chain's first block. */
  readonly initialHeight: bigint;
  /** The document's `app_state`, as parsed from JSON. */
  readonly appState: unknown;
}

/** Gathers lines; blocks come in order from the first of the chain, because a balance is the sum of all before and of genesis. */
export interface StatementReader {
  /** Throws RangeError for an event that is not of this chain's shape or does not add up. */
  add(block: StatementBlock): void;
  /** One statement for each denom that the account was ever credited with, by denom. Heights are inclusive. */
  statements(fromHeight: bigint, toHeight: bigint): readonly EarningsStatement[];
}

const CREDITED_ROLES: Readonly<Record<string, StatementLineKind>> = { owner: "OWNER", curator: "CURATOR", host: "HOST", model: "MODEL", royalty: "ROYALTY" };
const COIN = /^(\d{1,78})([a-zA-Z][a-zA-Z0-9/:._-]{2,127})$/;

/**
 * Reads the statement of one account. What it could claim at genesis is a line below the first height. Throws
 * EncodingError for a genesis that can't be read.
 *
 * @example
 * const reader = createStatementReader(address, { initialHeight: 1n, appState });
 * for (const block of blocks) reader.add(block);
 * const [statement] = reader.statements(1n, 1000n);
 */
export function createStatementReader(address: string, genesis: StatementGenesis): StatementReader {
  const lines: StatementLine[] = [];
  const balances = new Map<string, bigint>();
  const submissions = new Map<bigint, string>();
  const append = (line: Omit<StatementLine, "balanceAfter">): void => {
    const balanceAfter = (balances.get(line.denom) ?? 0n) + line.amount;
    balances.set(line.denom, balanceAfter);
    lines.push({ ...line, balanceAfter });
  };
  const bech32Prefix = address.slice(0, Math.max(0, address.lastIndexOf("1")));
  for (const { address: holder, denom, amount } of claimablesOfGenesis(bech32Prefix, genesis.appState)) {
    const beforeBlocks = { height: genesis.initialHeight - 1n, time: "", eventIndex: 0, txHash: null };
    if (holder === address) append({ ...beforeBlocks, ...NOWHERE, kind: "GENESIS", denom, amount });
  }
  return {
    add(block) {
      block.events.forEach((event, eventIndex) => {
        const txHash = event.txIndex === null ? null : (block.txHashes[event.txIndex] ?? null);
        const at = { height: block.height, time: block.time, eventIndex, txHash };
        if (event.type === "settlement_submitted" && txHash !== null) {
          submissions.set(numberOf(block, event, "settlement_id"), txHash);
        } else if (event.type === "payout" || event.type === "priors_settled") {
          const credit = creditOf(block, event, address);
          const submission = credit?.settlementId === undefined || credit.settlementId === null ? undefined : submissions.get(credit.settlementId);
          if (credit !== undefined) append({ ...at, txHash: submission ?? null, ...credit });
        } else if (event.type === "rewards_claimed" && textOf(block, event, "claimant") === address) {
          for (const { denom, amount } of coinsOf(block, event)) {
            const drawn = amount - (balances.get(denom) ?? 0n);
            if (drawn < 0n) throw new RangeError(`block ${block.height} claims ${amount}${denom} of ${amount - drawn} that were credited: these are not all blocks of one chain`);
            if (drawn !== 0n) append({ ...at, ...NOWHERE, kind: "PRIOR", denom, amount: drawn });
            append({ ...at, ...NOWHERE, kind: "CLAIM", denom, amount: -amount });
          }
        }
      });
    },
    statements: (fromHeight, toHeight) =>
      [...balances.keys()].sort((a, b) => (a < b ? -1 : 1)).map((denom) => statementOf({ address, denom, fromHeight, toHeight }, lines)),
  };
}

type Period = Pick<EarningsStatement, "address" | "denom" | "fromHeight" | "toHeight">;

function statementOf(period: Period, all: readonly StatementLine[]): EarningsStatement {
  const ofDenom = all.filter(({ denom, height }) => denom === period.denom && height <= period.toHeight);
  const opening = ofDenom.findLast(({ height }) => height < period.fromHeight)?.balanceAfter ?? 0n;
  const closing = ofDenom.at(-1)?.balanceAfter ?? 0n;
  return { ...period, opening, lines: ofDenom.filter(({ height }) => height >= period.fromHeight), closing };
}

const NOWHERE = { settlementId: null, sessionId: null, datanetId: null, modelId: null, modelVersion: null } as const;

type Credit = Pick<StatementLine, "kind" | "amount" | "denom" | "settlementId" | "sessionId" | "datanetId" | "modelId" | "modelVersion">;

/** What the event credits to the account; undefined when it credits another one, or nothing that waits to be claimed. */
function creditOf(block: StatementBlock, event: StatementEvent, address: string): Credit | undefined {
  if (textOf(block, event, "receiver") !== address) return undefined;
  const money = { amount: numberOf(block, event, "amount"), denom: textOf(block, event, "denom") };
  const datanetId = optionalNumber(block, event, "datanet_id");
  if (event.type === "priors_settled") return { ...NOWHERE, ...money, kind: "PRIOR", datanetId };
  const kind = CREDITED_ROLES[textOf(block, event, "role")];
  if (kind === undefined) return undefined;
  const settlementId = numberOf(block, event, "settlement_id");
  return {
    ...money,
    kind,
    settlementId: settlementId === 0n ? null : settlementId,
    sessionId: numberOf(block, event, "session_id"),
    datanetId,
    modelId: optionalNumber(block, event, "model_id"),
    modelVersion: optionalNumber(block, event, "model_version"),
  };
}

function coinsOf(block: StatementBlock, event: StatementEvent): readonly { readonly denom: string; readonly amount: bigint }[] {
  const parts = textOf(block, event, "amount").split(",").filter((part) => part !== "");
  return parts.map((part) => {
    const [, amount, denom] = COIN.exec(part) ?? [];
    if (amount === undefined || denom === undefined) throw malformed(block, event, `amount ${part.slice(0, 80)} is not a coin`);
    return { denom, amount: BigInt(amount) };
  });
}

function textOf(block: StatementBlock, event: StatementEvent, key: string): string {
  const value = event.attributes.find((attribute) => attribute.key === key)?.value;
  if (value === undefined) throw malformed(block, event, `attribute ${key} is missing`);
  return value;
}

function numberOf(block: StatementBlock, event: StatementEvent, key: string): bigint {
  const text = textOf(block, event, key);
  if (!/^\d{1,78}$/.test(text)) throw malformed(block, event, `attribute ${key} is not a number`);
  return BigInt(text);
}

function optionalNumber(block: StatementBlock, event: StatementEvent, key: string): bigint | null {
  const isThere = event.attributes.some((attribute) => attribute.key === key && attribute.value !== "");
  return isThere ? numberOf(block, event, key) : null;
}

function malformed({ height }: StatementBlock, { type }: StatementEvent, problem: string): RangeError {
  return new RangeError(`event ${type} of block ${height}: ${problem}`);
}

const CSV_COLUMNS = ["line", "height", "time", "reason", "amount", "balance", "denom", "settlement", "session", "datanet", "model", "tx"] as const;

/**
 * The statement as CSV (RFC 4180), byte for byte as an indexer serves it: a header, an OPENING row, a row for each line with
 * its signed transaction, a CLOSING row. No value needs quotes. Amounts are in base units.
 */
export function statementCsv({ fromHeight, toHeight, opening, lines, closing, denom }: EarningsStatement): string {
  const edge = (height: bigint, reason: string, balance: bigint) => ["", height, "", reason, "", balance, denom, "", "", "", "", ""];
  const rows = lines.map((line, at) => {
    const model = line.modelId === null ? "" : `${line.modelId}@${line.modelVersion}`;
    const of = [line.settlementId, line.sessionId, line.datanetId].map((id) => id ?? "");
    return [at + 1, line.height, line.time, line.kind, line.amount, line.balanceAfter, line.denom, ...of, model, line.txHash ?? ""];
  });
  return [CSV_COLUMNS, edge(fromHeight, "OPENING", opening), ...rows, edge(toHeight, "CLOSING", closing)].map((row) => `${row.join(",")}\r\n`).join("");
}
