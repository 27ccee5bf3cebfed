import { createTypeRegistry, type MessageCodec, type TypeRegistry } from "@openledger/messages";
import { MsgMultiSend, MsgMultiSendResponse, MsgSend, MsgSendResponse } from "@openledger/messages/cosmos/bank/v1beta1";
import { PubKey as Ed25519PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { LegacyAminoPubKey } from "@openledger/messages/cosmos/crypto/multisig";
import { PubKey as Secp256k1PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import * as accountability from "@openledger/messages/openledger/accountability/v1";
import * as datanet from "@openledger/messages/openledger/datanet/v1";
import * as feedback from "@openledger/messages/openledger/feedback/v1";
import * as gate from "@openledger/messages/openledger/gate/v1";
import * as market from "@openledger/messages/openledger/market/v1";
import * as model from "@openledger/messages/openledger/model/v1";
import * as rewards from "@openledger/messages/openledger/rewards/v1";

/** Every message that a transaction of this chain may carry, and every kind of public key. */
export const registry: TypeRegistry = createTypeRegistry([
  MsgSend,
  MsgSendResponse,
  MsgMultiSend,
  MsgMultiSendResponse,
  Ed25519PubKey,
  LegacyAminoPubKey,
  Secp256k1PubKey,
  ...messagesOf(accountability),
  ...messagesOf(datanet),
  ...messagesOf(feedback),
  ...messagesOf(gate),
  ...messagesOf(market),
  ...messagesOf(model),
  ...messagesOf(rewards),
]);

/** The `Msg...` codecs of a generated package, requests and responses. */
function messagesOf(generated: Readonly<Record<string, unknown>>): readonly MessageCodec<object>[] {
  return Object.entries(generated).flatMap(([name, value]) =>
    /^Msg[A-Z]/.test(name) && isCodec(value) ? [value] : [],
  );
}

function isCodec(value: unknown): value is MessageCodec<object> {
  return typeof value === "object" && value !== null && "typeUrl" in value && "decode" in value;
}
