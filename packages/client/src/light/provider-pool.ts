import { headerHash, type LightBlock } from "@openledger/comet";
import { equalBytes, type Sha256 } from "@openledger/primitives";
import { LightError } from "./light-error.ts";
import type { LightProvider } from "./light-provider.ts";

/** One provider that is asked and others that it is compared with; a witness takes the place of a primary that fails. */
export interface ProviderPool {
  readonly primary: () => LightProvider;
  readonly witnesses: () => readonly LightProvider[];
  /** The primary's block, or that of the first witness that has one. Throws LightError. */
  fetch(height: bigint | "latest"): Promise<LightBlock>;
  /** Drops a primary that lied for the first witness whose block at `target`'s height is `target`; false without one. */
  replaceLiar(target: LightBlock): Promise<boolean>;
  /** Drops a witness that lied. */
  dropWitness(witness: LightProvider): void;
}

export function createProviderPool(
  sha256: Sha256,
  first: LightProvider,
  others: readonly LightProvider[],
): ProviderPool {
  let primary = first;
  let witnesses = [...others];
  const dropWitness = (liar: LightProvider): void => {
    witnesses = witnesses.filter((witness) => witness !== liar);
  };
  /** First witness with a block that `suits`; those that lie are dropped on the way. */
  const nextWitness = async (
    height: bigint | "latest",
    suits: (block: LightBlock) => boolean,
  ): Promise<{ readonly witness: LightProvider; readonly block: LightBlock } | undefined> => {
    for (const witness of witnesses) {
      const block = await askOf(witness, height).catch((error: unknown) => {
        if (!(error instanceof LightError)) throw error;
        if (!error.isBenign) dropWitness(witness);
        return undefined;
      });
      if (block !== undefined && suits(block)) return { witness, block };
    }
    return undefined;
  };
  return {
    primary: () => primary,
    witnesses: () => witnesses,
    dropWitness,
    async fetch(height) {
      try {
        return await askOf(primary, height);
      } catch (error) {
        if (!(error instanceof LightError)) throw error;
        const found = await nextWitness(height, () => true);
        if (found === undefined) throw error;
        const failed = primary;
        primary = found.witness;
        dropWitness(found.witness);
        if (error.isBenign) witnesses.push(failed);
        return found.block;
      }
    },
    async replaceLiar(target) {
      const hash = headerHash(sha256, target.header);
      const found = await nextWitness(target.header.height, ({ header }) => equalBytes(headerHash(sha256, header), hash));
      if (found === undefined) return false;
      primary = found.witness;
      dropWitness(found.witness);
      return true;
    },
  };
}

/** The provider's block of exactly that height. Throws LightError. */
export async function askOf(provider: LightProvider, height: bigint | "latest"): Promise<LightBlock> {
  const block = await provider.lightBlock(height);
  if (height !== "latest" && block.header.height !== height) {
    throw new LightError("bad-block", `${provider.name} sent block ${block.header.height} for ${height}`);
  }
  return block;
}
