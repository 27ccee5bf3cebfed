import { toUtf8 } from "@openledger/primitives";
import { sdkErrors } from "../sdk-errors.ts";
import type { AnteInput } from "./ante-input.ts";

/** ValidateMemo: counts bytes, as the SDK does, although its text says characters. */
export function checkMemo({ ctx, tx, accounts }: AnteInput): void {
  const limit = accounts.params(ctx).maxMemoCharacters;
  const length = toUtf8(tx.body.memo).length;
  if (BigInt(length) > limit) {
    throw sdkErrors.memoTooLarge(`maximum number of characters is ${limit} but received ${length} characters`);
  }
}
