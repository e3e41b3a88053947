/** A file and its path below what was chosen. */
export interface NamedFile {
  readonly name: string
  readonly file: File
}

/** Files chosen one by one, or a whole folder with those below it. */
export const namedFiles = (files: Iterable<File>): NamedFile[] =>
  sorted([...files].map((file) => ({ name: file.webkitRelativePath || file.name, file })))

/** Files that were dropped, those in dropped folders too. Has to be called while the event is handled. */
export async function droppedFiles(items: DataTransferItemList): Promise<NamedFile[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  return sorted((await Promise.all(entries.map((entry) => filesIn(entry, '')))).flat())
}

async function filesIn(entry: FileSystemEntry, above: string): Promise<NamedFile[]> {
  const name = `${above}${entry.name}`
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    return [{ name, file }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: NamedFile[] = []
  // a folder is told a hundred at a time, until nothing is left
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return found
    found.push(...(await Promise.all(some.map((one) => filesIn(one, `${name}/`)))).flat())
  }
}

const sorted = (files: NamedFile[]): NamedFile[] =>
  files.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
