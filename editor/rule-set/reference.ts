/** The version that `id@date` names; null when it names none. */
export function splitReference(reference: string | null): { readonly id: string; readonly effective: string } | null {
  const at = reference?.lastIndexOf('@') ?? -1
  return reference !== null && at > 0 ? { id: reference.slice(0, at), effective: reference.slice(at + 1) } : null
}
