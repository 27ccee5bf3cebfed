import { readFile } from "node:fs/promises";
import { z } from "zod";

const schema = z.looseObject({
  name: z.string().min(1).max(214),
  version: z.string().min(1).max(256),
  description: z.string().optional().catch(undefined),
  keywords: z.array(z.string()).optional().catch(undefined),
  license: z
    .union([z.string(), z.object({ type: z.string() })])
    .optional()
    .catch(undefined),
  licenses: z
    .array(z.object({ type: z.string() }))
    .optional()
    .catch(undefined),
  repository: z.unknown().optional(),
  bugs: z.unknown().optional(),
  homepage: z.unknown().optional(),
  os: z.unknown().optional(),
  cpu: z.unknown().optional(),
  libc: z.unknown().optional(),
});

/** What the corpus needs of a `package.json`. */
export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  /** "" when no licence field says anything. */
  readonly licence: string;
  readonly repository: unknown;
  readonly bugs: unknown;
  readonly homepage: unknown;
  /** True for packages that install on some operating systems, processors or C libraries only. */
  readonly isPlatformSpecific: boolean;
}

/** Reads `package.json` in a package folder; undefined when there is none or it does not name a package. */
export async function readManifest(folder: string): Promise<PackageManifest | undefined> {
  const parsed = schema.safeParse(await readJson(`${folder}/package.json`));
  if (!parsed.success) return undefined;
  const { name, version, description, keywords, license, licenses, ...rest } = parsed.data;
  const licence =
    typeof license === "string" ? license : (license?.type ?? licenses?.map(({ type }) => type).join(" OR "));
  return {
    name,
    version,
    description: description ?? "",
    keywords: keywords ?? [],
    licence: licence?.trim() ?? "",
    repository: rest.repository,
    bugs: rest.bugs,
    homepage: rest.homepage,
    isPlatformSpecific: [rest.os, rest.cpu, rest.libc].some((field) => field !== undefined),
  };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return undefined;
    throw error;
  }
}

/** Order of semantic versions: numbers by value, a pre-release before its release, then the text. */
export function compareVersions(a: string, b: string): number {
  const [coreA = "", preA = ""] = splitVersion(a);
  const [coreB = "", preB = ""] = splitVersion(b);
  const core = compareParts(coreA, coreB);
  if (core !== 0 || preA === preB) return core;
  if (preA === "" || preB === "") return preA === "" ? 1 : -1;
  return compareParts(preA, preB);
}

function splitVersion(version: string): string[] {
  const plain = version.split("+")[0] ?? "";
  const dash = plain.indexOf("-");
  return dash < 0 ? [plain] : [plain.slice(0, dash), plain.slice(dash + 1)];
}

function compareParts(a: string, b: string): number {
  const partsA = a.split(".");
  const partsB = b.split(".");
  for (let i = 0; i < Math.max(partsA.length, partsB.length); i++) {
    const [x = "", y = ""] = [partsA[i], partsB[i]];
    if (x === y) continue;
    if (/^\d+$/.test(x) && /^\d+$/.test(y)) return Number(x) - Number(y);
    return x < y ? -1 : 1;
  }
  return 0;
}
