/** Genesis transactions: each creates a validator, signed before there is a chain, in the SDK's JSON. */
import type { MessageCodec } from "@openledger/messages";
import { PubKey as Ed25519PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { LegacyAminoPubKey } from "@openledger/messages/cosmos/crypto/multisig";
import { PubKey as Secp256k1PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import { MsgCreateValidator } from "@openledger/messages/cosmos/staking/v1beta1";
import { AuthInfo, Tx, TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { messageFromJson, messageToJson } from "@openledger/modules";
import { genesisError, jsonArray, jsonObject, type Json } from "@openledger/state-machine";

const types = [MsgCreateValidator, Ed25519PubKey, Secp256k1PubKey, LegacyAminoPubKey] as readonly unknown[] as readonly MessageCodec<object>[];

/** The transactions in `app_state.genutil.gen_txs`, in their order. Throws a TxError of codespace `genesis`. */
export function genesisTxs(appState: { readonly [module: string]: Json }): readonly Uint8Array[] {
  const where = "app_state.genutil";
  const given = jsonArray(jsonObject(appState["genutil"], where)["gen_txs"], `${where}.gen_txs`);
  return given.map((json, i) => genesisTxFromJson(json, `${where}.gen_txs[${i}]`));
}

/**
 * The bytes of one transaction. Throws a TxError of codespace `genesis` when it is anything but one MsgCreateValidator;
 * `where` names the place.
 */
export function genesisTxFromJson(json: Json, where: string): Uint8Array {
  const { body, authInfo, signatures } = messageFromJson(Tx, json, where, types);
  if (body === undefined || authInfo === undefined) throw genesisError(where, "must have a body and auth_info");
  const [message, ...more] = body.messages;
  if (message === undefined || more.length > 0) {
    throw genesisError(where, `unexpected number of GenTx messages; got: ${body.messages.length}, expected: 1`);
  }
  if (message.typeUrl !== MsgCreateValidator.typeUrl) {
    throw genesisError(where, `unexpected GenTx message type; expected: ${MsgCreateValidator.typeUrl}, got: ${message.typeUrl}`);
  }
  return TxRaw.toBytes({ bodyBytes: TxBody.toBytes(body), authInfoBytes: AuthInfo.toBytes(authInfo), signatures });
}

/** What {@link genesisTxFromJson} reads, of a transaction with the same bytes. */
export function genesisTxToJson(tx: Uint8Array): Json {
  const { bodyBytes, authInfoBytes, signatures } = TxRaw.fromBytes(tx);
  return messageToJson(Tx, { body: TxBody.decode(bodyBytes), authInfo: AuthInfo.decode(authInfoBytes), signatures }, types);
}
