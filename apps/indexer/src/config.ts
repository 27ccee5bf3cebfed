import { z } from "zod";
import { apiOptions } from "./server/api-options.ts";

export const roles = ["all", "sync", "backfill", "api"] as const;
export type Role = (typeof roles)[number];

/** Options of one indexer, as they arrive from the command line or from a program. */
export const indexerOptions = z.object({
  /** `all` writes and serves, `sync` writes, `backfill` writes up to the head and ends, `api` serves what others write. */
  role: z.enum(roles, { error: `--role is one of ${roles.join(", ")}` }).default("all"),
  /** URL of the node's JSON-RPC. */
  node: z.url({ protocol: /^https?$/, error: "--node is the http(s) URL of a node's JSON-RPC, for example http://127.0.0.1:26657" }).optional(),
  /** Folder that `openledgerd export-blocks` wrote; the node serves what comes after it. */
  archive: z.string().min(1).optional(),
  /** A postgres:// URL, or the folder of the embedded database; absent keeps the index in memory. */
  db: z.string().min(1).optional(),
  /** Schema that is written, or with the role `api` read; the live one by default. */
  schema: z.string().min(1).optional(),
  /** Writes a new schema from genesis on, which becomes the live one when it reaches the head. Nothing is dropped. */
  reset: z.boolean().default(false),
  host: z.string().min(1).default("127.0.0.1"),
  /** 0 takes any free port. */
  port: z.number({ error: "--port is a number" }).int().min(0).max(65_535, "--port is between 0 and 65535").default(4350),
  api: apiOptions.prefault({}),
});

export type IndexerOptions = z.input<typeof indexerOptions>;
export type IndexerConfig = z.output<typeof indexerOptions>;

/** True when the database is a server and not a folder. */
export function isPostgresUrl(db: string): boolean {
  return /^postgres(ql)?:\/\//.test(db);
}
