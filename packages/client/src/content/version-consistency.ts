import { contributionLeafHash, createMerkleTree, verifyConsistency } from "@openledger/attribution";
import { ContributionState, QueryService as DatanetQuery, type DatanetVersion } from "@openledger/messages/openledger/datanet/v1";
import { equalBytes, type Sha256 } from "@openledger/primitives";
import type { ChainClient } from "../chain/chain-client.ts";
import { allContributions } from "../chain/query-all.ts";
import { ClientError } from "../errors.ts";
import { leafOf } from "./load-corpus.ts";

/** Evidence that one version of a datanet extends another: nothing that was accepted has changed or gone. */
export interface VersionConsistency {
  readonly datanetId: bigint;
  readonly older: DatanetVersion;
  readonly newer: DatanetVersion;
  /** Hashes of RFC 6962 section 2.1.2 for `verifyConsistency`. */
  readonly path: readonly Uint8Array[];
}

/**
 * Rebuilds the datanet's log from its contributions, compares it with the newer version's root, and proves that the older
 * version is its beginning. Throws {@link ClientError} `content` when that does not hold.
 *
 * @example
 * const { path } = await versionConsistency(client, sha256, { datanetId: 1n, older: 1n, newer: 3n });
 */
export async function versionConsistency(
  client: ChainClient,
  sha256: Sha256,
  versions: { readonly datanetId: bigint; readonly older: bigint; readonly newer: bigint },
): Promise<VersionConsistency> {
  const { datanetId } = versions;
  const [older, newer] = await Promise.all([versions.older, versions.newer].map((version) => fetchVersion(client, datanetId, version)));
  if (older === undefined || newer === undefined || older.version > newer.version) {
    throw new ClientError("content", `name the older version first, such as ${datanetId}@1..2`);
  }
  const accepted = (await allContributions(client, datanetId))
    .filter(({ state, logIndex }) => state === ContributionState.CONTRIBUTION_STATE_ACCEPTED && logIndex < newer.logSize)
    .sort((a, b) => (a.logIndex < b.logIndex ? -1 : 1));
  const log = createMerkleTree(sha256, accepted.map((one) => contributionLeafHash(sha256, leafOf(client.chainId, one))));
  const isNewer = BigInt(log.size) === newer.logSize && equalBytes(log.root, newer.logRoot);
  if (!isNewer) throw new ClientError("content", `the contributions of datanet ${datanetId} do not give the root of version ${newer.version}`);
  const path = log.consistencyPath(Number(older.logSize));
  const sizes = { oldSize: Number(older.logSize), oldRoot: older.logRoot, newSize: log.size, newRoot: log.root };
  if (!verifyConsistency(sha256, { ...sizes, path })) {
    throw new ClientError("content", `version ${newer.version} of datanet ${datanetId} does not extend version ${older.version}`);
  }
  return { datanetId, older, newer, path };
}

async function fetchVersion(client: ChainClient, datanetId: bigint, number: bigint): Promise<DatanetVersion | undefined> {
  return (await client.query(DatanetQuery.Version, { datanetId, version: number })).version;
}
