import { AlertCode } from '../../../src/domain/enums.ts';
import { FOUND_CODES } from '../../../src/domain/watchdog/watchdog-thresholds.ts';
import { AlertStory } from './alert-story.ts';

let story: AlertStory;

beforeAll(async () => {
  story = await AlertStory.open({ quiet: 30, longest: 60, busy: 20 });
});

afterAll(() => story?.close());

test('there is a cause for each code that the watchdog finds', () => {
  expect(Object.keys(story.causes.causes).sort()).toEqual([...FOUND_CODES].sort());
});

/** What the graph shows as the subject of each alert. */
const SUBJECTS: Readonly<Partial<Record<AlertCode, string>>> = {
  [AlertCode.OVERDUE_CLUSTER]: '(WorkPackage|Project)',
  [AlertCode.STALLED_SUBTASK]: 'Subtask',
  [AlertCode.EARLY_SUCCESSOR_START]: 'TaskDependency',
  [AlertCode.CRITICAL_PATH_DRIFT]: 'Project',
  [AlertCode.OWNER_OVERLOAD]: 'User',
  [AlertCode.COST_SPIKE]: 'Project',
  [AlertCode.RISK_NOT_MITIGATING]: 'Risk',
  [AlertCode.INTEGRATION_BROKEN]: 'Project',
};

test.each(FOUND_CODES)(
  'a subscriber hears of %s after its cause, and that it is resolved after the cure',
  async (code) => {
    const { project, cure } = await story.causes.causes[code]!();
    const name = Object.entries(AlertCode).find(([, value]) => value === code)![0];
    const raised = await story.until(name, project, true);
    expect(raised.subject).toMatch(new RegExp(`^${SUBJECTS[code] ?? 'Task'}$`));
    await cure();
    await story.until(name, project, false);
  },
);
