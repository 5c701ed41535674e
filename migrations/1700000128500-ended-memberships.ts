import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewritten } from './1700000110600-quality-sight.ts';
import { ownedByDefiner, redefinedByDefiner } from './sql/definer.ts';

/**
 * Membership of a team ends, as the platform says: one by one, or by the complete list of a team's members. The row goes, which the
 * audit log keeps, so that whoever reads memberships reads those that last.
 */
export class EndedMemberships1700000128500 implements MigrationInterface {
  name = 'EndedMemberships1700000128500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT DELETE ON pit.team_membership TO pit_definer;
      ${PEOPLE}${SIZE}
      ${ownedByDefiner([PEOPLE_SIGNATURE], 'pit_app, pit_foreman')}
      ${ownedByDefiner([SIZE_SIGNATURE], 'pit_owner')}
      CREATE TRIGGER keep_team_size AFTER INSERT ON pit.team_membership REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION ${SIZE_SIGNATURE};
      ALTER TABLE pit.team_membership ENABLE ALWAYS TRIGGER keep_team_size`);
    for (const [from, to] of CHANGES) {
      await runner.query(redefinedByDefiner(rewritten(SYNC, from, to)));
    }
    await runner.query(redefinedByDefiner(`COMMENT ON FUNCTION ${SYNC} IS '${COMMENT}';`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(redefinedByDefiner(`COMMENT ON FUNCTION ${SYNC} IS '${COMMENT_BEFORE}';`));
    for (const [from, to] of [...CHANGES].reverse()) {
      await runner.query(redefinedByDefiner(rewritten(SYNC, to, from)));
    }
    await runner.query(`
      DROP TRIGGER keep_team_size ON pit.team_membership;
      SET LOCAL ROLE pit_definer; DROP FUNCTION ${PEOPLE_SIGNATURE}, ${SIZE_SIGNATURE}; SET LOCAL ROLE pit_owner;
      REVOKE DELETE ON pit.team_membership FROM pit_definer`);
  }
}

const SYNC = 'pit_ops.sync_directory(jsonb)';
const PEOPLE_SIGNATURE = 'pit_ops.team_people(uuid[])';
const SIZE_SIGNATURE = 'pit_ops.keep_team_size()';
const COMMENT_BEFORE =
  "Upserts {organisation, divisions, users, teams, memberships}, keyed as their columns, in the caller''s organisation; never deletes. Answers how many rows of each were taken.";
const COMMENT =
  "Upserts {organisation, divisions, users, teams, memberships}, keyed as their columns, in the caller''s organisation, and ends memberships: those that are said to be none (is_member), and of a team with member_ids all others. Answers how many rows of each were taken, and whose people are others now.";

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, pg_temp';

const PEOPLE = `
  CREATE FUNCTION pit_ops.team_people(teams uuid[]) RETURNS TABLE (team_id uuid, user_id uuid)
    LANGUAGE sql STABLE ROWS 20 ${DEFINER} AS $$
    SELECT each.team_id, each.user_id FROM (
      SELECT member.team_id, member.user_id FROM pit.team_membership AS member
        WHERE member.team_id = ANY (teams) AND member.org_id = pit_ops.ctx_org()
      UNION SELECT team.id, team.manager_id FROM pit.team
        WHERE team.id = ANY (teams) AND team.org_id = pit_ops.ctx_org()) AS each
    WHERE NOT EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = each.user_id) $$;
  COMMENT ON FUNCTION ${PEOPLE_SIGNATURE} IS
    'Who belongs to teams of the organisation: members, and managers too; who was deactivated does not.';`;

/** Teams after one another, so that two transactions that add to one count each other's. */
const SIZE = `
  CREATE FUNCTION ${SIZE_SIGNATURE} RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    PERFORM FROM pit.team WHERE id IN (SELECT team_id FROM new_rows) ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM (SELECT DISTINCT team_id FROM new_rows) AS made
      WHERE (SELECT count(*) FROM pit.team_membership AS own WHERE own.team_id = made.team_id) > 500) THEN
      RAISE EXCEPTION 'a team has 500 members at most'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit', TABLE = 'team_membership', CONSTRAINT = 'team_membership_most';
    END IF;
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION ${SIZE_SIGNATURE} IS 'Refuses the 501st member of a team; larger ones that were there before get nobody more.';`;

const MEMBERSHIPS = `jsonb_to_recordset(coalesce(directory -> 'memberships', '[]'))`;
const TEAMS = `jsonb_to_recordset(coalesce(directory -> 'teams', '[]'))`;
const FORMER = `jsonb_to_recordset(former) AS was (team_id uuid, user_id uuid)`;

/** From and to. Ends come after the check that no id is another organisation's. */
const CHANGES: readonly (readonly [string, string])[] = [
  [
    '    memberships integer;\n',
    '    memberships integer;\n    ended integer;\n    joined integer;\n    named uuid[];\n    former jsonb;\n',
  ],
  [
    '    INSERT INTO pit.team AS kept (id, org_id, name, manager_id)\n',
    `    named := ARRAY(SELECT given.id FROM ${TEAMS} AS given (id uuid)
      UNION SELECT given.team_id FROM ${MEMBERSHIPS} AS given (team_id uuid));
    former := (SELECT coalesce(jsonb_agg(to_jsonb(people)), '[]') FROM pit_ops.team_people(named) AS people);
    INSERT INTO pit.team AS kept (id, org_id, name, manager_id)\n`,
  ],
  [
    'AS given (id uuid, team_id uuid, user_id uuid, role text)\n',
    'AS given (id uuid, team_id uuid, user_id uuid, role text, is_member boolean)\n      WHERE coalesce(given.is_member, true)\n',
  ],
  [
    '    GET DIAGNOSTICS memberships = ROW_COUNT;\n',
    `    GET DIAGNOSTICS memberships = ROW_COUNT;
    memberships := memberships + (SELECT count(*) FROM ${MEMBERSHIPS} AS given (is_member boolean) WHERE NOT given.is_member);\n`,
  ],
  [
    '    INSERT INTO pit_ops.deactivated_user (id, org_id)',
    `    DELETE FROM pit.team_membership AS kept USING (
      SELECT given.team_id, given.user_id FROM ${MEMBERSHIPS} AS given (team_id uuid, user_id uuid, is_member boolean)
        WHERE NOT given.is_member
      UNION SELECT member.team_id, member.user_id FROM ${TEAMS} AS given (id uuid, member_ids uuid[])
        JOIN pit.team_membership AS member ON member.team_id = given.id AND member.user_id <> ALL (given.member_ids)) AS gone
      WHERE kept.org_id = org AND kept.team_id = gone.team_id AND kept.user_id = gone.user_id;
    GET DIAGNOSTICS ended = ROW_COUNT;
    INSERT INTO pit.team_membership (org_id, team_id, user_id, role)
      SELECT DISTINCT org, given.id, person, 'member' FROM ${TEAMS} AS given (id uuid, member_ids uuid[])
      CROSS JOIN unnest(given.member_ids) AS person
      ON CONFLICT (team_id, user_id) DO NOTHING;
    GET DIAGNOSTICS joined = ROW_COUNT;
    INSERT INTO pit_ops.deactivated_user (id, org_id)`,
  ],
  [
    `'teams', teams, 'memberships', memberships) ||`,
    `'teams', teams, 'memberships', memberships + joined, 'membershipsEnded', ended, 'changedTeams', (
        SELECT coalesce(jsonb_agg(DISTINCT changed.team_id), '[]') FROM (
          (SELECT * FROM pit_ops.team_people(named) EXCEPT SELECT * FROM ${FORMER})
          UNION ALL (SELECT * FROM ${FORMER} EXCEPT SELECT * FROM pit_ops.team_people(named))) AS changed)) ||`,
  ],
];
