import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
beforeAll(async () => {
  plan = await Plan.open();
});
afterAll(() => plan?.close());

/** Each table of facts that are kept beside a record: how a fact is stored, and changed. */
const TABLES: readonly (readonly [table: string, owner: string, insert: string, change: string])[] = [
  [
    'task_rule',
    'task',
    `(task_id, project_id, deadline) VALUES ($1, $2, '2026-05-01')`,
    `deadline = '2026-05-02' WHERE task_id`,
  ],
  [
    'task_actual',
    'task',
    `(task_id, project_id, actual_start, source) VALUES ($1, $2, '2026-03-02', 'report')`,
    `remaining_days = 3 WHERE task_id`,
  ],
  [
    'evidence_policy',
    'task',
    `(task_id, project_id, valid_months) VALUES ($1, $2, 12)`,
    `valid_months = 6 WHERE task_id`,
  ],
  [
    'work_mark',
    'task',
    `(node_id, task_id, is_started, is_blocked, completion) SELECT $1, $1, true, false, 'open' WHERE $2 <> ''`,
    `is_blocked = true WHERE node_id`,
  ],
  [
    'project_rule',
    'project',
    `(project_id, settings) SELECT $1, '{}' WHERE $2 <> ''`,
    `settings = '{"auto": "off"}' WHERE project_id`,
  ],
  [
    'date_frame',
    'project',
    `(node_id, project_id, end_typed) VALUES ($1, $2, '2026-05-01')`,
    `end_typed = '2026-05-02' WHERE node_id`,
  ],
  [
    'date_frame',
    'phase',
    `(node_id, project_id, end_typed) VALUES ($1, $2, '2026-05-01')`,
    `end_typed = '2026-05-02' WHERE node_id`,
  ],
];

test.each(TABLES)(
  'a change of pit_ops.%s raises updated_at of its %s, and one that changes nothing does not',
  async (table, owner, insert, change) => {
    const project = await plan.project();
    const phase = await plan.phase(project);
    const task = await plan.task(project, phase);
    const id = { project, phase, task }[owner]!;
    const version = async (): Promise<number> => {
      const [row] = await plan.rows<{ at: Date }>(`SELECT updated_at AS at FROM pit.${owner} WHERE id = $1`, [
        id,
      ]);
      return row!.at.getTime();
    };
    const versions = [await version()];
    const changed = `${change} = '${id}'`;
    await plan.rows(`INSERT INTO pit_ops.${table} ${insert}`, [id, project]);
    versions.push(await version());
    await plan.rows(`UPDATE pit_ops.${table} SET ${changed}`);
    versions.push(await version());
    await plan.rows(`UPDATE pit_ops.${table} SET ${changed}`);
    versions.push(await version());
    const [before = 0, inserted = 0, updated = 0, same = 0] = versions;
    expect([inserted > before, updated > inserted, same === updated]).toEqual([true, true, true]);
  },
);

test('a record that a transaction changes along with its facts comes to one new version', async () => {
  const project = await plan.project();
  const task = await plan.task(project, await plan.phase(project));
  const [written] = await plan.rows<{ at: string }>(
    `WITH renamed AS (
      UPDATE pit.task SET name = 'Renamed' WHERE id = $1 RETURNING updated_at
    ), ruled AS (
      INSERT INTO pit_ops.task_rule (task_id, project_id, deadline) VALUES ($1, $2, '2026-05-01') RETURNING task_id
    )
    SELECT renamed.updated_at::text AS at FROM renamed, ruled`,
    [task, project],
  );
  const stored = await plan.rows('SELECT updated_at::text AS at FROM pit.task WHERE id = $1', [task]);
  expect(stored).toEqual([written]);
});

test('a policy of evidence that is taken away gives its task a new version', async () => {
  const project = await plan.project();
  const task = await plan.task(project, await plan.phase(project));
  await plan.rows(
    'INSERT INTO pit_ops.evidence_policy (task_id, project_id, valid_months) VALUES ($1, $2, 12)',
    [task, project],
  );
  const version = async (): Promise<number> => {
    const [row] = await plan.rows<{ at: Date }>('SELECT updated_at AS at FROM pit.task WHERE id = $1', [
      task,
    ]);
    return row!.at.getTime();
  };
  const before = await version();
  await plan.rows('DELETE FROM pit_ops.evidence_policy WHERE task_id = $1', [task]);
  expect(await version()).toBeGreaterThan(before);
});
