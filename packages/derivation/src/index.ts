export {
  attestationSignBytes,
  createAttestationBook,
  decodeAttestation,
  encodeAttestation,
  isAttestationGenuine,
  isAttested,
  type Attestation,
  type AttestationBook,
  type AttestationBookOptions,
  type AttestedBlock,
} from "./attestation.ts";
export {
  batchPayload,
  encodeBatch,
  encodeOpenEnvelope,
  prepareBatch,
  type BatchContext,
  type BatchKind,
  type BatchSigner,
  type Deflate,
  type PostedBlock,
  type UnsignedBlob,
} from "./batch.ts";
export { createChainReader, recallForced, recallFrom, type Break, type ChainReader, type ChainReaderOptions, type ForcedDuty, type KnownMiss, type ReaderNotes, type ReaderSlice } from "./chain-reader.ts";
export {
  createDerivation,
  type DaSlice,
  type Derivation,
  type DerivationNotes,
  type DerivationOptions,
  type DerivedBlock,
  type Equivocation,
} from "./derivation.ts";
export {
  BLOB_BYTES_MAX,
  decodeEnvelope,
  decodeEnvelopeSignBytes,
  encodeEnvelope,
  ENVELOPE_BYTES,
  envelopeSignBytes,
  isEnvelopeGenuine,
  isSigned,
  openEnvelope,
  type Compression,
  type Envelope,
  type EnvelopeFields,
  type EnvelopeKind,
  type Inflate,
} from "./envelope.ts";
export { createForcedQueue, forcedFrom, forcedTxOf, judgeForced, type Chance, type ForcedChance, type ForcedJudges, type ForcedQueue, type ForcedQueueOptions, type ForcedTx, type NamedBlob } from "./forced-queue.ts";
export { isAheadOfDa, joinBlock, type Place } from "./join-block.ts";
export { BATCH_BLOCKS_MAX, PART_BYTES_MAX, PARTS_MAX, PAYLOAD_ITEMS_MAX, TIME_DRIFT_NANOS } from "./limits.ts";
export { addRecent } from "./recent-set.ts";
export { namespacesOf, type Namespaces } from "./namespaces.ts";
export { decodeDataBatch, decodeHeaderBatch, encodeDataBatch, encodeHeaderBatch, payloadBytes, type BlockData, type PayloadSize } from "./payload.ts";
export {
  decodeRotation,
  encodeRotation,
  encodeRotationBlob,
  RECOVERY_KEYS_MAX,
  rotationOfBlob,
  rotationSignBytes,
  whyElsewhere,
  whyNotSigned,
  type Miss,
  type RecoveryRule,
  type Rotation,
  type RotationBody,
  type RotationPlace,
  type RotationSignature,
} from "./rotation.ts";
export { crossingOf, encodeRotationTx, rotationOfTx } from "./rotation-tx.ts";
