import type {
  AutoSchedule as Auto,
  FloatAgainst as Against,
  OutOfSequence as Sequence,
} from '../../src/domain/schedule/remaining-work/schedule-rules.ts';
import { expose } from './expose.ts';

export const OutOfSequence = {
  RETAINED_LOGIC: 'retained_logic',
  PROGRESS_OVERRIDE: 'progress_override',
} as const satisfies Record<string, Sequence>;
export type OutOfSequence = Sequence;
expose(OutOfSequence, 'OutOfSequence', 'What binds work that began before its predecessors allowed it.', {
  RETAINED_LOGIC: 'What is left of it still waits for them.',
  PROGRESS_OVERRIDE: 'They do not bind it any more.',
});

export const FloatAgainst = {
  NETWORK_END: 'network_end',
  PROJECT_END: 'project_end',
} as const satisfies Record<string, Against>;
export type FloatAgainst = Against;
expose(FloatAgainst, 'FloatAgainst', 'What total slack is measured against.', {
  NETWORK_END: 'The end of the work itself, so that some of it is always critical.',
  PROJECT_END: 'The promised finish of the project, so that slack is negative where it is missed.',
});

export const AutoSchedule = {
  OFF: 'off',
  SUGGEST: 'suggest',
  APPLY: 'apply',
} as const satisfies Record<string, Auto>;
export type AutoSchedule = Auto;
expose(AutoSchedule, 'AutoSchedule', 'What happens when a change moves the dates of other tasks.', {
  OFF: 'Nothing.',
  SUGGEST: 'It is told.',
  APPLY:
    'Automatic tasks that are not completed get the dates of the schedule by themselves, within moments; each is noted in its progress log.',
});
