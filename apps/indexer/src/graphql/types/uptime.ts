import { addressToBytes, toHex } from "@openledger/primitives";
import type { GraphqlContext } from "../builder.ts";
import { builder } from "../builder.ts";
import { clientError } from "../errors.ts";
import { ValidatorRef } from "../refs.ts";
import { WINDOW_DEFAULT, WINDOW_MAX } from "../uptime.ts";


interface Uptime {
  readonly window: number;
  /** The first block of the window, which may lie before the first of the chain, and the one above the last. */
  readonly from: bigint;
  readonly to: bigint;
  readonly consensusAddress: string;
  readonly missed: readonly bigint[];
}

const cellStatuses = ["SIGNED", "MISSED", "NOT_ASKED"] as const;

interface Cell {
  readonly height: bigint;
  readonly status: (typeof cellStatuses)[number];
}

const CellStatus = builder.enumType("UptimeStatus", {
  values: {
    SIGNED: { value: "SIGNED", description: "Its signature stands in the next block." },
    MISSED: { value: "MISSED", description: "It was to sign and did not." },
    NOT_ASKED: { value: "NOT_ASKED", description: "It was not in the set that signs, or in jail." },
  } as const,
});

const CellRef = builder.objectRef<Cell>("UptimeCell").implement({
  description: "A block and whether a validator signed it.",
  fields: (t) => ({ height: t.expose("height", { type: "Height" }), status: t.expose("status", { type: CellStatus }) }),
});

const UptimeRef = builder.objectRef<Uptime>("Uptime").implement({
  description: "The newest blocks, and which of them a validator signed.",
  fields: (t) => ({
    window: t.exposeInt("window", { description: "How many of the newest blocks were looked at." }),
    missed: t.int({ resolve: ({ missed }) => missed.length }),
    missedHeights: t.field({ type: ["Height"], description: "Newest first; each is the block that counts the vote on the one below it.", resolve: ({ missed }) => missed }),
    signed: t.int({ description: "How many of the blocks it signed.", resolve: async (uptime, _args, context) => (await signedOf(uptime, context)).signed.size }),
    lastSigned: t.field({
      type: "Height",
      nullable: true,
      description: "The newest block that it signed; null for none in the window.",
      resolve: async (uptime, _args, context) => [...(await signedOf(uptime, context)).signed].reduce<bigint | null>((last, height) => (last === null || height > last ? height : last), null),
    }),
    grid: t.field({
      type: [CellRef],
      description: "Each block of the window whose commit is indexed, newest first.",
      async resolve(uptime, _args, context) {
        const { signed, from } = await signedOf(uptime, context);
        const missed = new Set(uptime.missed.map((counted) => counted - 1n));
        const cells: Cell[] = [];
        for (let height = uptime.to - 1n; height >= from; height -= 1n) {
          cells.push({ height, status: signed.has(height) ? "SIGNED" : missed.has(height) ? "MISSED" : "NOT_ASKED" });
        }
        return cells;
      },
    }),
  }),
});

/** What a validator signed of the window, and the first block of it that the chain has. */
async function signedOf({ from, to, consensusAddress }: Uptime, { loaders }: GraphqlContext): Promise<{ readonly signed: ReadonlySet<bigint>; readonly from: bigint }> {
  const signers = await loaders.signersBetween.load([from, to]);
  const prefix = consensusAddress.slice(0, consensusAddress.lastIndexOf("1"));
  return { signed: signers.heightsOf.get(toHex(addressToBytes(prefix, consensusAddress))) ?? new Set(), from: signers.from };
}

builder.objectField(ValidatorRef, "uptime", (t) =>
  t.field({
    type: UptimeRef,
    args: { window: t.arg.int({ defaultValue: WINDOW_DEFAULT }) },
    async resolve({ consensusAddress }, { window }, { loaders, checkpoint }) {
      const size = window ?? WINDOW_DEFAULT;
      if (size < 1 || size > WINDOW_MAX) throw clientError("LIMIT_EXCEEDED", `\`window\` is between 1 and ${WINDOW_MAX}`);
      const to = checkpoint()?.height ?? 0n;
      const above = to > BigInt(size) ? to - BigInt(size) : 0n;
      const from = above > 0n ? above : 1n;
      return { window: size, from, to, consensusAddress, missed: await loaders.missesAfter.load([consensusAddress, above]) };
    },
  }),
);
