import { bigint, neverNull, nullable, text, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
import { NEWS_EVENTS } from './plan-news-query.ts';
import { PACKED_ITEMS, packedItems } from './timeline-items-query.ts';

/**
 * What has become of the records of the live project `$1` since the event `$2` of its stream: the tasks that events of the topics
 * `$4` name, and in columns as of `TIMELINE_ITEMS` those that are live, their subtasks, and all that they lie in. At most `$3`
 * events are read, as by `PLAN_NEWS`.
 */
export const TIMELINE_NEWS = statement(
  `WITH asked AS MATERIALIZED (SELECT $1::uuid AS id, $2::bigint AS since
  ), ${NEWS_EVENTS}
  )
  SELECT asked.id AS project_id, asked.since,
    coalesce((SELECT s.last_seq FROM pit_ops.event_stream s WHERE s.stream_id = asked.id), 0) AS plan_seq,
    coalesce(heard.events, 0) AS events, coalesce(heard.unnamed + heard.baselines, 0) AS unnamed,
    heard.named_tasks::text AS named_tasks, packed.*
  FROM asked
  CROSS JOIN (${packedItems('$1::uuid', (id) => `${id} = ANY (ARRAY(SELECT task_id FROM event WHERE is_plan))`)}) AS packed
  LEFT JOIN heard ON heard.project_id = asked.id`,
  {
    projectId: neverNull(uuid, 'it is given'),
    since: neverNull(bigint, 'it is given'),
    planSeq: bigint,
    events: bigint,
    unnamed: bigint,
    namedTasks: nullable(text),
    ...PACKED_ITEMS,
  },
);
