/** A finding as this team's database would have it. */
export interface FindingRow {
  readonly id: string;
  readonly orgId: string;
  readonly title: string;
  readonly raisedOn: string;
  /** PIT's code for the project: the two teams have no other word for it in common. */
  readonly projectCode: string;
}

const SCHOOLS = '00000000-0000-4000-8000-000100000000';
const HARBOUR = '00000000-0000-4000-8000-000200000000';

export const FINDINGS: readonly FindingRow[] = [
  {
    id: '00000000-0000-4000-b000-000100000001',
    orgId: SCHOOLS,
    title: 'No record of insulation tests in the electrical room',
    raisedOn: '2026-02-17',
    projectCode: 'DSF0000898235',
  },
  {
    id: '00000000-0000-4000-b000-000100000002',
    orgId: SCHOOLS,
    title: 'Design was approved without a signature',
    raisedOn: '2026-05-04',
    projectCode: 'DSF0000898235',
  },
  {
    id: '00000000-0000-4000-b000-000200000001',
    orgId: HARBOUR,
    title: 'Divers worked without a standby boat',
    raisedOn: '2026-03-09',
    projectCode: 'HW-2026-001',
  },
];
