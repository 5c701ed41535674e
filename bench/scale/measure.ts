import pg from 'pg';
import { buildSubgraph } from '../../schema/build.ts';
import type { Services } from '../../src/context.ts';
import { clock } from '../../src/clock.ts';
import { createPool } from '../../src/db/connection/pool.ts';
import type { Actor } from '../../src/domain/directory/actor.ts';
import { ACTOR } from '../dataset-sql.ts';
import { DAY } from './dataset.ts';
import { askedLists } from './lists.ts';
import { costsOf, type Measuring, type PageCost } from './pages.ts';
import { SAMPLE_SQL, type Samples } from './samples.ts';

/** Connection strings of one database: of a superuser, and of the application. */
export interface Urls {
  readonly adminUrl: string;
  readonly appUrl: string;
}

/**
 * What pages of every list of the graph cost in a database that was filled, in each order and with each filter.
 *
 * @param only measures those alone whose names hold it.
 */
export async function measureLists(
  { adminUrl, appUrl }: Urls,
  only = '',
  measuring: Measuring = {},
): Promise<PageCost[]> {
  const { actor, samples } = await known(adminUrl);
  const real = { ...clock };
  const readPool = createPool(appUrl, { max: 1, name: 'scale' });
  const client = new pg.Client({ connectionString: appUrl });
  try {
    // The day that the figures of the data are of.
    clock.today = () => DAY;
    await client.connect();
    await client.query(`SET statement_timeout = '10min'`);
    await client.query(`SET transaction_timeout = 0`);
    const { schema } = await buildSubgraph();
    const costs: PageCost[] = [];
    const options = { ...measuring, lengths: new Map<string, number>() };
    for (const list of await askedLists(schema, { readPool } as Services, actor, samples)) {
      if (list.name.includes(only)) costs.push(...(await costsOf(client, list, options)));
    }
    return costs;
  } finally {
    Object.assign(clock, real);
    await client.end();
    await readPool.end();
  }
}

async function known(adminUrl: string): Promise<{ actor: Actor; samples: Samples }> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows: actors } = await client.query<Pick<Actor, 'userId' | 'orgId' | 'divisionIds'>>(ACTOR);
    const { rows: samples } = await client.query<Samples>(SAMPLE_SQL);
    return { actor: { ...(actors[0] as Actor), role: 'member' }, samples: samples[0] as Samples };
  } finally {
    await client.end();
  }
}
