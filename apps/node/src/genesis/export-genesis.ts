import { createChain, parseGenesis, timeToRfc3339 } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { assertDefined, toBase64, unixNanos, type Height } from "@openledger/primitives";
import { jsonObject, TxError, type Json } from "@openledger/state-machine";
import { nodeError } from "../node-error.ts";
import { openStoppedHome, type StoppedHome } from "../stopped-home.ts";
import { previousChainOfComet } from "./comet-headers.ts";
import { readGenesisDocument, type GenesisDocument } from "./genesis-document.ts";
import { previousChainOf, previousChainsOf, type PreviousChain } from "./previous-chains.ts";
import { validatorsWithSequencer } from "./validators-with-sequencer.ts";

export interface ExportOptions {
  /** Whose state it is; the last one by default, and a lower one only for a chain of another id. */
  readonly height?: Height;
  /** Of the chain that begins there; the id of the chain that is left by default. */
  readonly chainId?: string;
  /**
   * Bech32 operators of the validators with which CometBFT goes on; every other one is jailed until it unjails. Without
   * it, whoever made blocks goes on.
   */
  readonly validators?: readonly string[];
  /** RPC of a CometBFT of the chain, whose signed headers the genesis of a home without blocks names. */
  readonly cometRpc?: string;
}

/** A header's time must lie above that of the one before by at least this, as between blocks of one chain. */
const NANOS_BETWEEN_BLOCKS = 1_000_000n;

/**
 * A genesis document with which a chain goes on from a height of a stopped node: its state, the height and the time
 * after it, signed headers of the chain it leaves, everything else as in its own genesis. Throws `HOME` before the
 * first block, `CONFIG` for a height whose next block is signed already under the same chain id and for validators that
 * cannot go on, `HEIGHT_NOT_KEPT`, `COMET_RPC`, and what keeps a node from starting.
 */
export async function exportGenesis(home: string, options: ExportOptions = {}): Promise<GenesisDocument> {
  using stopped = await openStoppedHome(home, options.height);
  const { app, lastHeight, paths } = stopped;
  const { height } = app.info();
  if (lastHeight === 0n) throw nodeError("HOME", `${paths.home} has no block yet; its state is that of ${paths.genesisFile}`);
  const document = readGenesisDocument(paths.genesisFile);
  const { chain_id: left } = document;
  const { chainId = left } = options;
  if (stopped.kind === "embedded" && options.cometRpc !== undefined) throw nodeError("CONFIG", `${paths.home} has its blocks itself; leave --comet.rpc out`);
  if (app.chain().chainId !== left) throw nodeError("HOME", `${paths.genesisFile} is of chain ${left}, and the state of ${app.chain().chainId}; restore genesis.json`);
  if (height < lastHeight && chainId === left) {
    const why = `${left} has blocks up to ${lastHeight}: its validator would sign height ${height + 1n} a second time, and what was sent since could be sent again`;
    throw nodeError("CONFIG", `${why}; leave --height out to go on from ${lastHeight}, or name another chain with --chain-id`);
  }
  const chains = [...(previousChainsOf(document) ?? []), ...(await leftChain(stopped, options.cometRpc))];
  const exported = exportedState(stopped, options.validators);
  const { consensus: _ofSdk, ...rest } = document;
  const next = {
    ...rest,
    chain_id: chainId,
    // The first block has the time of its genesis. With that of the chain's own one, its clock would go back.
    genesis_time: timeToRfc3339(unixNanos(app.lastBlockTime() + NANOS_BETWEEN_BLOCKS)),
    initial_height: String(height + 1n),
    consensus_params: consensusParamsOf(exported),
    validators: validatorsWithSequencer(document, exported["rollup"]),
    app_state: stateOf(document, exported, chains),
  };
  const isMadeByOne = options.validators === undefined && stopped.kind === "embedded";
  return isMadeByOne ? next : { ...next, validators: validatorsByStake(next) ?? next.validators };
}

/** None for a home without blocks, unless a CometBFT tells its headers. */
async function leftChain(stopped: StoppedHome, cometRpc: string | undefined): Promise<readonly PreviousChain[]> {
  const { app, crypto } = stopped;
  const { height, appHash } = app.info();
  if (stopped.kind === "embedded") return [previousChainOf(crypto, stopped.chain, height)];
  if (cometRpc === undefined) return [];
  return [await previousChainOfComet(crypto, cometRpc, { chainId: app.chain().chainId, height, appHash })];
}

type ExportedState = ReturnType<StoppedHome["app"]["exportAppState"]>;

function exportedState({ app }: StoppedHome, validators: readonly string[] | undefined): ExportedState {
  try {
    return app.exportAppState(validators === undefined ? undefined : { validators });
  } catch (error) {
    if (error instanceof TxError) throw nodeError("CONFIG", `no chain goes on with these validators: ${error.message}`, error);
    throw error;
  }
}

/** Genesis transactions have done their work and are left out; executing them twice would fail. */
function stateOf({ app_state: state }: GenesisDocument, exported: ExportedState, chains: readonly PreviousChain[]): GenesisDocument["app_state"] {
  const system = { ...state.system, ...(exported["system"] as object), ...(chains.length === 0 ? {} : { previous_chains: chains }) };
  return { auth: state.auth, bank: state.bank, ...exported, system, rollup: rollupOf(state["rollup"], exported) };
}

/** The rules that genesis fixes, and who seals now. */
function rollupOf(given: unknown, exported: ExportedState): Json {
  const { sequencer: _former, ...rules } = jsonObject((given ?? {}) as Json, "app_state.rollup");
  return { ...rules, ...jsonObject(exported["rollup"], "app_state.rollup") };
}

/** Governance may have changed what the old genesis says, and this is what CometBFT begins with. */
function consensusParamsOf(exported: ExportedState): Json {
  const { params } = exported["consensus"] as { readonly params: Json };
  return params;
}

/** The set as the chain itself gives it to CometBFT, for whoever reads only the file; undefined where stakes do not decide. */
function validatorsByStake(document: GenesisDocument): readonly object[] | undefined {
  const { staking } = document.app_state;
  const { validators: stakes } = staking as { readonly validators: readonly { readonly consensus_pubkey: { readonly key: string }; readonly description: { readonly moniker: string } }[] };
  const { validators } = createChain({ crypto: createNodeCrypto() }).initChain(parseGenesis(JSON.parse(JSON.stringify(document))));
  if (validators.length === 0) return undefined;
  return validators.map(({ publicKey, power }) => {
    const key = toBase64(publicKey);
    const staked = assertDefined(stakes.find((one) => one.consensus_pubkey.key === key), "who is in the set has staked");
    return { pub_key: { type: "tendermint/PubKeyEd25519", value: key }, power: `${power}`, name: staked.description.moniker };
  });
}
