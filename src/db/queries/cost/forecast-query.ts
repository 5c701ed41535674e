import type { ForecastDocument } from '../../../domain/schedule/forecast/forecast-document.ts';
import {
  date,
  decimal,
  integer,
  json,
  neverNull,
  timestamp,
  uuid,
  text,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** The live tasks of the project `$1` with the names of their phases, what they cost, and how far they are. */
export const FORECAST_TASKS = statement(
  `SELECT t.id, p.name AS phase, t.capex_cost + t.opex_cost AS cost, t.progress_percent
  FROM pit.task t JOIN pit.phase p ON p.id = t.phase_id WHERE t.project_id = $1 AND t.deleted_at IS NULL`,
  { id: uuid, phase: text, cost: neverNull(decimal, 'neither cost is'), progressPercent: integer },
);

/**
 * Tasks of the organisation that are finished, with the planned and the actual dates of each, of phases with the names
 * `$1::text[]` in small letters: the newest 20,000.
 */
export const FINISHED_TASKS = statement(
  `SELECT p.name AS phase, t.duration_days, a.actual_start, a.actual_finish
  FROM pit.phase p JOIN pit.task t ON t.phase_id = p.id AND t.deleted_at IS NULL AND t.progress_percent = 100
  JOIN pit_ops.task_actual a ON a.task_id = t.id
  WHERE regexp_replace(lower(trim(p.name)), '\\s+', ' ', 'g') = ANY ($1::text[]) AND p.deleted_at IS NULL AND t.duration_days > 0
    AND a.actual_start IS NOT NULL AND a.actual_finish IS NOT NULL
  ORDER BY a.actual_finish DESC, t.id LIMIT 20000`,
  {
    phase: text,
    durationDays: neverNull(integer, 'the condition'),
    actualStart: neverNull(date, 'the condition'),
    actualFinish: neverNull(date, 'the condition'),
  },
);

/** Keeps the forecast `$2` of the project `$1` in a snapshot that repeats the newest amounts. */
export const KEEP_FORECAST = statement(
  `INSERT INTO pit.cost_snapshot (project_id, captured_at, capex_committed, capex_spent, opex_committed, opex_spent, ai_forecast_json)
  SELECT said.id, clock_timestamp(), coalesce(newest.capex_committed, 0), coalesce(newest.capex_spent, 0),
    coalesce(newest.opex_committed, 0), coalesce(newest.opex_spent, 0), $2::jsonb
  FROM (SELECT $1::uuid AS id) said LEFT JOIN LATERAL (
    SELECT c.capex_committed, c.capex_spent, c.opex_committed, c.opex_spent FROM pit.cost_snapshot c
    LEFT JOIN pit_ops.cost_entry e ON e.project_id = c.project_id AND e.snapshot_id = c.id
    WHERE c.project_id = said.id AND c.ai_forecast_json IS NULL
    ORDER BY c.captured_at DESC, e.seq DESC NULLS LAST LIMIT 1
  ) newest ON true RETURNING id`,
  { id: uuid },
);

/** The newest forecast of each of the projects `$1::uuid[]`. */
export const NEWEST_FORECASTS = statement(
  `SELECT newest.id, newest.project_id, newest.captured_at, newest.ai_forecast_json AS document
  FROM unnest($1::uuid[]) AS asked (id) CROSS JOIN LATERAL (
    SELECT c.id, c.project_id, c.captured_at, c.ai_forecast_json FROM pit.cost_snapshot c
    WHERE c.project_id = asked.id AND c.ai_forecast_json IS NOT NULL ORDER BY c.captured_at DESC, c.id DESC LIMIT 1
  ) newest`,
  {
    id: uuid,
    projectId: uuid,
    capturedAt: timestamp,
    document: neverNull(json<ForecastDocument>(), 'the condition'),
  },
);
