export type { BlockSource } from "./block-source.ts";
export type { BatcherErrorCode } from "./errors.ts";
export { isDue, slowdownMs, type PostingPolicy } from "./policy.ts";
export { createPoster, type EnvelopeSigner, type Poster, type PosterOptions, type PosterStatus } from "./poster.ts";
