export { archiveError, type ArchiveError, type ArchiveErrorCode } from "./archive-error.ts";
export { checkArchivedBlock, type ArchivedBlock, type CheckedBlock } from "./check-block.ts";
export { openBlockArchive, type BlockArchive } from "./open-block-archive.ts";
export { nextArchiveHeight, writeBlockArchive, type ArchiveGenesis, type WriteArchiveOptions } from "./write-block-archive.ts";
