import type { FailurePlan } from '../../text/failure/failure-steps.ts';
import type { FailurePorts } from './failure-ports.ts';

/** Makes the labels that a plan needs, and answers which were missing. @throws PortError */
export async function makeLabels(
  ports: FailurePorts,
  { steps }: FailurePlan,
): Promise<readonly string[]> {
  const labels = steps.flatMap((step) => {
    if (step.kind === 'create') return step.labels;
    return step.kind === 'update' ? (step.patch.labels ?? []) : [];
  });
  return labels.length > 0 ? ports.issues.ensureLabels([...new Set(labels)]) : [];
}

/**
 * Carries a plan out on an issue, or on the one that it creates, and answers which.
 *
 * @throws PortError
 */
export async function applySteps(
  ports: FailurePorts,
  plan: FailurePlan,
  known: number | null,
  onCreated: (issue: number) => void = () => {},
): Promise<number> {
  let issue = known;
  for (const step of plan.steps) {
    if (step.kind === 'create') {
      const { title, body, labels } = step;
      issue = await ports.issues.create({ title, body, labels });
      onCreated(issue);
    } else if (issue === null) {
      throw new Error('a plan for no issue does not begin by opening one');
    } else if (step.kind === 'comment') await ports.issues.comment(issue, step.body);
    else await ports.issues.update(issue, step.patch);
  }
  if (issue === null) throw new Error('a failure without an issue has nothing to be done about it');
  return issue;
}
