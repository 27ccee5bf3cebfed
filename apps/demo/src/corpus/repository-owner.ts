/** The fields of a package manifest that say who publishes it. */
export interface OwnerFields {
  readonly name: string;
  readonly repository?: unknown;
  readonly bugs?: unknown;
  readonly homepage?: unknown;
}

const HOST =
  /(?:^|[/@])(?:www\.)?(github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)[/:]([A-Za-z0-9][A-Za-z0-9_.-]{0,99})\//i;
const SHORTHAND = /^(?:(github|gitlab|bitbucket):)?([A-Za-z0-9][A-Za-z0-9_.-]{0,99})\/[A-Za-z0-9_.-]+(?:#.*)?$/i;

/**
 * Who a package belongs to: the owner of its repository (`github:websockets`, lower case), since author fields are
 * missing or spelt differently by the same person. Without a repository on a known host the addresses of `bugs` and
 * `homepage` decide, then the npm scope (`npm:@scope`), then the name (`npm:name`).
 */
export function repositoryOwner(fields: OwnerFields): string {
  for (const field of [fields.repository, fields.bugs, fields.homepage]) {
    const owner = ownerOf(addressOf(field));
    if (owner !== undefined) return owner;
  }
  return fields.name.startsWith("@") ? `npm:${fields.name.split("/")[0] ?? fields.name}` : `npm:${fields.name}`;
}

function ownerOf(address: string): string | undefined {
  const hosted = HOST.exec(address);
  if (hosted !== null)
    return `${(hosted[1] ?? "").toLowerCase().split(".")[0] ?? ""}:${(hosted[2] ?? "").toLowerCase()}`;
  const short = SHORTHAND.exec(address);
  if (short !== null) return `${(short[1] ?? "github").toLowerCase()}:${(short[2] ?? "").toLowerCase()}`;
  return undefined;
}

function addressOf(field: unknown): string {
  if (typeof field === "string") return field.slice(0, 500);
  if (typeof field === "object" && field !== null && "url" in field && typeof field.url === "string") {
    return field.url.slice(0, 500);
  }
  return "";
}
