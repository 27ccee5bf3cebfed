import type { Key } from "./loaders.ts";

/** Local part of a global id from the parts of a key. */
export function idOf(...key: Key): string {
  return key.join("/");
}

/** The whole numbers of a local id, undefined when it has another form. */
export function numbersOf(id: string, count: number): bigint[] | undefined {
  const parts = id.split("/");
  if (parts.length !== count || !parts.every((part) => /^\d{1,18}$/.test(part))) return undefined;
  return parts.map(BigInt);
}

/** Loads nodes by ids of `count` numbers; an id of another form is an object that does not exist. */
export async function loadByNumbers<Row>(ids: readonly string[], count: number, load: (key: bigint[]) => Promise<Row | null>): Promise<(Row | null)[]> {
  return Promise.all(
    ids.map(async (id) => {
      const key = numbersOf(id, count);
      return key === undefined ? null : load(key);
    }),
  );
}
