/** Headers of an answer that is saved as a file and never shown as a page of ours. @param name may be in any script */
export function attachment(name: string): Record<string, string> {
  const plain = name.replace(/[^A-Za-z0-9._-]/g, '_')
  return { 'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}` }
}
