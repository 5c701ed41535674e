import type { MigrationInterface, QueryRunner } from 'typeorm';
import { redefinedByDefiner } from './sql/definer.ts';

/**
 * What a model makes of evidence is no review: a row that is pending and has a score is passed over wherever the latest
 * review is asked. So it can neither open a gate, nor close one that an acceptance has opened, whoever writes it.
 */
export class DecidedReviews1700000114200 implements MigrationInterface {
  name = 'DecidedReviews1700000114200';

  async up(runner: QueryRunner): Promise<void> {
    await redefine(runner, DECISIVE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await redefine(runner, '');
  }
}

const DECISIVE = ` AND NOT (review.decision = 'pending' AND review.ai_score IS NOT NULL)`;

/** @param decisive what a review must fulfil to count. */
async function redefine(runner: QueryRunner, decisive: string): Promise<void> {
  await runner.query(redefinedByDefiner(proven(decisive)));
  await runner.query(keepAccepted(decisive));
}

const latest = (
  of: string,
  decisive: string,
): string => `(SELECT review.decision FROM pit.evidence_review AS review
      WHERE review.evidence_id = ${of}${decisive} ORDER BY review.created_at DESC, review.id DESC LIMIT 1)`;

const newerWhere = (owner: string): string => `NOT EXISTS (SELECT FROM pit.evidence AS newer
      WHERE newer.${owner} = piece.${owner} AND newer.deleted_at IS NULL AND newer.metadata ->> 'supersedes' = piece.id::text)`;

const acceptedWhere = (ownership: string, decisive: string): string => `
    EXISTS (SELECT FROM pit.evidence AS piece
      WHERE ${ownership} AND piece.org_id = pit_ops.ctx_org() AND piece.deleted_at IS NULL
        AND ${latest('piece.id', decisive)} = 'accepted' AND ${newerWhere('task_id')} AND ${newerWhere('subtask_id')})`;

/** As migrations 1700000030000 and 1700000070000 have made them, but for which reviews count. */
const proven = (decisive: string): string => `
  CREATE OR REPLACE FUNCTION pit_ops.is_task_proven(task uuid) RETURNS boolean LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    RETURN ${acceptedWhere('piece.task_id = task', decisive)} OR ${acceptedWhere(
      `piece.subtask_id = ANY (ARRAY(
      SELECT step.id FROM pit.subtask AS step WHERE step.task_id = task AND step.deleted_at IS NULL))`,
      decisive,
    )};
  CREATE OR REPLACE FUNCTION pit_ops.is_subtask_proven(subtask uuid) RETURNS boolean LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    RETURN ${acceptedWhere('piece.subtask_id = subtask', decisive)};
  CREATE OR REPLACE FUNCTION pit_ops.is_task_proven_without(task uuid, subtask uuid) RETURNS boolean LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    RETURN EXISTS (SELECT FROM pit.subtask AS step WHERE step.task_id = task AND step.deleted_at IS NULL
        AND step.id <> subtask AND pit_ops.is_subtask_proven(step.id))
      OR EXISTS (SELECT FROM pit.evidence AS piece
        WHERE piece.task_id = task AND piece.org_id = pit_ops.ctx_org() AND piece.deleted_at IS NULL
          AND ${latest('piece.id', decisive)} = 'accepted' AND ${newerWhere('task_id')});`;

/** As migration 1700000016000 has made it, but for which reviews count. */
const keepAccepted = (decisive: string): string => `
  CREATE OR REPLACE FUNCTION pit_ops.keep_accepted_evidence() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF ${latest('OLD.id', decisive)} = 'accepted' THEN
      RAISE EXCEPTION 'accepted evidence is final: supersede it instead'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit', TABLE = 'evidence', CONSTRAINT = 'evidence_accepted_is_final';
    END IF;
    RETURN NEW;
  END $$;`;
