import { addressFromBytes } from "@openledger/primitives";
import { commitFromBytes } from "../../project/commit-bytes.ts";
import type { CommitSlot } from "../../source/committed-block.ts";
import { builder, type GraphqlContext } from "../builder.ts";
import { BlockRef, ValidatorRef } from "../refs.ts";

const SignatureFlag = builder.enumType("SignatureFlag", {
  values: {
    COMMIT: { value: "COMMIT", description: "It signed the block." },
    NIL: { value: "NIL", description: "It signed that it saw no block in time." },
    ABSENT: { value: "ABSENT", description: "Its vote is not in the commit, which then does not name it either: see `missedBy`." },
  } as const,
});

const BlockSignature = builder.objectRef<CommitSlot>("BlockSignature").implement({
  description: "The place of one validator in the commit under a block.",
  fields: (t) => ({
    flag: t.field({ type: SignatureFlag, resolve: ({ flag }) => flag }),
    address: t.field({ type: "Bytes", nullable: true, description: "Of the consensus key.", resolve: (slot) => (slot.flag === "ABSENT" ? null : slot.address) }),
    time: t.field({ type: "DateTime", nullable: true, description: "When it voted, by its own clock; null for one that shows a year before 1678 or after 2261.", resolve: (slot) => (slot.flag === "ABSENT" ? null : slot.timeNs) }),
    validator: t.field({
      type: ValidatorRef,
      nullable: true,
      description: "Null for an absent one, and for a key that no validator has.",
      resolve: (slot, _args, context) => (slot.flag === "ABSENT" ? null : validatorOfKey(slot.address, context)),
    }),
  }),
});

async function validatorOfKey(address: Uint8Array, { loaders, checkpoint }: GraphqlContext) {
  return loaders.validatorOfKey.load([addressFromBytes(`${checkpoint()?.bech32Prefix}valcons`, address)]);
}

builder.objectFields(BlockRef, (t) => ({
  proposedBy: t.field({ type: ValidatorRef, nullable: true, description: "Null for a key that no validator has.", resolve: ({ proposer }, _args, context) => validatorOfKey(proposer, context) }),
  signatures: t.field({
    type: [BlockSignature],
    nullable: true,
    description: "The commit under this block, in the order of the set that signs; a lone sequencer has one. It stands in the next block: null until that one is indexed.",
    async resolve({ height }, _args, { loaders }) {
      const next = await loaders.commit.load([height + 1n]);
      return next === null ? null : [...commitFromBytes(next.lastCommit)];
    },
  }),
  commitRound: t.int({
    nullable: true,
    description: "Rounds of voting before the one that committed this block, 0 for none; null until the next block is indexed.",
    resolve: async ({ height }, _args, { loaders }) => (await loaders.commit.load([height + 1n]))?.lastCommitRound ?? null,
  }),
  missedBy: t.field({
    type: [ValidatorRef],
    description: "Bonded validators that were to sign this block and did not, by the next block's count.",
    async resolve({ height }, _args, { loaders }) {
      const missed = await loaders.missedAt.load([height + 1n]);
      const found = await Promise.all(missed.map(({ consensusAddress }) => loaders.validatorOfKey.load([consensusAddress])));
      return found.filter((validator) => validator !== null);
    },
  }),
}));
