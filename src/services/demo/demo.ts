import type { Statement } from '../../db/connection/statement.ts';
import { ANY_PROJECT, IS_DUE } from '../../db/queries/demo/demo-query.ts';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { allowLongTransaction } from '../../db/write/long-transaction.ts';
import { createPool } from '../../db/connection/pool.ts';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import { SYSTEM_USER } from '../../domain/directory/actor.ts';
import { ALL_DIVISIONS, type Actor } from '../../domain/directory/actor.ts';
import { ActorRole } from '../../domain/enums.ts';
import { logger } from '../../logger.ts';
import { DEMO_ORGANISATION, MANAGERS, OTHER_ORGANISATION, type DemoDirectory } from './demo-directory.ts';
import { syncDirectory } from '../directory/directory.ts';
import { importerIn } from '../exchange/importer.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import { readNycFile } from '../exchange/nyc/nyc-file.ts';
import { importNycProjects } from '../exchange/nyc/import-nyc.ts';
import { INSERT_PHASES, INSERT_PROJECTS, INSERT_TASKS } from '../../db/queries/exchange/listed-plan-query.ts';
import type { ImportReport } from '../exchange/nyc/nyc-report.ts';
import { addReadyTemplates } from '../templates/ready-templates.ts';
import { withRules } from '../transaction/mutation-transaction.ts';
import type { Tx } from '../transaction/command.ts';

/** The demonstration's file. */
export const DEMO_FILE = fileURLToPath(
  new URL('../../../examples/data/nyc/Capital_Project_Schedules_and_Budgets.csv', import.meta.url),
);

const adminOf = ({ organisation, users }: DemoDirectory): Actor => ({
  orgId: organisation.id,
  userId: users[0]?.id ?? '',
  role: ActorRole.ADMIN,
  divisionIds: ALL_DIVISIONS,
});

/** Who sees all of the demonstration organisation. */
export const DEMO_ADMIN: Actor = adminOf(DEMO_ORGANISATION);
/** Their counterpart in the second organisation. */
export const OTHER_ADMIN: Actor = adminOf(OTHER_ORGANISATION);

/**
 * Loads the demonstration into a database that nobody has moved into.
 * @param appUrl connection string of the application role.
 * @param path another file of the same kind, where less will do.
 * @returns null when there is an organisation already, other than a demonstration whose loading was interrupted.
 */
export async function loadDemoIfEmpty(appUrl: string, path = DEMO_FILE): Promise<ImportReport | null> {
  const pool = createPool(appUrl, { max: 1, name: 'pit-demo' });
  try {
    return await inTurn(appUrl, async () => {
      if (!(await isDue(pool))) return null;
      logger.info('loading the demonstration data, once: this takes some seconds');
      return await loadDemo(pool, path);
    });
  } finally {
    await pool.end();
  }
}

/** Of two first starts on one folder the second waits, on a connection of its own, and finds all there. */
async function inTurn<T>(appUrl: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: appUrl });
  // The lock is gone with the connection; the work says by itself what it lacks.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`SET lock_timeout = '5min'; SET statement_timeout = 0`);
    await client.query(`SELECT pg_advisory_lock(hashtextextended('pit demonstration', 0))`);
    return await work();
  } finally {
    await client.end();
  }
}

/**
 * Loads the demonstration: an organisation with New York's school projects, spread over a project manager for each
 * borough and with the ready-made templates, and a second, small one. Running it again changes nothing.
 * @param path the file.
 * @param onRows told how many of the rows have been written.
 */
export async function loadDemo(
  pool: pg.Pool,
  path = DEMO_FILE,
  onRows?: (count: number) => void,
): Promise<ImportReport> {
  const file = await readNycFile(path);
  for (const directory of [DEMO_ORGANISATION, OTHER_ORGANISATION]) {
    const platform = systemActor(directory.organisation.id);
    await withTenantTransaction(pool, platform, (tx) => syncDirectory(withRules(tx), directory));
  }
  await withTenantTransaction(pool, importerIn(OTHER_ADMIN.orgId, OTHER_ADMIN.userId), (tx) =>
    plantProject(withRules(tx)),
  );
  const importer = importerIn(DEMO_ADMIN.orgId, DEMO_ADMIN.userId);
  await withTenantTransaction(pool, importer, async (tx) => {
    await allowLongTransaction(tx);
    await addReadyTemplates(withRules(tx));
  });
  return withTenantTransaction(pool, importer, (tx) =>
    importNycProjects(withRules(tx), file, { managerOf, ...(onRows && { onRows }) }),
  );
}

/**
 * Whether nobody has moved in, or a load was interrupted: its projects come last and all in one transaction, so that
 * without one the rest is loaded again.
 */
async function isDue(pool: pg.Pool): Promise<boolean> {
  return withTenantTransaction(pool, importerIn(DEMO_ADMIN.orgId, SYSTEM_USER), async (tx) => {
    const { rows } = await tx.run(IS_DUE);
    return rows[0]?.due === true;
  });
}

/** A building's identifier begins with the letter of its borough. */
function managerOf(building: string | null): string | null {
  const manager = MANAGERS[building?.charAt(0) ?? ''];
  return DEMO_ORGANISATION.users.find(({ id }) => id === manager)?.email ?? null;
}

/** One project in the second organisation, which the first must never see. */
async function plantProject(tx: Tx): Promise<void> {
  const { rowCount } = await tx.run(ANY_PROJECT);
  if (rowCount !== 0) return;
  const dates = { startDate: '2026-01-05', endDate: '2027-03-31' };
  const numbers = { ...dates, progressPercent: 0, capexTotal: '4200000.00' };
  const insert = async (statement: Statement<{ id: string }>, row: object): Promise<string> => {
    const rows = JSON.stringify([{ ownerId: tx.actor.userId, ...row }]);
    return (await tx.run(statement, [rows])).rows[0]?.id ?? '';
  };
  const project = { name: 'Quay wall repair', code: 'HW-2026-001', status: 'active', ...numbers };
  const projectId = await insert(INSERT_PROJECTS, project);
  const phase = { projectId, name: 'Construction', orderIndex: 0, ...numbers };
  const phaseId = await insert(INSERT_PHASES, phase);
  await insert(INSERT_TASKS, {
    ...dates,
    projectId,
    phaseId,
    name: 'Drive sheet piles',
    orderIndex: 0,
    durationDays: tx.calendar.durationBetween(dates.startDate, dates.endDate),
    capexCost: numbers.capexTotal,
    status: tx.today < dates.startDate ? 'not_started' : 'active',
    progressPercent: 0,
    reference: 'quay-wall|sheet-piles',
  });
}
