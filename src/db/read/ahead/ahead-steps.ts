import { isConnectionLoss } from '../../connection/connection-loss.ts';
import { failedStatementOf, step, type Step } from '../../connection/pipeline.ts';
import type { Row } from '../../connection/decode.ts';
import type { Statement } from '../../connection/statement.ts';
import { handingOn, namedIn, slotOf } from './ahead-statements.ts';
import { MOST_HANDED_ON, targetOf, type LookAhead, type Reference } from './reference.ts';

/** A step of a round trip, and what is wanted of what its rows name. */
export interface AskedStep extends Step<object> {
  readonly ahead?: LookAhead | undefined;
}

/** Rows that name others: those of a statement that was asked, or of one that looks ahead itself. */
interface Source {
  readonly typename: string;
  readonly references: Reference[];
}

/** Rows of one table that are looked up ahead, whoever names them. */
interface Target {
  readonly entity: Reference['entity'];
  readonly asked: Reference['asked'];
  readonly slots: Set<string>;
  readonly namedBy: { readonly source: Source; readonly reference: Reference }[];
  /** What its own rows name. */
  readonly own: Source;
}

/**
 * What the rows of statements name, looked up in the same round trip: each statement leaves the ids that it has found to the next.
 * One for each table and selection, as where ids are waited for, and its rows pass the policies as they would then.
 */
export class AheadSteps {
  /** All steps of the round trip. Those that look ahead stand behind the last that leaves ids to them. */
  readonly steps: readonly Step<object>[];
  /** Of the first step that looks ahead. */
  private readonly at: number;
  private readonly lookUps: readonly Step<object>[];
  private readonly targets: readonly Target[];
  private readonly places = new Map<Source, number>();
  private readonly tellers = new Set<LookAhead['found']>();
  private readonly sent: ReadonlyMap<AskedStep, Step<object>>;

  /** Undefined where no step looks ahead. */
  static of(asked: readonly AskedStep[]): AheadSteps | undefined {
    return asked.some(({ ahead }) => ahead) ? new AheadSteps(asked) : undefined;
  }

  private constructor(asked: readonly AskedStep[]) {
    const sources: Source[] = [];
    const sent = asked.map((each, place): Step<object> => {
      if (each.ahead === undefined) return each;
      const source = { typename: each.ahead.typename, references: [...each.ahead.references] };
      sources.push(source);
      this.places.set(source, place);
      this.tellers.add(each.ahead.found);
      return { statement: leaving(each.statement as Statement, source, 0), values: each.values };
    });
    this.sent = new Map(asked.map((each, i) => [each, sent[i] ?? each]));
    this.at = Math.max(...this.places.values()) + 1;
    const levels = levelsOf(sources);
    this.targets = levels.flat();
    this.targets.forEach(({ own }, i) => this.places.set(own, this.at + i));
    this.lookUps = levels.flatMap((targets, i) => targets.map((target) => lookUp(target, i + 1)));
    this.steps = [...sent.slice(0, this.at), ...this.lookUps, ...sent.slice(this.at)];
  }

  /** Whether the round trip has failed at a statement that looks ahead, and not at one that was asked. */
  hasFailed(error: unknown): boolean {
    const failed = failedStatementOf(error);
    return !isConnectionLoss(error) && this.lookUps.some(({ statement }) => statement === failed);
  }

  /** What goes out for a step that was asked. */
  sentFor(asked: AskedStep): Step<object> {
    return this.sent.get(asked) ?? asked;
  }

  /** The answers of the steps that were asked, among those of all. */
  answersOf(all: readonly object[][]): object[][] {
    return [...all.slice(0, this.at), ...all.slice(this.at + this.lookUps.length)];
  }

  /** The answers of the steps that look ahead. */
  foundOf(all: readonly object[][]): object[][] {
    return all.slice(this.at, this.at + this.lookUps.length);
  }

  /** Tells whoever asked what was found. */
  tell(all: readonly (readonly object[])[]): void {
    this.targets.forEach(({ namedBy }, i) => {
      const rows = new Map((all[this.at + i] ?? []).map((row) => [(row as Row)['id'], row]));
      for (const { source, reference } of namedBy) {
        for (const id of idsIn(all[this.places.get(source) ?? -1] ?? [], reference))
          for (const found of this.tellers) found(reference, id, rows.get(id) ?? null);
      }
    });
  }
}

/** What is looked up, and then what that names, and so on. */
function levelsOf(sources: readonly Source[]): Target[][] {
  const levels: Target[][] = [];
  let next = targetsOf(sources, 0);
  while (next.length > 0) {
    levels.push(next);
    const named = next.map(({ own }) => own);
    next = targetsOf(named, levels.length);
  }
  return levels;
}

/** What is looked up for the sources; rows of one table and selection by one statement. */
function targetsOf(sources: readonly Source[], level: number): Target[] {
  const targets = new Map<string, Target>();
  for (const source of sources) {
    for (const reference of source.references) {
      const key = targetOf(reference);
      const target = targets.get(key) ?? newTarget(reference);
      targets.set(key, target);
      target.slots.add(slotOf(level, source.typename, reference.property));
      target.namedBy.push({ source, reference });
      for (const next of reference.asked.references ?? [])
        if (!target.own.references.includes(next)) target.own.references.push(next);
    }
  }
  return [...targets.values()];
}

function newTarget({ entity, asked }: Reference): Target {
  return { entity, asked, slots: new Set(), namedBy: [], own: { typename: entity.name, references: [] } };
}

/** The statement, which leaves the ids that its rows name. */
function leaving(statement: Statement, { typename, references }: Source, level: number): Statement {
  const properties = [...new Set(references.map(({ property }) => property))];
  return handingOn(
    statement,
    properties.map((property) => ({ property, slot: slotOf(level, typename, property) })),
  );
}

function lookUp({ entity, asked, slots, own }: Target, level: number): Step<object> {
  return step(leaving(namedIn([...slots], entity, asked.properties), own, level));
}

/** The ids that rows name; none where they are more than a statement leaves. */
function idsIn(rows: readonly object[], { property }: Reference): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const row of rows) {
    const id = (row as Row)[property];
    if (typeof id === 'string') ids.add(id);
  }
  return ids.size > MOST_HANDED_ON ? new Set() : ids;
}
