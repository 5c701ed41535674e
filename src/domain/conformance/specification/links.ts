import { addedOrg, created, id, integer, references, table, text, uuid } from './table.ts';

/** 11.1 */
const ISMS_LINK = table({
  name: 'isms_link',
  columns: {
    ...id,
    ...addedOrg,
    task_id: references('task'),
    criteria_code: text,
    criteria_version: text,
    ...created,
  },
});

/** 11.2. What is linked is another module's, so there is nothing to refer to here. */
const RISK_LINK = table({
  name: 'risk_link',
  columns: { ...id, ...addedOrg, task_id: references('task'), risk_id: uuid, link_type: text, ...created },
});

/** 11.3 */
const CONTROL_LINK = table({
  name: 'control_link',
  columns: {
    ...id,
    ...addedOrg,
    task_id: references('task'),
    control_id: uuid,
    control_group: text,
    ...created,
  },
});

/** 11.4 */
const INCIDENT_LINK = table({
  name: 'incident_link',
  columns: { ...id, ...addedOrg, task_id: references('task'), incident_id: uuid, ...created },
});

/** 11.5 */
const AUDIT_LINK = table({
  name: 'audit_link',
  columns: { ...id, ...addedOrg, task_id: references('task'), audit_finding_id: uuid, ...created },
});

/** 11.6 */
const SKILLS_CREDIT = table({
  name: 'skills_credit',
  columns: {
    ...id,
    ...addedOrg,
    task_id: references('task'),
    user_id: references('user'),
    credit_value: integer,
    ...created,
  },
});

/** Section 11: what ties tasks to other modules. */
export const LINK_TABLES = [ISMS_LINK, RISK_LINK, CONTROL_LINK, INCIDENT_LINK, AUDIT_LINK, SKILLS_CREDIT];
