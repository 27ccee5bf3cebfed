/** `crash-child.ts HOME FAULT`: a node on HOME, whose disk fails as FAULT (JSON, or "none") says; reports to its parent. */
import { startNode } from "../../src/compose.ts";
import { faultyFileSystem, type Fault } from "./faulty-file-system.ts";

const [home = "", faultText = "none"] = process.argv.slice(2);
const report = (message: object): void => void process.send?.(message);
const die = (): never => {
  process.kill(process.pid, "SIGKILL");
  for (;;) {
    // The signal takes effect at the latest when the process returns to the kernel.
    process.hrtime();
  }
};

try {
  const fileSystem = faultText === "none" ? undefined : faultyFileSystem(JSON.parse(faultText) as Fault, die);
  const node = await startNode({
    home,
    config: { rpc_laddr: "tcp://127.0.0.1:0", rest_laddr: "tcp://127.0.0.1:0", block_time: "20ms", log_level: "silent", snapshot_interval: 7 },
    replayBytes: 4_096,
    ...(fileSystem === undefined ? {} : { fileSystem }),
    onBlock: ({ height }) => report({ type: "block", height: Number(height) }),
  });
  report({ type: "ready", rpcUrl: node.rpcUrl, height: Number(node.startHeight) });
  await node.stopped;
} catch (error) {
  const code = error instanceof Error && "code" in error ? String(error.code) : "defect";
  report({ type: "refused", code, message: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
process.disconnect?.();
