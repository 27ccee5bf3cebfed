import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Where everything of a node lies below its home folder. */
export interface HomePaths {
  readonly home: string;
  readonly configFolder: string;
  readonly genesisFile: string;
  readonly configFile: string;
  readonly validatorKeyFile: string;
  readonly dataFolder: string;
  readonly signStateFile: string;
  /** Says that the key that seals was handed to a signer. */
  readonly signerMarkerFile: string;
  readonly blobFolder: string;
  /** Records of broken rules, of a node that follows. */
  readonly fraudFolder: string;
}

export const DEFAULT_HOME: string = join(homedir(), ".openledger");

export function homePaths(home: string): HomePaths {
  const root = resolve(home);
  const configFolder = join(root, "config");
  const dataFolder = join(root, "data");
  return {
    home: root,
    configFolder,
    genesisFile: join(configFolder, "genesis.json"),
    configFile: join(configFolder, "config.toml"),
    validatorKeyFile: join(configFolder, "priv_validator_key.json"),
    dataFolder,
    signStateFile: join(dataFolder, "priv_validator_state.json"),
    signerMarkerFile: join(dataFolder, "signer.json"),
    blobFolder: join(dataFolder, "blobs"),
    fraudFolder: join(root, "fraud"),
  };
}
