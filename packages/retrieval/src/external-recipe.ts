import { concatBytes, EncodingError, fromUtf8, toUtf8 } from "@openledger/primitives";
import { RetrievalError } from "./errors.ts";
import { ANSWER_PASSAGES_MAX } from "./rule.ts";

/** How answers of a model of the kind `external` come about, as far as the chain keeps it. */
export interface ExternalRecipe {
  /** Passages of the manifest that the upstream is given with a question, 0..{@link ANSWER_PASSAGES_MAX}. */
  readonly contextPassages: number;
  /** The upstream's own name of its model, 1 to 128 bytes of UTF-8. */
  readonly upstreamModel: string;
}

const FORMAT = 1;
const NAME_BYTES_MAX = 128;

/** `01 | u8 context passages | UTF-8 name`. Throws RetrievalError `recipe` for a recipe out of its ranges. */
export function encodeExternalRecipe({ contextPassages, upstreamModel }: ExternalRecipe): Uint8Array {
  const bytes = concatBytes(Uint8Array.of(FORMAT, contextPassages), toUtf8(upstreamModel));
  if (parseExternalRecipe(bytes) !== undefined && bytes[1] === contextPassages) return bytes;
  throw new RetrievalError("recipe", `an external recipe has 0 to ${ANSWER_PASSAGES_MAX} passages and a name of 1 to ${NAME_BYTES_MAX} bytes`);
}

/** The recipe in these bytes, or undefined when they are none. */
export function parseExternalRecipe(bytes: Uint8Array): ExternalRecipe | undefined {
  const [format, contextPassages = 0] = bytes;
  const isSized = bytes.length > 2 && bytes.length <= 2 + NAME_BYTES_MAX;
  if (format !== FORMAT || !isSized || contextPassages > ANSWER_PASSAGES_MAX) return undefined;
  try {
    const upstreamModel = fromUtf8(bytes.subarray(2));
    return isPrintable(upstreamModel) ? { contextPassages, upstreamModel } : undefined;
  } catch (error) {
    if (error instanceof EncodingError) return undefined;
    throw error;
  }
}

function isPrintable(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 || unit === 0x7f) return false;
  }
  return true;
}
