import { QueryService } from "@openledger/messages/openledger/rollup/v1";
import { queryHandler, queryNotFound, type AnyQueryHandler } from "@openledger/state-machine";
import { sequencersAt } from "./keeper.ts";

export const queries: readonly AnyQueryHandler[] = [
  queryHandler({
    ...QueryService.Sequencer,
    handle(ctx) {
      // The state is that after the block at this height: it tells who seals the next one.
      const found = sequencersAt(ctx, ctx.height + 1n);
      if (found === undefined) throw queryNotFound("no single key seals the blocks of this chain");
      return { sequencer: found.sequencer, nextSequencer: found.next };
    },
  }),
];
