import type { Services } from '../../../context.ts';
import type { Actor } from '../../../domain/directory/actor.ts';
import type { StoredEvent } from '../../../events/stored-event.ts';
import type { EventOutcome, EventResult } from '../event-outcome.ts';
import { ProjectSight } from './project-sight.ts';

/** Those of one user's rights among all who ask the same. */
export interface Sharer {
  readonly actor: Actor;
  /** Executes the event as the actor. */
  execute(way: ExecutionKind): Promise<EventOutcome>;
  /** What is delivered of that. @throws PitError where it ends the subscription. */
  resultOf(outcome: EventOutcome): EventResult | null;
}

/** `shared`: for all who ask the same; `own`: for one user's rights alone. */
export type ExecutionKind = 'own' | 'shared';

/** How long an execution may be given to others: who comes later gets the data of then. */
export const SHARED_MS = 1000;
/** Who executes may turn out not to see the project; then one who does is looked for, once. */
const ATTEMPTS = 2;
const HIDDEN: EventOutcome = { isSeen: false };

interface Attempt {
  readonly by: Sharer['actor'];
  readonly outcome: Promise<EventOutcome>;
}

/**
 * The executions of one operation's events that all share who ask it, whatever their rights: of an operation whose answer is the same
 * for all who may see the project (`isShareable`).
 */
export class SharedExecutions {
  /** Users' rights that take part. */
  members = 0;
  private readonly events = new Map<number | string, SharedEvent>();

  constructor(private readonly services: Services) {}

  /** The event's result for one of them. @param key tells one event from another. */
  result(event: StoredEvent, key: number | string, sharer: Sharer): Promise<EventResult | null> {
    let shared = this.events.get(key);
    if (shared === undefined) {
      this.events.set(key, (shared = new SharedEvent(new ProjectSight(this.services, event))));
      setTimeout(() => this.events.delete(key), SHARED_MS).unref();
    }
    return shared.resultFor(sharer);
  }
}

/**
 * One event: executed as the first who asks, and given to the others if they may see its project once that has been read, so that
 * nobody is given what was read after they lost sight of it.
 */
class SharedEvent {
  private readonly attempts: Attempt[] = [];

  constructor(private readonly sight: ProjectSight) {}

  async resultFor(sharer: Sharer): Promise<EventResult | null> {
    for (let at = 0; at < ATTEMPTS; at++) {
      const attempt = (this.attempts[at] ??= { by: sharer.actor, outcome: sharer.execute('shared') });
      const outcome = await attempt.outcome;
      if (attempt.by === sharer.actor) return sharer.resultOf(outcome);
      if (outcome.isSeen && !outcome.isForAll) break;
      const sight = await this.sight.of(sharer.actor);
      if (sight === 'no') return sharer.resultOf(HIDDEN);
      if (sight === 'unknown') break;
      if (outcome.isSeen) return sharer.resultOf(outcome);
    }
    return sharer.resultOf(await sharer.execute('own'));
  }
}
