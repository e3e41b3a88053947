/** Hands `content` to the browser as a file, written as the files in `rules/` are. */
export function downloadJson(name: string, content: unknown): void {
  saveFile(name, new Blob([`${JSON.stringify(content, null, 2)}\n`], { type: 'application/json' }))
}

/** Hands a file to the browser to be saved. */
export function saveFile(name: string, file: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // the browser has taken the file by the next turn of its loop, some only a little later
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
