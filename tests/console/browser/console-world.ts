import webPush from 'web-push';
import { Plan } from '../../support/worlds/plan-database.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';
import { ConsoleBrowser } from '../../support/browser/console-browser.ts';

/** A service with a project, and a browser before it. */
export interface ConsoleWorld {
  readonly plan: Plan;
  readonly service: TestService;
  readonly browser: ConsoleBrowser;
  readonly project: string;
  /** The second one waits for the first one. */
  readonly tasks: readonly [string, string, string];
  readonly token: string;
  close(): Promise<void>;
}

/** The day of this world, whatever day it is: a Monday between what is late and what is still to come. */
const TODAY = '2026-11-30';

/** Opens a world with a project of one phase and three tasks. */
export async function openConsoleWorld(): Promise<ConsoleWorld> {
  const plan = await Plan.open();
  const { publicKey, privateKey } = webPush.generateVAPIDKeys();
  const push = { PIT_VAPID_SUBJECT: 'mailto:it@example.com', PIT_VAPID_PUBLIC_KEY: publicKey };
  const service = await startTestService(
    plan.database,
    { PIT_TODAY: TODAY, ...push, PIT_VAPID_PRIVATE_KEY: privateKey },
    { jobs: true },
  );
  const browser = await ConsoleBrowser.open(service.url);
  const project = await plan.project({ name: 'New gymnasium', code: 'GYM-1', status: 'active' });
  const phase = await plan.phase(project, { name: 'Ground' });
  const dates = { start_date: '2026-12-07', end_date: '2026-12-11', duration_days: 5 };
  const dig = await plan.task(project, phase, { name: 'Dig the pit', ...dates, order_index: 0 });
  const pour = await plan.task(project, phase, {
    name: 'Pour the floor',
    ...{ start_date: '2026-12-14', end_date: '2026-12-18', duration_days: 5, order_index: 1 },
  });
  const late = await plan.task(project, phase, {
    name: 'Order the steel',
    ...{
      start_date: '2026-11-02',
      end_date: '2026-11-06',
      duration_days: 5,
      order_index: 2,
      status: 'overdue',
    },
  });
  await plan.insert('task_dependency', {
    project_id: project,
    predecessor_task_id: dig,
    successor_task_id: pour,
  });
  return {
    plan,
    service,
    browser,
    project,
    tasks: [dig, pour, late],
    token: await service.token(plan.actor(plan.owner, 'admin')),
    close: async () => {
      await browser.close();
      await service.stop();
      await plan.close();
    },
  };
}
