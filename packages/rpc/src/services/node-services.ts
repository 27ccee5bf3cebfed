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
import { addressFromBytes, height as heightOf } from "@openledger/primitives";
import { QueryError, queryInvalid } from "@openledger/state-machine";
import type { RpcBackend, RpcBlock } from "../backend.ts";
import { hex } from "../encode/scalars.ts";
import { nodeInfoMessage } from "../node-info.ts";
import { pageOf } from "../paging.ts";
import { blockIdMessage, blockMessage, sdkBlockMessage } from "./block-messages.ts";
import { serviceMethod, type ServiceMethod } from "./service.ts";

/** The Cosmos SDK whose services and transactions these are; wallets choose among endpoints by it. */
const COSMOS_SDK_VERSION = "v0.50.15";
const TOO_HIGH = "requested block height is bigger then the chain length";

export const nodeServiceMethods: readonly ServiceMethod[] = [
  serviceMethod(ServiceService.GetNodeInfo, (backend) =>
    GetNodeInfoResponse.create({
      defaultNodeInfo: nodeInfoMessage(backend),
      applicationVersion: {
        name: "openledger",
        appName: "openledgerd",
        version: backend.softwareVersion,
        cosmosSdkVersion: COSMOS_SDK_VERSION,
      },
    }),
  ),
  serviceMethod(ServiceService.GetSyncing, () => GetSyncingResponse.create({ syncing: false })),
  serviceMethod(ServiceService.GetLatestBlock, (backend) =>
    GetLatestBlockResponse.create(blockParts(backend, storedBlock(backend, backend.chain.lastHeight))),
  ),
  serviceMethod(ServiceService.GetBlockByHeight, (backend, { height }) =>
    GetBlockByHeightResponse.create(blockParts(backend, storedBlock(backend, height))),
  ),
  serviceMethod(ServiceService.GetLatestValidatorSet, (backend, { pagination }) =>
    GetLatestValidatorSetResponse.create(validatorSet(backend, backend.chain.lastHeight, pagination)),
  ),
  serviceMethod(ServiceService.GetValidatorSetByHeight, (backend, { height, pagination }) => {
    storedBlock(backend, height);
    return GetValidatorSetByHeightResponse.create(validatorSet(backend, height, pagination));
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
  serviceMethod(NodeService.Status, ({ app, chain }) => {
    const { height, appHash } = app.info();
    const time = chain.block(height)?.block.header.time ?? 0n;
    const timestamp = { seconds: time / 1_000_000_000n, nanos: Number(time % 1_000_000_000n) };
    return StatusResponse.create({ earliestStoreHeight: chain.firstHeight, height, timestamp, appHash });
  }),
];

function storedBlock({ chain }: RpcBackend, asked: bigint): RpcBlock {
  if (asked > chain.lastHeight) throw queryInvalid(TOO_HIGH);
  if (asked <= 0n) throw new QueryError("Unknown", `height must be greater than 0, but got ${asked}`);
  const sealed = chain.block(heightOf(asked));
  if (sealed === undefined) throw new QueryError("Unknown", `height ${asked} is not available, lowest height is ${chain.firstHeight}`);
  return sealed;
}

function blockParts({ accounts }: RpcBackend, sealed: RpcBlock): object {
  const sdkBlock = accounts === undefined ? {} : { sdkBlock: sdkBlockMessage(sealed, `${accounts.bech32Prefix}valcons`) };
  return { blockId: blockIdMessage(sealed), block: blockMessage(sealed), ...sdkBlock };
}

function validatorSet({ chain, accounts }: RpcBackend, height: bigint, page: PageRequest | undefined): object {
  const { validators } = chain.validatorsAt(height);
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
