/** Where clients reach the node. */
export interface PublicUrls {
  readonly rpc: string;
  readonly rest: string;
}
