import {
  createValidatorSet,
  decodeCommit,
  decodeHeader,
  encodeCommit,
  encodeHeader,
  headerHash,
  type Header,
  type LightBlock,
} from "@openledger/comet";
import { fromBase64, fromHex, toBase64, toHex, type Sha256 } from "@openledger/primitives";
import { signedHeaderFromJson } from "../light/comet-json.ts";

/** A header with its commit and validators, in a file. */
export interface LightBlockFile {
  /** Canonical protobuf of `tendermint.types.Header`, base64. */
  readonly header: string;
  /** Canonical protobuf of `tendermint.types.Commit`, base64. */
  readonly commit: string;
  /** Ed25519 keys as hex with their power as decimal text. */
  readonly validators: readonly { readonly publicKey: string; readonly power: string }[];
}

export function lightBlockToFile({ header, commit, validators }: LightBlock): LightBlockFile {
  return {
    header: toBase64(encodeHeader(header)),
    commit: toBase64(encodeCommit(commit)),
    validators: validators.validators.map(({ publicKey, power }) => ({ publicKey: toHex(publicKey), power: `${power}` })),
  };
}

/** Throws CometError or EncodingError for what is not canonical. */
export function lightBlockFromFile(sha256: Sha256, { header, commit, validators }: LightBlockFile): LightBlock {
  return {
    header: decodeHeader(fromBase64(header)),
    commit: decodeCommit(fromBase64(commit)),
    validators: createValidatorSet(
      sha256,
      validators.map(({ publicKey, power }) => ({ publicKey: fromHex(publicKey), power: BigInt(power) })),
    ),
  };
}

/** A header that the user trusts: itself, or height and hash of it. */
export interface TrustedHeader {
  readonly height: bigint;
  /** 32 bytes. */
  readonly hash: Uint8Array;
  /** Needed to reach other heights than its own. */
  readonly header?: Header;
  /**
   * Headers above it are taken on when its trusting period is over too, and the check says so. For a header that the
   * genesis of a later chain vouches for, since nobody can make newer headers of a chain that was left.
   */
  readonly neverExpires?: boolean;
}

/**
 * Reads a trusted header out of what `commit?height=N` of a node's RPC answers, with or without its JSON-RPC envelope.
 * Throws an error of zod or primitives for anything else.
 */
export function trustedHeaderFromJson(sha256: Sha256, json: unknown): TrustedHeader {
  let inner = json;
  for (const key of ["result", "signed_header"] as const) {
    if (typeof inner === "object" && inner !== null && key in inner) inner = (inner as Record<string, unknown>)[key];
  }
  const { header } = signedHeaderFromJson(inner);
  return { height: header.height, hash: headerHash(sha256, header), header };
}
