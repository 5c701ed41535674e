import { TaskStatus } from '../../../src/domain/enums.ts';
import type { WatchedTask } from '../../../src/domain/watchdog/watchdog-facts.ts';
import { found } from './watched.ts';

const ending = (provenUntil: string): Partial<WatchedTask> => ({
  status: TaskStatus.COMPLETED,
  requiresEvidence: true,
  proof: { isProven: true, rejections: 0, waiting: 0, waitingSince: null, provenUntil, renewals: 0 },
});
const of = (nominalOn: string, task: Partial<WatchedTask>) => ({ seriesId: 'series', nominalOn, ...task });
test.each<[string, Partial<WatchedTask>, Partial<WatchedTask>, string[]]>([
  ['expires while a later one is open in time', ending('2026-12-18'), { endDate: '2026-12-30' }, []],
  ['expires while a later one has no end', ending('2026-12-18'), {}, []],
  [
    'expires while the later one is late',
    ending('2026-12-18'),
    { endDate: '2026-11-17' },
    ['4 evidence_expiring it'],
  ],
  [
    'has expired while a later one is open',
    ending('2026-11-17'),
    { endDate: '2026-12-30' },
    ['2 evidence_expired it'],
  ],
  ['has expired and a later one is proven', ending('2026-11-17'), ending('2027-11-17'), []],
])('of an occurrence %s', (_, earlier, later, expected) => {
  const proofs = (tasks: Partial<WatchedTask>[]) => found(tasks).filter((each) => each.includes('evidence'));
  expect(proofs([of('2026-01-31', { id: 'it', ...earlier }), of('2027-01-31', later)])).toEqual(expected);
  const alone = proofs([{ id: 'it', ...earlier }, later]);
  expect(alone).toContainEqual(expect.stringContaining('it'));
});
