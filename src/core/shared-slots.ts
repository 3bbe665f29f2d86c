import type { Limits } from './decision.ts';
import type { TaskSpec } from './model.ts';

/** Slots that all tasks of one kind, or of one group, share over all open runs (Q3). */
export interface SharedSlots {
  readonly of: 'kind' | 'group';
  readonly name: string;
  readonly most: number;
  /** Tells kinds and groups of the same name apart. */
  readonly key: string;
}

const none: readonly SharedSlots[] = [];

/** The limits that hold for a task besides those of its run and of the repository; mostly none. */
export function sharedSlots(
  { kind, group }: Pick<TaskSpec, 'kind' | 'group'>,
  limits: Limits,
): readonly SharedSlots[] {
  const ofKind = kind !== null && Object.hasOwn(limits.kinds, kind);
  const ofGroup = group !== null && Object.hasOwn(limits.groups, group);
  if (!ofKind && !ofGroup) return none;
  const shared: SharedSlots[] = [];
  if (ofKind) shared.push(share('kind', kind, limits.kinds[kind]));
  if (ofGroup) shared.push(share('group', group, limits.groups[group]));
  return shared;
}

function share(of: SharedSlots['of'], name: string, most = Number.POSITIVE_INFINITY): SharedSlots {
  return { of, name, most, key: `${of} ${name}` };
}
