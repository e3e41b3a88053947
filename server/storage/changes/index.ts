import {
  addAccount,
  disableAccount,
  enableAccount,
  lockAccount,
  setAccountPassword,
  setAccountRights,
  setAccountRoles,
  setSecondFactor,
  setUpAccounts,
  unlockAccount,
} from './accounts.ts'
import { init, migrate } from './beginnings.ts'
import type { ChangeKind } from './change-kind.ts'
import { discardDraft, publishDraft, returnDraft, saveDraft, setDraftCases, submitDraft } from './drafts.ts'
import { event } from './event.ts'
import {
  attachFile,
  discardForm,
  receiveForm,
  removeFile,
  returnForm,
  saveForm,
  submitForm,
  withdrawForm,
} from './forms.ts'
import { finishPart, reopenPart, saveBreakdown } from './goals.ts'
import { putGradings } from './gradings.ts'
import { putOrganisations } from './organisations.ts'
import { addRoundResults, endRound, startRound } from './rounds.ts'
import { addRuleSet, retireRuleSet } from './rule-sets.ts'
import { sealRun } from './runs.ts'
import { putSubmissions } from './submissions.ts'

/** Everything that may happen to a store, by the name its records bear. A new meaning needs a new name: old journals stay readable for ever. */
export const CHANGES = {
  init,
  migrate,
  addRuleSet,
  retireRuleSet,
  saveDraft,
  discardDraft,
  submitDraft,
  returnDraft,
  setDraftCases,
  publishDraft,
  putSubmissions,
  putGradings,
  saveForm,
  discardForm,
  attachFile,
  removeFile,
  submitForm,
  withdrawForm,
  returnForm,
  receiveForm,
  saveBreakdown,
  finishPart,
  reopenPart,
  putOrganisations,
  startRound,
  addRoundResults,
  endRound,
  sealRun,
  setUpAccounts,
  addAccount,
  setAccountRoles,
  setAccountRights,
  disableAccount,
  enableAccount,
  setAccountPassword,
  lockAccount,
  unlockAccount,
  setSecondFactor,
  event,
}

type PayloadOf<K> = K extends ChangeKind<infer P> ? P : never
export type Action = keyof typeof CHANGES
export type Change = { [A in Action]: { readonly action: A; readonly payload: PayloadOf<(typeof CHANGES)[A]> } }[Action]
