import { decoderOf } from './decode.ts';
import { statement, type Statement } from './statement.ts';
import { columnOf, tableOf, type EntityClass } from './table.ts';

/** One live task that is linked to a record of another module. */
export interface LinkedWork {
  /** Id of the record in the other module. */
  readonly key: string;
  readonly isCompleted: boolean;
  /** `linked_risk_mitigation_pct`, a decimal string. */
  readonly mitigationPct: string | null;
  /** Sum of the percentages of its live steps, or its own where it has none; to be divided by `parts`. */
  readonly percents: number;
  readonly parts: number;
  readonly requiresEvidence: boolean;
  readonly hasAcceptedEvidence: boolean;
  /** Whether each step that requires evidence has accepted evidence. */
  readonly areStepsProven: boolean;
}

const boolean = decoderOf('boolean');
const OUTPUTS = [
  { property: 'key' },
  { property: 'isCompleted', decode: boolean },
  { property: 'mitigationPct' },
  { property: 'percents', decode: Number },
  { property: 'parts', decode: Number },
  { property: 'requiresEvidence', decode: boolean },
  { property: 'hasAcceptedEvidence', decode: boolean },
  { property: 'areStepsProven', decode: boolean },
];

/**
 * The live tasks behind the links of the records in `$1`, each once per record. Index scans on the link's key,
 * the task's id and the steps' task; evidence is looked at only where it is required.
 */
export function linkedWorkStatement(link: EntityClass, property: string): Statement {
  const { name } = tableOf(link);
  const key = columnOf(tableOf(link), property).sql;
  const text = `
    SELECT l.key, t.status = 'completed', t.linked_risk_mitigation_pct,
      coalesce(s.percents, t.progress_percent), coalesce(s.parts, 1), t.requires_evidence,
      t.requires_evidence AND pit_ops.is_task_proven(t.id), coalesce(s.are_proven, true)
    FROM (SELECT DISTINCT ${key} AS key, task_id FROM ${name} WHERE ${key} = ANY ($1::uuid[])) l
    JOIN pit.task t ON t.id = l.task_id AND t.deleted_at IS NULL
    LEFT JOIN LATERAL (
      SELECT sum(s.progress_percent) AS percents, count(*) AS parts,
        bool_and(NOT s.requires_evidence OR pit_ops.is_subtask_proven(s.id)) AS are_proven
      FROM pit.subtask s WHERE s.task_id = t.id AND s.deleted_at IS NULL HAVING count(*) > 0
    ) s ON true`;
  return statement(text, 'LinkedWork', OUTPUTS);
}
