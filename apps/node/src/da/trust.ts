/** What status says of forced inclusion and of those who can recover a chain that broke it. */
import type { ForcedInclusion, Recovery } from "@openledger/chain";
import type { Break, Rotation } from "@openledger/derivation";
import { toBase64, toHex } from "@openledger/primitives";
import type { OpenedChain } from "@openledger/sequencer";

/** Whom one has to trust for finality, in a sentence for status. */
export function trustSentence(rule: ForcedInclusion | undefined, recovery?: Recovery): string {
  if (rule === undefined) return "finality trusts the sequencer";
  const stop = `followers stop at a chain that leaves out for ${rule.window} DA heights what was posted to DA`;
  if (recovery === undefined) return stop;
  return `${stop}, until ${recovery.threshold} of ${recovery.keys.length} recovery keys of genesis name another sequencer on DA; light clients of CometBFT are re-anchored there`;
}

/**
 * Rotations that the chain crossed, the heights of its open breaks, and the miss at which it stands still or after which `replaced`
 * put another sequencer in the place of this node; empty where nobody can recover it.
 */
export function recoveryDetails(recovery: Recovery | undefined, { store }: Pick<OpenedChain, "store">, breaks: readonly Break[] = [], replaced?: Rotation): object {
  if (recovery === undefined) return {};
  const crossed = store.setChanges.filter(({ rotation }) => rotation !== undefined);
  const open = replaced ?? breaks.find((one) => one.crossed === undefined);
  const coming = replaced ?? (store.stateHeight === breaks.at(-1)?.lastHeight ? breaks.at(-1)?.crossed?.rotation : undefined);
  return {
    recovery: {
      keys: recovery.keys.length,
      threshold: recovery.threshold,
      rotations: crossed.length,
      // Headers of these heights have validators that no header before announced.
      open_breaks: crossed.map(({ height }) => `${height}`),
      next_sequencer: coming === undefined ? null : toBase64(coming.newKey),
      stopped_at: open === undefined ? null : { height: `${open.lastHeight}`, missed_tx: toHex(open.miss.txHash).toUpperCase(), deadline: `${open.miss.deadline}`, rotation_number: `${open.number}` },
    },
  };
}
