/**
 * What a module throws at the begin of a block that this software must not make: an upgrade is due. The node stops before
 * the block, with nothing of it logged; the message is for its operator.
 */
export class ChainHalt extends Error {
  override readonly name = "ChainHalt";
}
