/** Every message of the generated code, so that whatever an Any holds can be shown. */
import type { MessageCodec } from "@openledger/messages";
import * as auth from "@openledger/messages/cosmos/auth/v1beta1";
import * as authz from "@openledger/messages/cosmos/authz/v1beta1";
import * as bank from "@openledger/messages/cosmos/bank/v1beta1";
import * as consensus from "@openledger/messages/cosmos/consensus/v1";
import * as ed25519 from "@openledger/messages/cosmos/crypto/ed25519";
import * as multisig from "@openledger/messages/cosmos/crypto/multisig";
import * as secp256k1 from "@openledger/messages/cosmos/crypto/secp256k1";
import * as distribution from "@openledger/messages/cosmos/distribution/v1beta1";
import * as evidence from "@openledger/messages/cosmos/evidence/v1beta1";
import * as feegrant from "@openledger/messages/cosmos/feegrant/v1beta1";
import * as gov from "@openledger/messages/cosmos/gov/v1";
import * as govBeta from "@openledger/messages/cosmos/gov/v1beta1";
import * as mint from "@openledger/messages/cosmos/mint/v1beta1";
import * as params from "@openledger/messages/cosmos/params/v1beta1";
import * as slashing from "@openledger/messages/cosmos/slashing/v1beta1";
import * as staking from "@openledger/messages/cosmos/staking/v1beta1";
import * as tx from "@openledger/messages/cosmos/tx/v1beta1";
import * as upgrade from "@openledger/messages/cosmos/upgrade/v1beta1";
import * as vesting from "@openledger/messages/cosmos/vesting/v1beta1";
import * as datanet from "@openledger/messages/openledger/datanet/v1";
import * as feedback from "@openledger/messages/openledger/feedback/v1";
import * as gate from "@openledger/messages/openledger/gate/v1";
import * as market from "@openledger/messages/openledger/market/v1";
import * as model from "@openledger/messages/openledger/model/v1";
import * as rewards from "@openledger/messages/openledger/rewards/v1";
import * as rollup from "@openledger/messages/openledger/rollup/v1";

const cosmos = [auth, authz, bank, consensus, ed25519, multisig, secp256k1, distribution, evidence, feegrant, gov, govBeta];
const others = [mint, params, slashing, staking, tx, upgrade, vesting, datanet, feedback, gate, market, model, rewards, rollup];

/** The codecs by type URL. */
export const knownTypes: ReadonlyMap<string, MessageCodec<object>> = new Map(
  [...cosmos, ...others]
    .flatMap((generated): readonly unknown[] => Object.values(generated))
    .filter(isCodec)
    .map((codec) => [codec.typeUrl, codec]),
);

function isCodec(value: unknown): value is MessageCodec<object> {
  return typeof value === "object" && value !== null && "typeUrl" in value && "fields" in value;
}
