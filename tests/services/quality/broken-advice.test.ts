import { randomUUID } from 'node:crypto';
import { clock } from '../../../src/clock.ts';
import { FALLBACK_MODEL, MODEL_OF, type AdviceKind } from '../../../src/domain/advice/advice-words.ts';
import { QualityWorld } from './quality-world.ts';

let world: QualityWorld;
const real = { ...clock };

beforeAll(async () => {
  world = await QualityWorld.open({ ai: { enabled: true, scoreEvidence: true } });
});

afterAll(async () => {
  Object.assign(clock, real);
  await world?.close();
});

const OUTPUT = JSON.stringify({ summary: '', items: [] });

function proposal(kind: AdviceKind, project: string | null, more: object = {}): Promise<string> {
  return world.plan.insertBeside('ai_proposal', {
    project_id: project,
    kind,
    requested_by: world.plan.owner,
    prompt_version: 1,
    state: kind === 'scan' ? 'given' : 'proposed',
    model_used: MODEL_OF[kind],
    output: OUTPUT,
    answered_at: '2026-11-18T00:00:00.000Z',
    ...more,
  });
}

/** A project in which every check of advice applies and passes. */
async function advised() {
  const sound = await world.soundProject();
  const { project, waiting } = sound;
  const subject = { subject_kind: 'evidence', subject_id: waiting };
  await world.plan.rows(
    `UPDATE pit_ops.evidence_standing SET waiting_since = now() - interval '2 days' WHERE evidence_id = $1`,
    [waiting],
  );
  await world.plan.rows(
    `INSERT INTO pit_ops.ai_usage (org_id, month, tokens, calls, token_limit) VALUES ($1, date_trunc('month', now()), 10, 1, 100)
     ON CONFLICT (org_id, month) DO UPDATE SET tokens = 10`,
    [world.plan.orgId],
  );
  return {
    ...sound,
    tasks: await proposal('tasks', project),
    schedule: await proposal('schedule', project),
    evidence: await proposal('evidence', project, subject),
    mitigation: await proposal('mitigation', project, { is_fallback: true, model_used: FALLBACK_MODEL }),
    scan: await proposal('scan', null, { subject_kind: 'scan', subject_id: randomUUID() }),
  };
}

type Advised = Awaited<ReturnType<typeof advised>>;

test('in a project with advice every check of it passes, whoever looks, with the model of each kind or the one that stood in', async () => {
  const { project } = await advised();
  const passing = (await world.outcomes(project))
    .filter(({ outcome }) => outcome === 'pass')
    .map(({ id }) => id);
  expect(passing).toEqual(expect.arrayContaining(['EV.4', 'AI.1', 'AI.2', 'AI.3', 'AI.4', 'AI.5']));
  expect(await world.failures(project)).toEqual([]);
  const { plan } = world;
  for (const actor of [plan.actor(plan.sponsor), plan.actor(plan.helper, 'admin')])
    expect(await world.outcomes(project, actor)).toEqual(await world.outcomes(project));
});

const MODEL = 'UPDATE pit_ops.ai_proposal SET model_used = $2 WHERE id = $1';

// One statement that goes round the service each, and what is then told of it.
test.each<[string, string, (advised: Advised) => unknown[]]>([
  ['AI.1', MODEL, ({ tasks }) => [tasks, 'gpt4o_mini']],
  ['AI.1', MODEL, ({ schedule }) => [schedule, 'gpt4o_large']],
  ['AI.2', MODEL, ({ evidence }) => [evidence, 'scheduling_model']],
  ['AI.3', MODEL, ({ scan }) => [scan, FALLBACK_MODEL]],
  [
    'AI.4',
    'UPDATE pit_ops.ai_proposal SET is_fallback = false WHERE id = $1',
    ({ mitigation }) => [mitigation],
  ],
  [
    'AI.5',
    'UPDATE pit_ops.ai_usage SET tokens = token_limit + 1 WHERE org_id = $1',
    () => [world.plan.orgId],
  ],
  [
    'EV.4',
    'UPDATE pit_ops.ai_proposal SET subject_id = gen_random_uuid() WHERE id = $1',
    ({ evidence }) => [evidence],
  ],
])('%s fails alone after: %s', async (id, statement, values) => {
  const project = await advised();
  // Answers stay as they were given, unless a superuser has it otherwise.
  const isUsage = statement.includes('ai_usage');
  if (isUsage) await world.breaking(statement, values(project));
  else await world.without('check_proposal', 'pit_ops.ai_proposal', statement, values(project));
  expect(await world.failures(project.project)).toEqual([id]);
  await world.plan.rows(`DELETE FROM pit_ops.ai_proposal WHERE kind = 'scan'`);
});

test('where advice is switched off no check of it applies, and evidence is asked about only where that is wanted', async () => {
  const { project } = await world.soundProject();
  const settingsOf = (ai: object) =>
    world.plan.rows('UPDATE pit.organisation SET settings = $2 WHERE id = $1', [world.plan.orgId, { ai }]);
  const told = async () =>
    Object.fromEntries(
      (await world.outcomes(project)).map(({ id, outcome, reason }) => [id, reason ?? outcome]),
    );
  await settingsOf({ enabled: true });
  expect(await told()).toMatchObject({ 'EV.4': 'Evidence gets no advice by itself.', 'AI.1': 'pass' });
  await settingsOf({});
  const off = 'Advice by models is switched off.';
  expect(await told()).toMatchObject({
    'EV.4': off,
    'AI.1': off,
    'AI.2': off,
    'AI.3': off,
    'AI.4': off,
    'AI.5': off,
  });
});
