export type { SignerErrorCode } from "./errors.ts";
export { openJournal, type Journal, type JournalEntry, type JournalOptions } from "./journal.ts";
export type { Lease } from "./lease-book.ts";
export { openSharedKey, type SharedKey, type SharedKeyOptions, type SharedKeyStatus } from "./shared-key.ts";
export { openSigner, type JournalBlock, type Signer, type SignerOptions, type SignerStatus } from "./signer.ts";
export { createSignerClient, type SignerClient, type SignerClientOptions } from "./signer-client.ts";
export {
  readSignedChain,
  restoreKey,
  signerPaths,
  takeOverKey,
  type ChainOfKey,
  type MinRound,
  type NodeKeyFiles,
  type RestoreOptions,
  type SignedChain,
  type SignerPaths,
} from "./signer-home.ts";
export { requireToken, startSignerServer, type SignerServerOptions } from "./signer-server.ts";
