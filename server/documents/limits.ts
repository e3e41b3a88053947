/** What a table handed in may be at most; anything larger is refused before it is unpacked or while it is read. */
export const LIMITS = {
  /** Bytes of the file as it arrives. */
  fileBytes: 20 * 1024 * 1024,
  /** Bytes of everything in it, unpacked. */
  unpackedBytes: 200 * 1024 * 1024,
  /** Unpacked to packed, of the file and of each part above `smallPart`. */
  ratio: 200,
  /** Bytes up to which a part may be packed as tightly as it likes: a template's empty rows shrink a lot. */
  smallPart: 1024 * 1024,
  /** Parts of the archive. */
  parts: 2_000,
  sheets: 200,
  rows: 200_000,
  columns: 256,
  /** Cells with something in them, of one sheet. */
  cells: 2_500_000,
  /** Characters of one cell; a spreadsheet's own limit. */
  cellCharacters: 32_767,
  /** Characters of all texts that cells share: they are kept while the sheets are read. */
  sharedCharacters: 30_000_000,
  sharedTexts: 1_000_000,
  /** Characters of XML between two tags. */
  stepCharacters: 1_000_000,
  /** Tags inside one another. */
  depth: 64,
} as const
