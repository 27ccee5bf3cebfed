import { MsgContribute, MsgContributeResponse } from "@openledger/messages/openledger/datanet/v1";
import type { MessageHandler } from "@openledger/state-machine";
import type { BankKeeper } from "../../expected-keepers.ts";
import { checkContribution, registerContribution } from "../register.ts";

/** Registers data by its commitment and locks the contributor's bond. */
export function createContribute(bank: BankKeeper): MessageHandler<MsgContribute, MsgContributeResponse> {
  return {
    codec: MsgContribute,
    response: MsgContributeResponse,
    aminoName: "openledger/MsgContribute",
    signers: (msg) => [msg.contributor],
    checkStateless: checkContribution,
    handle(ctx, msg) {
      const { seq, sequence } = registerContribution(ctx, bank, msg);
      return { seq, sequence };
    },
  };
}
