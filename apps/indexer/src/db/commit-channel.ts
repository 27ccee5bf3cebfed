/** Readers in other processes listen to this channel; the payload is the height. */
export const COMMIT_CHANNEL = "openledger_commits";
