import { createTypeRegistry, type MessageCodec, type TypeRegistry } from "@openledger/messages";
import * as auth from "@openledger/messages/cosmos/auth/v1beta1";
import * as authz from "@openledger/messages/cosmos/authz/v1beta1";
import * as bank from "@openledger/messages/cosmos/bank/v1beta1";
import * as consensus from "@openledger/messages/cosmos/consensus/v1";
import { PubKey as Ed25519PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { LegacyAminoPubKey } from "@openledger/messages/cosmos/crypto/multisig";
import { PubKey as Secp256k1PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import * as distribution from "@openledger/messages/cosmos/distribution/v1beta1";
import * as evidence from "@openledger/messages/cosmos/evidence/v1beta1";
import * as feegrant from "@openledger/messages/cosmos/feegrant/v1beta1";
import * as gov from "@openledger/messages/cosmos/gov/v1";
import * as legacyGov from "@openledger/messages/cosmos/gov/v1beta1";
import * as mint from "@openledger/messages/cosmos/mint/v1beta1";
import * as params from "@openledger/messages/cosmos/params/v1beta1";
import * as slashing from "@openledger/messages/cosmos/slashing/v1beta1";
import * as staking from "@openledger/messages/cosmos/staking/v1beta1";
import * as upgrade from "@openledger/messages/cosmos/upgrade/v1beta1";
import * as vesting from "@openledger/messages/cosmos/vesting/v1beta1";
import * as accountability from "@openledger/messages/openledger/accountability/v1";
import * as datanet from "@openledger/messages/openledger/datanet/v1";
import * as feedback from "@openledger/messages/openledger/feedback/v1";
import * as gate from "@openledger/messages/openledger/gate/v1";
import * as market from "@openledger/messages/openledger/market/v1";
import * as model from "@openledger/messages/openledger/model/v1";
import * as rewards from "@openledger/messages/openledger/rewards/v1";
import * as rollup from "@openledger/messages/openledger/rollup/v1";

const sdk = [auth, authz, bank, consensus, distribution, evidence, feegrant, gov, legacyGov, mint, params, slashing, staking, upgrade, vesting];
const openledger = [accountability, datanet, feedback, gate, market, model, rewards, rollup];

/** Messages with their responses, and what stands in an Any inside of some: authorizations, allowances, contents, evidence. */
const CARRIED = /^(?:Msg[A-Z]\w*|\w+Authorization|\w+Allowance|\w*Proposal|Equivocation)$/;

/** Every message that a transaction of this chain may carry, what may stand in one, and every kind of public key. */
export const registry: TypeRegistry = createTypeRegistry([
  Ed25519PubKey as MessageCodec<object>,
  LegacyAminoPubKey as MessageCodec<object>,
  Secp256k1PubKey as MessageCodec<object>,
  ...[...sdk, ...openledger].flatMap(carriedOf),
]);

function carriedOf(generated: Readonly<Record<string, unknown>>): readonly MessageCodec<object>[] {
  return Object.entries(generated).flatMap(([name, value]) => (CARRIED.test(name) && isCodec(value) ? [value] : []));
}

function isCodec(value: unknown): value is MessageCodec<object> {
  return typeof value === "object" && value !== null && "typeUrl" in value && "decode" in value;
}
