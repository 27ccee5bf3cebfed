import { existsSync, rmSync } from "node:fs";
import { homePaths, initHome } from "@openledger/node";
import type { Sha256 } from "@openledger/primitives";
import type { DemoHome } from "../home/demo-home.ts";
import { openContributorKeys, PREFIX, roleKey, type DemoKeys, type Signer } from "../home/demo-keys.ts";
import { BASE_DENOM } from "../steps/demo-terms.ts";
import type { OperatorConfig } from "./config.ts";

/** Base units that exist at genesis: those of the organisation, and those with which its own users pay. */
const ORGANISATION_UNITS = 1_000_000_000_000n;
const DESK_UNITS = 1_000_000_000_000n;

/** The keys of one organisation: one account for all that it does, and one with which its users pay. */
export interface OrganisationKeys {
  readonly keys: DemoKeys;
  readonly operator: Signer;
  readonly desk: Signer;
}

/** Opens the organisation's keys, or makes them. It plays every role but the buyer's, and owns every text. */
export async function openOrganisation(home: DemoHome, name: string, sha256: Sha256): Promise<OrganisationKeys> {
  const operator = await roleKey(home.host, "host");
  const desk = await roleKey(home.buyer, "buyer");
  const { contentSecret } = await openContributorKeys(home.contributors, sha256);
  const one = { faucet: operator, curator: operator, builder: operator, host: operator, guide: operator };
  const others = { harbour: operator, meadow: operator, summit: operator };
  const keys: DemoKeys = {
    roles: { ...one, ...others, buyer: desk, listener: desk },
    contributors: {
      signer: () => Promise.resolve(operator),
      owners: () => Promise.resolve(new Map([[operator.address, name]])),
      contentSecret,
    },
  };
  return { keys, operator, desk };
}

/** Makes the chain's home unless there is one. */
export function ensureGenesis(home: DemoHome, config: OperatorConfig, { operator, desk }: OrganisationKeys): void {
  if (existsSync(homePaths(home.node).genesisFile)) return;
  // Genesis is written last: without it, nothing here has ever run.
  rmSync(home.node, { recursive: true, force: true });
  const held = (address: string, amount: bigint) => ({ address, coins: [{ denom: BASE_DENOM, amount }] });
  const seconds = String(config.window_seconds);
  initHome({
    ...{ home: home.node, moniker: config.name, chainId: config.chain_id, bech32Prefix: PREFIX, baseDenom: BASE_DENOM },
    accounts: [held(operator.address, ORGANISATION_UNITS), held(desk.address, DESK_UNITS)],
    appState: {
      market: {
        params: {
          ...{ window_seconds: seconds, window_blocks: "2", response_seconds: seconds, response_blocks: "2" },
          ...{ max_session_seconds: "2592000", listed_denoms: [BASE_DENOM] },
        },
      },
    },
  });
}
