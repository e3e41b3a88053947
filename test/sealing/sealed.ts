/** What the tests of sealing fill a store with. */
import type { EngineIdentity } from '../../server/engine-identity.ts'
import type { Store } from '../../server/storage/store.ts'
import { GradingService } from '../../server/gradings.ts'
import { department, plainForm, rankedForm, readingForm } from '../routes/example.ts'

/** Departments ranked among one another, a project, and a department that reads the project's points; all graded. */
export async function fillStore(store: Store, engine: EngineIdentity): Promise<GradingService> {
  for (const form of [rankedForm, plainForm, readingForm]) await store.addRuleSet(form)
  const project = department('project', 0.8, { subject: 'project', ruleSet: 'plain' })
  const reader = department('reader', null, { ruleSet: 'reading', facts: { project: { grading: 'project' } } })
  await store.putSubmissions([department('a', 0.9), department('b', 0.7), department('c', 0.5), project, reader])
  const gradings = new GradingService(store, engine)
  await gradings.gradeAll(() => {})
  return gradings
}
