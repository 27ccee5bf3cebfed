import manifest from "../package.json" with { type: "json" };

/** Version of openledgerd. */
export const SOFTWARE_VERSION: string = manifest.version;
