/** Prints the Node version and the app hash of every block of a replay file, one a line. Runs on any Node from 24 on. */
import { createNodeCrypto } from "@openledger/crypto";
import { replayFile } from "../src/chain/replay-file.ts";

const path = process.argv[2];
if (path === undefined) throw new Error("name the replay file");
process.stdout.write([process.version, ...replayFile(createNodeCrypto(), path)].join("\n"));
