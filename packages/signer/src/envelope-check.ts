import { blockWithId, decodeBlock, type Block, type Commit } from "@openledger/comet";
import { batchPayload, type EnvelopeFields, type PostedBlock } from "@openledger/derivation";
import { equalBytes, toHex, type Sha256 } from "@openledger/primitives";
import { sealedBlock } from "@openledger/sequencer";
import type { JournalBlock } from "./signer.ts";

export interface EnvelopeCheckOptions {
  readonly sha256: Sha256;
  /** Of the key, 20 bytes. */
  readonly address: Uint8Array;
  /** A block of the journal. */
  readonly at: (height: bigint) => JournalBlock | undefined;
}

/** Whether an envelope contradicts the sealed blocks that it is said to be of. False where the journal does not have all of them, or what it has does not tell. */
export type ContradictsJournal = (fields: EnvelopeFields) => boolean;

export function createEnvelopeCheck({ sha256, address, at }: EnvelopeCheckOptions): ContradictsJournal {
  /** The last batch that was compared, of which every part is signed on its own. */
  let compared: { readonly name: string; readonly isOther: boolean } | undefined;

  const decoded = (found: JournalBlock): Block => decodeBlock(found.block);

  /**
   * The commit that seals a block: as the next one has it, or with this key's vote alone. Where in it that vote stands is told
   * by the commit before while the validators are the same.
   */
  function commitOf(found: JournalBlock, block: Block): Commit | undefined {
    const next = at(found.height + 1n);
    if (next !== undefined) return decoded(next).lastCommit;
    const before = at(found.height - 1n);
    const isSame = before !== undefined && equalBytes(decoded(before).header.validatorsHash, block.header.validatorsHash);
    if (!isSame || !block.lastCommit.signatures.some(({ validatorAddress }) => equalBytes(validatorAddress, address))) return undefined;
    const validators = block.lastCommit.signatures.map(({ validatorAddress }) => ({ address: validatorAddress, publicKey: new Uint8Array(0), power: 0n }));
    return sealedBlock(blockWithId(sha256, block), address, found, { validators, totalPower: 0n }).commit;
  }

  function postedAt(height: bigint, needsCommit: boolean): PostedBlock | undefined {
    const found = at(height);
    if (found === undefined) return undefined;
    const block = decoded(found);
    const commit = needsCommit ? commitOf(found, block) : block.lastCommit;
    return commit === undefined ? undefined : { header: block.header, commit, txs: block.txs, evidence: block.evidence };
  }

  function isOther({ kind, firstHeight, count, payloadHash }: EnvelopeFields): boolean {
    if (kind !== "headers" && kind !== "data") return false;
    const blocks: PostedBlock[] = [];
    while (blocks.length < count) {
      const posted = postedAt(firstHeight + BigInt(blocks.length), kind === "headers");
      if (posted === undefined) return false;
      blocks.push(posted);
    }
    return !equalBytes(sha256(batchPayload(kind, blocks)), payloadHash);
  }

  return (fields) => {
    const name = `${fields.kind}/${fields.firstHeight}/${fields.count}/${toHex(fields.payloadHash)}`;
    if (compared?.name !== name) compared = { name, isOther: isOther(fields) };
    return compared.isOther;
  };
}
