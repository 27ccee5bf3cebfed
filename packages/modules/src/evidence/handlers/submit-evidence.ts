import { DecodeError } from "@openledger/messages";
import { Equivocation, MsgSubmitEvidence, MsgSubmitEvidenceResponse } from "@openledger/messages/cosmos/evidence/v1beta1";
import { EncodingError, toHex } from "@openledger/primitives";
import { messageHandler, sdkErrors, type AnyMessageHandler, type ChainConfig } from "@openledger/state-machine";
import { accountBytes } from "../../support/validator-addresses.ts";
import { hashOf } from "../equivocation.ts";
import { evidenceExists, invalidEvidence, noHandler } from "../errors.ts";
import { evidences, EVIDENCE_STORE } from "../state.ts";

/**
 * MsgSubmitEvidence: checked as the SDK does and then refused, because equivocation has no handler for messages there
 * either: its proof is the consensus engine's, and a message carries none.
 */
export const submitEvidenceHandler: AnyMessageHandler = messageHandler<MsgSubmitEvidence, MsgSubmitEvidenceResponse>({
  codec: MsgSubmitEvidence,
  response: MsgSubmitEvidenceResponse,
  aminoName: "cosmos-sdk/MsgSubmitEvidence",
  signers: ({ submitter }) => [submitter],
  checkStateless: ({ evidence }) => {
    if (evidence !== undefined) decode(evidence.typeUrl, evidence.value);
  },
  handle(ctx, { submitter, evidence }) {
    requireSubmitter(ctx.chain, submitter);
    if (evidence === undefined) throw invalidEvidence("missing evidence");
    const equivocation = decode(evidence.typeUrl, evidence.value);
    checkEquivocation(equivocation);
    const hash = hashOf(ctx.crypto.sha256, equivocation);
    if (evidences.has(ctx.store.store(EVIDENCE_STORE), hash)) throw evidenceExists(toHex(hash).toUpperCase());
    throw noHandler("equivocation");
  },
});

function decode(typeUrl: string, value: Uint8Array): Equivocation {
  if (typeUrl !== Equivocation.typeUrl) throw sdkErrors.txDecode(`unable to resolve type URL ${typeUrl.slice(0, 200)}`);
  try {
    return Equivocation.decode(value);
  } catch (error) {
    if (error instanceof DecodeError) throw sdkErrors.txDecode(error.message);
    throw error;
  }
}

function requireSubmitter(chain: ChainConfig, text: string): void {
  try {
    accountBytes(chain, text);
  } catch (error) {
    if (error instanceof EncodingError) throw sdkErrors.invalidAddress(`invalid submitter address: ${error.message}`);
    throw error;
  }
}

/** Throws the module's invalid-evidence error. */
export function checkEquivocation({ time, height, power, consensusAddress }: Equivocation): void {
  const refuse = (what: string): Error => invalidEvidence(`failed basic validation: invalid equivocation ${what}`);
  if ((time?.seconds ?? 0n) <= 0n) throw refuse(`time: ${time?.seconds ?? 0n}`);
  if (height < 1n) throw refuse(`height: ${height}`);
  if (power < 1n) throw refuse(`validator power: ${power}`);
  if (consensusAddress === "") throw refuse("validator consensus address: ");
}
