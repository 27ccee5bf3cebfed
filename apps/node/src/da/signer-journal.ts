import { blockWithId, CometError, decodeBlock } from "@openledger/comet";
import type { SoftSource } from "@openledger/follower";
import { OperationalError } from "@openledger/ports";
import { height } from "@openledger/primitives";
import { nextHeight, sealedBlock, type OpenedChain } from "@openledger/sequencer";
import type { JournalBlock, SharedKey } from "@openledger/signer";
import type { Crypto } from "@openledger/primitives";
import { followsHere } from "../turns/journal-astray.ts";

/**
 * Blocks of the signer's journal: those that are sealed and may not be on DA yet. `others` is asked while the signer does
 * not answer, and for what the journal has forgotten.
 */
export function signerJournal(shared: SharedKey, chain: OpenedChain, { sha256 }: Crypto, others: SoftSource | undefined): SoftSource {
  let read: readonly JournalBlock[] = [];

  async function fromJournal(at: bigint): Promise<JournalBlock | undefined> {
    const known = read.find((one) => one.height === at);
    if (known !== undefined) return known;
    read = await shared.sealed(at);
    return read.find((one) => one.height === at);
  }

  /** What it sealed before a break may be of no chain any more. */
  async function isNextHere(sealed: bigint): Promise<boolean> {
    const next = nextHeight(chain);
    const found = sealed < next ? undefined : await fromJournal(next);
    return found === undefined || followsHere(chain, sha256, found);
  }

  return {
    async head() {
      try {
        const { tip, journal } = await shared.readTip();
        // What is before the journal is on DA, and comes from there.
        const isContiguous = journal.firstHeight !== undefined && journal.firstHeight <= nextHeight(chain) && (await isNextHere(tip.height));
        return isContiguous || others === undefined ? (isContiguous ? tip.height : 0n) : await others.head();
      } catch (error) {
        if (others === undefined || !(error instanceof OperationalError) || error.code !== "SIGNER_UNREACHABLE") throw error;
        return others.head();
      }
    },
    async block(at) {
      const found = await fromJournal(at).catch((error: unknown) => {
        if (!(error instanceof OperationalError)) throw error;
      });
      if (found !== undefined) return signedBlock(found);
      if (others !== undefined) return others.block(at);
      throw new OperationalError("SIGNER_UNREACHABLE", `block ${at} cannot be read from the signer's journal at present`, { retryable: true });
    },
    // Whoever makes the next block builds on them: where nobody does, this node is to.
    isBinding: () => shared.status().heldBy === undefined && shared.status().failure === undefined,
  };

  function signedBlock({ block: bytes, signature, signBytes }: JournalBlock): Awaited<ReturnType<SoftSource["block"]>> {
    try {
      const made = blockWithId(sha256, decodeBlock(bytes));
      const { block, commit } = sealedBlock(made, shared.address, { signature, signBytes }, chain.validators.at(height(made.block.header.height)));
      return { header: block.header, commit, txs: block.txs, evidence: block.evidence };
    } catch (error) {
      if (!(error instanceof CometError)) throw error;
      throw new OperationalError("SIGNER_UNREACHABLE", `the signer's journal gives what is no block: ${error.message}`, { retryable: true, cause: error });
    }
  }
}
