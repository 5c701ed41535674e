import { Counter, Gauge, type Registry } from 'prom-client';
import { READ_PLACES, type ReadReplicas } from '../../db/read/replicas/read-replicas.ts';

/** Tells how the standbys are that take reads, and where reads went. */
export function watchReplicas(registry: Registry, replicas: Pick<ReadReplicas, 'counts' | 'states'>): void {
  const registers = [registry];
  const reads = new Counter({
    name: 'pit_replica_reads_total',
    help: 'Reads a replica answered (replica), and those left to the primary: replica behind the reader, failed, unusable, reader not known yet, override',
    labelNames: ['place'],
    registers,
    collect: () => {
      reads.reset();
      for (const place of READ_PLACES) reads.inc({ place }, replicas.counts[place]);
    },
  });
  const lag = new Gauge({
    name: 'pit_replica_lag_seconds',
    help: 'For how long a replica, by its number in DATABASE_READ_URL, lacks what it lacks longest; 0 when it has everything',
    labelNames: ['replica'],
    registers,
    collect: () => {
      for (const { number, lagMs } of replicas.states) lag.set({ replica: number }, lagMs / 1000);
    },
  });
  const usable = new Gauge({
    name: 'pit_replica_usable',
    help: 'Whether a replica takes reads: 1, or 0 while it does not answer, lags too far, or is no standby',
    labelNames: ['replica'],
    registers,
    collect: () => {
      for (const { number, isUsable } of replicas.states) usable.set({ replica: number }, isUsable ? 1 : 0);
    },
  });
}
