import { Commitments1700000127100 } from '../../../migrations/1700000127100-commitments.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

test('what was raised before is committed to its present end by the migration, and taken back', async () => {
  const plan = await Plan.open();
  const project = await plan.project();
  const phase = await plan.phase(project);
  const raised = { source_module: 'audit', source_reference_id: 'F-1', end_date: '2030-01-31' };
  const task = await plan.task(project, phase, raised);
  await plan.task(project, phase, {
    ...raised,
    source_reference_id: 'F-2',
    status: 'completed',
    progress_percent: 100,
  });
  await plan.task(project, phase, { end_date: '2030-01-31' });
  const migration = new Commitments1700000127100();
  const runner = { query: (sql: string) => plan.rows(sql) } as never;
  for (const way of ['down', 'up'] as const) {
    await plan.rows('BEGIN');
    await plan.rows('SET LOCAL ROLE pit_owner');
    await migration[way](runner);
    await plan.rows('COMMIT');
  }
  expect(await plan.rows('SELECT task_id, due_on::text FROM pit_ops.due_commitment')).toEqual([
    { task_id: task, due_on: '2030-01-31' },
  ]);
  await plan.close();
});
