import type { Issue } from '../core/issue.ts'
import { nodesOf } from '../core/submission-checks/references.ts'
import type { FormEntries } from '../forms/entries.ts'
import { changedPlaces } from '../forms/goals/changed-places.ts'
import { goalsOf, type FormGoals } from '../forms/goals/form-goals.ts'
import type { Change } from '../storage/changes/index.ts'
import type { Store } from '../storage/store.ts'

/**
 * Why somebody who fills in one office's part of a form may not make a change; null when they may: the values, own rows,
 * own scores and evidence of the indicators that are the office's, and whether its part is finished.
 * @param bodies the contents that come with it
 */
export async function whyNotOwnPart(
  store: Store,
  change: Change,
  bodies: readonly unknown[],
  office: string,
): Promise<Issue | null> {
  switch (change.action) {
    case 'saveForm': {
      const { id } = change.payload
      const form = await store.find('forms', id)
      const goals = form && (await goalsOf(store, form))
      if (!form || !goals) return nothingOf(office)
      // somebody saved in between: that is told, and not taken for what this person changed
      if (form.revision !== change.payload.revision) return null
      const before = await store.readBody<FormEntries>(form.hash)
      const places = changedPlaces(goals.ruleSet, goals.who, before, bodies[0] as FormEntries)
      const stray = places.find(({ offices }) => !offices.includes(office))
      return stray ? notOwnPart(stray.path, stray.label, stray.offices, office) : null
    }
    case 'attachFile':
    case 'removeFile': {
      const { id } = change.payload
      const { indicator } = change.action === 'attachFile' ? change.payload.file : change.payload.place
      const form = await store.find('forms', id)
      const goals = form && (await goalsOf(store, form))
      if (!goals) return nothingOf(office)
      const offices = goals.who.leafOffices(indicator)
      return offices.includes(office)
        ? null
        : notOwnPart(`evidence.${indicator}`, labelOf(goals, indicator), offices, office)
    }
    case 'finishPart':
    case 'reopenPart':
      return change.payload.office === office ? null : notOwnPart('office', '这一部分', [change.payload.office], office)
    default:
      return { path: '', code: 'not_own_part', message: `您的账号只填报“${office}”负责的部分，不能做这个改动。` }
  }
}

const nothingOf = (office: string): Issue => ({
  path: '',
  code: 'not_own_part',
  message: `您的账号只填报“${office}”负责的部分，这份填报还没有分给它的指标，请单位的牵头填报员先分工。`,
})

function notOwnPart(path: string, label: string, offices: readonly string[], office: string): Issue {
  const whose = offices.length > 0 ? `由“${offices.join('”“')}”负责` : '没有分给哪个科室，由单位的牵头填报员填'
  const message = `“${label}”${whose}，您的账号只填报“${office}”的部分；请改回去，或请牵头填报员调整分工。`
  return { path, code: 'not_own_part', message }
}

const labelOf = ({ ruleSet }: FormGoals, indicator: string): string =>
  nodesOf(ruleSet.indicators).get(indicator)?.label ?? indicator
