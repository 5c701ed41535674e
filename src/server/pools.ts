import type pg from 'pg';
import type { ReadReplicas } from '../db/read/replicas/read-replicas.ts';
import { createPool } from '../db/connection/pool.ts';
import type { ReadSettings } from '../config/read-settings.ts';

import { refuseUnfitLogin } from './fit-login.ts';
import { openReplicas } from './replicas.ts';

/** Four connections serve reads better than eight on two cores: fewer backends contend for them. */
const READ_CONNECTIONS = 4;
const WRITE_CONNECTIONS = 8;
/** Writers to one project follow each other: a hundred at once are a queue that moves, and no overload. */
const WRITE_WAIT_MS = 5_000;

const NO_REPLICAS: ReadSettings = { readUrls: [], readMaxLagSeconds: 1 };

/** The connections of a service. */
export interface Pools {
  readPool: pg.Pool;
  writePool: pg.Pool;
  /** Standbys that take reads of requests, where there are any. */
  replicas: ReadReplicas | undefined;
}

/**
 * Opens the pools of a service as the application role.
 * @throws where that role is above the wall or lacks settings, and where a server is not what its setting says.
 */
export async function openPools(databaseUrl: string, reads = NO_REPLICAS): Promise<Pools> {
  const readPool = createPool(databaseUrl, { max: READ_CONNECTIONS, name: 'pit-read' });
  const write = { max: WRITE_CONNECTIONS, name: 'pit-write', waitMs: WRITE_WAIT_MS };
  const writePool = createPool(databaseUrl, write);
  try {
    await refuseUnfitLogin(readPool, 'DATABASE_URL');
    const replicas = await openReplicas(reads, { readPool, writePool }, READ_CONNECTIONS);
    return { readPool, writePool, replicas };
  } catch (error) {
    await Promise.all([readPool.end(), writePool.end()]);
    throw error;
  }
}
