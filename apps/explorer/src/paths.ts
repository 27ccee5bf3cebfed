/** Every address that the explorer links to or fetches is built here. */

/** What a route's parameter may hold; anything else is "not found" before a request leaves the browser. */
export const patterns = {
  number: /^(0|[1-9][0-9]{0,19})$/,
  hash: /^[0-9A-Fa-f]{64}$/,
  address: /^[a-z]{1,83}1[02-9ac-hj-np-z]{6,}$/,
} as const;

/** Patterns of the router, in its own syntax. */
export const routePaths = {
  home: "/",
  receipt: "/receipt/$session/$index",
  contributor: "/contributor/$address",
  session: "/session/$session",
  settlement: "/settlement/$settlement",
  contribution: "/contribution/$datanet/$seq",
  hosts: "/hosts",
  clock: "/clock",
  money: "/money",
  modelVersion: "/model/$model/$version",
  block: "/block/$height",
  tx: "/tx/$hash",
} as const;

export const paths = {
  home: (): string => "/",
  receipt: (session: bigint | string, index: bigint | string): string => `/receipt/${session}/${index}`,
  contributor: (address: string): string => `/contributor/${encodeURIComponent(address)}`,
  session: (session: bigint | string): string => `/session/${session}`,
  settlement: (settlement: bigint | string): string => `/settlement/${settlement}`,
  contribution: (datanet: bigint | string, seq: bigint | string): string => `/contribution/${datanet}/${seq}`,
  hosts: (): string => "/hosts",
  clock: (): string => "/clock",
  money: (): string => "/money",
  modelVersion: (model: bigint | string, version: bigint | string): string => `/model/${model}/${version}`,
  block: (height: bigint | string): string => `/block/${height}`,
  tx: (hash: string): string => `/tx/${hash.toUpperCase()}`,
} as const;

/** Same-origin endpoints that the explorer's server passes on. */
export const endpoints = {
  graphql: (): string => "/graphql",
  rpc: (): string => "/api/rpc",
  models: (): string => "/api/models",
  ask: (): string => "/api/ask",
  receipts: (): string => "/api/receipts",
  receiptFile: (session: bigint | string, index: bigint | string): string => `/api/receipts/${session}/${index}`,
} as const;
