/** cosmos.base.tendermint.v1beta1.Service and cosmos.base.node.v1beta1.Service: blocks, validators and the node itself. */
import { ConfigResponse, ServiceService as NodeService, StatusResponse } from "@openledger/messages/cosmos/base/node/v1beta1";
import {
  ABCIQueryResponse,
  GetBlockByHeightResponse,
  GetLatestBlockResponse,
  GetLatestValidatorSetResponse,
  GetNodeInfoResponse,
  GetSyncingResponse,
  GetValidatorSetByHeightResponse,
  ServiceService,
} from "@openledger/messages/cosmos/base/tendermint/v1beta1";
import type { PageRequest } from "@openledger/messages/cosmos/base/query/v1beta1";
import { PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { addressFromBytes } from "@openledger/primitives";
import { QueryError, queryInvalid } from "@openledger/state-machine";
import type { ViewedBlock } from "../chain-view.ts";
import { hex } from "../encode/scalars.ts";
import { pageOf } from "../paging.ts";
import { sdkBlockMessage } from "./block-messages.ts";
import { serviceMethod, type ServiceBackend, type ServiceMethod } from "./service.ts";

/** The Cosmos SDK whose services and transactions these are; wallets choose among endpoints by it. */
const COSMOS_SDK_VERSION = "v0.50.15";
const TOO_HIGH = "requested block height is bigger then the chain length";

export const nodeServiceMethods: readonly ServiceMethod[] = [
  serviceMethod(ServiceService.GetNodeInfo, async ({ softwareVersion, view }) =>
    GetNodeInfoResponse.create({
      defaultNodeInfo: await view.nodeInfo(),
      applicationVersion: { name: "openledger", appName: "openledgerd", version: softwareVersion, cosmosSdkVersion: COSMOS_SDK_VERSION },
    }),
  ),
  serviceMethod(ServiceService.GetSyncing, async ({ view }) => GetSyncingResponse.create({ syncing: await view.isSyncing() })),
  serviceMethod(ServiceService.GetLatestBlock, async (backend) =>
    GetLatestBlockResponse.create(blockParts(backend, await storedBlock(backend, (await backend.view.heights()).last))),
  ),
  serviceMethod(ServiceService.GetBlockByHeight, async (backend, { height }) =>
    GetBlockByHeightResponse.create(blockParts(backend, await storedBlock(backend, height))),
  ),
  serviceMethod(ServiceService.GetLatestValidatorSet, async (backend, { pagination }) =>
    GetLatestValidatorSetResponse.create(await validatorSet(backend, (await backend.view.heights()).last, pagination)),
  ),
  serviceMethod(ServiceService.GetValidatorSetByHeight, async (backend, { height, pagination }) => {
    await storedBlock(backend, height);
    return GetValidatorSetByHeightResponse.create(await validatorSet(backend, height, pagination));
  }),
  serviceMethod(ServiceService.ABCIQuery, ({ app }, { path, data, height, prove }) => {
    if (path === "") throw queryInvalid("empty query path");
    // Methods of services are reached by their own paths.
    if (!/^\/?(app|store|p2p|custom)(\/|$)/.test(path)) throw queryInvalid(`unsupported ABCI query path: ${path.slice(0, 200)}`);
    const { proofOps, ...answer } = app.query({ path, data, height, prove });
    return ABCIQueryResponse.create({ ...answer, ...(proofOps.length === 0 ? {} : { proofOps: { ops: proofOps } }) });
  }),
  serviceMethod(NodeService.Config, ({ minimumGasPrices }) =>
    ConfigResponse.create({ minimumGasPrice: minimumGasPrices, pruningKeepRecent: "0", pruningInterval: "0" }),
  ),
  serviceMethod(NodeService.Status, async ({ app, view }) => {
    const { height, appHash } = app.info();
    const [{ first: earliestStoreHeight }, viewed] = [await view.heights(), await view.block(height)];
    const timestamp = viewed?.block.header?.time ?? { seconds: 0n, nanos: 0 };
    return StatusResponse.create({ earliestStoreHeight, height, timestamp, appHash });
  }),
];

async function storedBlock({ view }: ServiceBackend, asked: bigint): Promise<ViewedBlock> {
  const { first, last } = await view.heights();
  if (asked > last) throw queryInvalid(TOO_HIGH);
  if (asked <= 0n) throw new QueryError("Unknown", `height must be greater than 0, but got ${asked}`);
  const viewed = await view.block(asked);
  if (viewed === undefined) throw new QueryError("Unknown", `height ${asked} is not available, lowest height is ${first}`);
  return viewed;
}

function blockParts({ accounts }: ServiceBackend, { block, blockId }: ViewedBlock): object {
  const sdkBlock = accounts === undefined ? {} : { sdkBlock: sdkBlockMessage(block, `${accounts.bech32Prefix}valcons`) };
  return { blockId, block, ...sdkBlock };
}

async function validatorSet({ view, accounts }: ServiceBackend, height: bigint, page: PageRequest | undefined): Promise<object> {
  const validators = await view.validators(height);
  const limit = page === undefined || page.limit === 0n ? 100 : Number(page.limit);
  const offset = Number(page?.offset ?? 0n);
  if (offset % limit !== 0) throw new QueryError("Unknown", "invalid offset: it must be a multiple of limit: invalid request");
  return {
    blockHeight: height,
    validators: pageOf(validators, offset / limit + 1, limit).map(({ address, publicKey, power, priority }) => ({
      address: accounts === undefined ? hex(address) : addressFromBytes(`${accounts.bech32Prefix}valcons`, address),
      pubKey: { typeUrl: PubKey.typeUrl, value: PubKey.toBytes({ key: publicKey }) },
      votingPower: power,
      proposerPriority: priority,
    })),
    pagination: { total: BigInt(validators.length) },
  };
}
