import {
  addedOrg,
  boolean,
  changed,
  created,
  enumeration,
  id,
  jsonb,
  references,
  table,
  text,
} from './table.ts';

/** Not in the specification, which only refers to it: the platform's, as far as PIT needs it. */
const ORGANISATION = table({
  name: 'organisation',
  columns: { ...id, name: text, time_zone: text, settings: jsonb, ...changed },
});

/** Not in the specification, which only refers to it. */
const DIVISION = table({
  name: 'division',
  columns: { ...id, org_id: references('organisation', 'plain'), name: text, ...changed },
});

/** 12.1 */
const USER = table({
  name: 'user',
  columns: { ...id, name: text, email: text, role: text, org_id: references('organisation', 'plain') },
});

/** 12.2 */
const TEAM = table({
  name: 'team',
  columns: {
    ...id,
    name: text,
    org_id: references('organisation', 'plain'),
    manager_id: references('user'),
  },
});

/** 12.3 */
const TEAM_MEMBERSHIP = table({
  name: 'team_membership',
  columns: {
    ...id,
    ...addedOrg,
    team_id: references('team'),
    user_id: references('user'),
    role: text,
  },
});

/** 12.4 */
const NOTIFICATION = table({
  name: 'notification',
  columns: {
    ...id,
    ...addedOrg,
    user_id: references('user'),
    type: enumeration('notification_type_enum'),
    title: text,
    message: text,
    link: text,
    is_read: boolean,
    ...created,
  },
});

/** Section 12, and the two tables it leans on. */
export const PEOPLE_TABLES = [ORGANISATION, DIVISION, USER, TEAM, TEAM_MEMBERSHIP, NOTIFICATION];
