import { RequestContext, type Services } from '../../../context.ts';
import { PROJECT_READERS, RECORDS_STAY } from '../../../db/queries/events/reader-query.ts';
import { systemActor, type Actor } from '../../../domain/directory/actor.ts';
import type { StoredEvent } from '../../../events/stored-event.ts';

/**
 * Whether one may be given what another was answered of an event: `yes`; `no` where they may not see its project now; `unknown` where
 * the answer may be another one for them.
 */
export type Sight = 'yes' | 'no' | 'unknown';

interface Asking {
  readonly actor: Actor;
  readonly told: (sight: Sight) => void;
}

/**
 * Who may see the project of an event at that moment. All who are asked about in the same turn of the event loop are looked up in one
 * statement; who comes after them is looked up when they come.
 */
export class ProjectSight {
  private asking: Asking[] = [];

  constructor(
    private readonly services: Services,
    private readonly event: StoredEvent,
  ) {}

  /** Never rejects. */
  of(actor: Actor): Promise<Sight> {
    return new Promise((told) => {
      this.asking.push({ actor, told });
      if (this.asking.length === 1) process.nextTick(() => void this.look());
    });
  }

  private async look(): Promise<void> {
    const { asking } = this;
    this.asking = [];
    const sights = await this.sightsOf(asking.map(({ actor }) => actor)).catch(() => undefined);
    asking.forEach(({ told }, at) => {
      told(sights?.(at) ?? 'unknown');
    });
  }

  /** The records that the event names are looked at as well: a task may have gone on to another project meanwhile. */
  private async sightsOf(actors: readonly Actor[]): Promise<(at: number) => Sight> {
    const { orgId, streamId, payload } = this.event;
    const projectId = payload['projectId'] ?? streamId;
    const context = new RequestContext(this.services, systemActor(orgId));
    const records = ['taskId', 'subtaskId', 'evidenceId', 'alertId'].map((name) => payload[name] ?? null);
    const [readers, [found]] = await Promise.all([
      context.rows(PROJECT_READERS, [
        projectId,
        actors.map(({ userId }) => userId),
        actors.map(({ role }) => role),
        actors.map(({ divisionIds }) => divisionIds.join(',')),
      ]),
      context.rows(RECORDS_STAY, [projectId, ...records]),
    ]);
    const seeing = new Set(readers.map(({ place }) => place - 1));
    const ifSeen = found?.stay === true ? 'yes' : 'unknown';
    return (at) => (seeing.has(at) ? ifSeen : 'no');
  }
}
