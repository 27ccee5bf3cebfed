import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Folders by how long their files take: whole networks, then what starts chains and processes, then simulations. */
const LONGEST = ["apps/demo/", "apps/localnet/", "apps/explorer/", "apps/", "packages/testing/", "packages/"];

/**
 * Starts the files that take longest first, so that no core waits at the end for one long file. Vitest sorts by the durations
 * of an earlier run, which a fresh checkout does not have, and by size otherwise, which says nothing of a file that starts a network.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const path = relative(this.ctx.config.root, moduleId);
      return LONGEST.findIndex((folder) => path.startsWith(folder));
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
