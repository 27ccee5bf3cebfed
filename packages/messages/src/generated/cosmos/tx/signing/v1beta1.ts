// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { EnumValue } from "../../../../runtime/codec.ts";

/** What a signature covers. */
export const SignMode = {
  SIGN_MODE_UNSPECIFIED: 0,
  SIGN_MODE_DIRECT: 1,
  SIGN_MODE_TEXTUAL: 2,
  SIGN_MODE_DIRECT_AUX: 3,
  SIGN_MODE_LEGACY_AMINO_JSON: 127,
  SIGN_MODE_EIP_191: 191,
} as const;
export type SignMode = EnumValue<typeof SignMode>;
