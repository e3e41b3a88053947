export function checkReceipt(proof: unknown): Promise<{
  readonly findings: readonly { readonly ok: boolean | null; readonly text: string }[]
  readonly fingerprint: string | null
}>
