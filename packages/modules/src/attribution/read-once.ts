import type { DatanetKeeper } from "./expected-keepers.ts";

/**
 * A keeper that reads, and charges for, each contribution and version once. For as long as one receipt is checked, while
 * nothing is written: the verifier asks the same few again for each thing that it wants to know of them.
 */
export function readOnce(datanets: DatanetKeeper): DatanetKeeper {
  const contributions = new Map<string, ReturnType<DatanetKeeper["contribution"]>>();
  const versions = new Map<string, ReturnType<DatanetKeeper["version"]>>();
  return {
    ...datanets,
    contribution: (ctx, datanetId, seq) =>
      once(contributions, `${datanetId}/${seq}`, () => datanets.contribution(ctx, datanetId, seq)),
    version: (ctx, datanetId, version) =>
      once(versions, `${datanetId}@${version}`, () => datanets.version(ctx, datanetId, version)),
  };
}

function once<T>(known: Map<string, T | undefined>, name: string, read: () => T | undefined): T | undefined {
  if (!known.has(name)) known.set(name, read());
  return known.get(name);
}
