/** Deepest nesting of messages in one another, for encode and decode alike. */
export const maxDepth: number = 32;
/** Most elements in one repeated field. */
export const maxElements: number = 100_000;
/** Most bytes in one message: twice what a block may hold, so that a limit of consensus is always hit first. */
export const maxMessageBytes: number = 64 * 1024 * 1024;
/** Most messages packed in an Any that lie in one another, the outermost included: MaxUnpackAnyRecursionDepth of the SDK. */
export const maxAnyDepth: number = 10;
/** Most Anys in one outermost Any, itself included: MaxUnpackAnySubCalls of the SDK. */
export const maxAnysInOne: number = 100;
