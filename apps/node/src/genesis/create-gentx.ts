import type { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";
import { makeSignDoc } from "@cosmjs/proto-signing";
import { genesisTxFromJson, genesisTxToJson } from "@openledger/chain";
import { packAny } from "@openledger/messages";
import { PubKey as Ed25519PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { PubKey as Secp256k1PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import { MsgCreateValidator, type Description } from "@openledger/messages/cosmos/staking/v1beta1";
import { SignMode } from "@openledger/messages/cosmos/tx/signing/v1beta1";
import { AuthInfo, TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { addressFromBytes, addressToBytes, assert, equalBytes, fromBase64 } from "@openledger/primitives";
import type { Json } from "@openledger/state-machine";
import type { CoinArgument } from "../cli/parse-arguments.ts";
import type { CommissionTerms } from "../cli/validator-terms.ts";

/** A validator with the terms on which it begins. */
export interface NewValidator {
  readonly bech32Prefix: string;
  readonly description: Description;
  readonly commission: CommissionTerms;
  readonly minSelfDelegation: string;
  readonly bond: CoinArgument;
  /** Ed25519 key that seals blocks, 32 bytes. */
  readonly consensusKey: Uint8Array;
}

/** One that exists from the beginning, and how its transaction is signed. */
export interface GenesisValidator extends NewValidator {
  readonly chainId: string;
  readonly gasLimit: bigint;
  readonly fees: readonly CoinArgument[];
  readonly memo: string;
  readonly accountNumber: bigint;
  readonly sequence: bigint;
}

/** The message that the transaction carries; the operator's account delegates to itself. */
export function createValidatorMessage(validator: NewValidator, address: string): MsgCreateValidator {
  const { bech32Prefix, description, commission, minSelfDelegation, bond, consensusKey } = validator;
  return MsgCreateValidator.create({
    ...{ description, commission, minSelfDelegation, value: bond },
    validatorAddress: addressFromBytes(`${bech32Prefix}valoper`, addressToBytes(bech32Prefix, address)),
    pubkey: packAny(Ed25519PubKey, { key: consensusKey }),
  });
}

/** The signed transaction in the SDK's JSON. */
export async function createGentx(validator: GenesisValidator, wallet: DirectSecp256k1HdWallet, address: string): Promise<Json> {
  const account = (await wallet.getAccounts()).find((one) => one.address === address);
  assert(account !== undefined, `the wallet holds ${address}`);
  const message = createValidatorMessage(validator, address);
  const bodyBytes = TxBody.toBytes(TxBody.create({ messages: [packAny(MsgCreateValidator, message)], memo: validator.memo }));
  const authInfoBytes = AuthInfo.toBytes(
    AuthInfo.create({
      signerInfos: [
        {
          publicKey: packAny(Secp256k1PubKey, { key: account.pubkey }),
          modeInfo: { single: { mode: SignMode.SIGN_MODE_DIRECT } },
          sequence: validator.sequence,
        },
      ],
      fee: { amount: validator.fees, gasLimit: validator.gasLimit },
    }),
  );
  const doc = makeSignDoc(bodyBytes, authInfoBytes, validator.chainId, validator.accountNumber);
  const { signature } = await wallet.signDirect(address, doc);
  const tx = TxRaw.toBytes({ bodyBytes, authInfoBytes, signatures: [fromBase64(signature.signature)] });
  const json = genesisTxToJson(tx);
  // The signature covers bytes, and the chain makes them again from this JSON.
  assert(equalBytes(genesisTxFromJson(json, "gentx"), tx), "a genesis transaction has the same bytes when read back");
  return json;
}
