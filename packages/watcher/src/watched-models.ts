import { ClientError, fetchModelFacts, type BlobClient, type ChainClient } from "@openledger/client";
import type { ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import type { Session } from "@openledger/messages/openledger/market/v1";
import type { Sha256 } from "@openledger/primitives";
import { loadServedModel, type ServedModel } from "@openledger/served-model";

/** The models of watched sessions, a few at a time. */
export interface WatchedModels {
  /** Throws ClientError or OperationalError; `content` for a model of more tokens than are taken. */
  of(session: Session): Promise<ServedModel>;
  forget(contributions: readonly ContributionRef[]): void;
  close(): void;
}

const MODELS_MAX = 4;
const RETRY_MS = 60_000;

/** A model that cannot be loaded is tried again a minute later, so that a broken one costs little. */
export function watchedModels(
  chain: { readonly client: ChainClient; readonly blobs: BlobClient; readonly sha256: Sha256 },
  manifestTokensMax: bigint,
): WatchedModels {
  const held = new Map<bigint, ServedModel>();
  const failed = new Map<bigint, { readonly error: unknown; readonly atMs: number }>();

  const load = async ({ offerId, modelId, modelVersion }: Session): Promise<ServedModel> => {
    const { manifestTokens } = await fetchModelFacts(chain.client, modelId, modelVersion);
    if (BigInt(manifestTokens) > manifestTokensMax) {
      const sizes = `${manifestTokens} tokens, at most ${manifestTokensMax} are taken`;
      throw new ClientError("content", `model ${modelId}@${modelVersion} has ${sizes}; raise --max-tokens to watch it`);
    }
    return loadServedModel(chain, offerId);
  };

  return {
    async of(session) {
      const { offerId } = session;
      const known = held.get(offerId);
      if (known !== undefined) return known;
      const before = failed.get(offerId);
      if (before !== undefined && performance.now() - before.atMs < RETRY_MS) throw before.error;
      try {
        const loaded = await load(session);
        for (const [oldest, model] of held) {
          if (held.size < MODELS_MAX) break;
          held.delete(oldest);
          model.close();
        }
        held.set(offerId, loaded);
        return loaded;
      } catch (error) {
        failed.set(offerId, { error, atMs: performance.now() });
        throw error;
      }
    },
    forget(contributions) {
      for (const model of held.values()) model.forget(contributions);
    },
    close() {
      for (const model of held.values()) model.close();
    },
  };
}
