/** A risk as this team's database would have it. */
export interface RiskRow {
  readonly id: string;
  readonly orgId: string;
  readonly title: string;
  readonly rating: 'LOW' | 'MEDIUM' | 'HIGH';
  readonly ownerId: string;
  /** PIT's code for the project: the two teams have no other word for it in common. */
  readonly projectCode: string;
}

const SCHOOLS = '00000000-0000-4000-8000-000100000000';
const HARBOUR = '00000000-0000-4000-8000-000200000000';

export const RISKS: readonly RiskRow[] = [
  {
    id: '00000000-0000-4000-a000-000100000001',
    orgId: SCHOOLS,
    title: 'Water reaches the main switchgear',
    rating: 'HIGH',
    ownerId: '00000000-0000-4000-8000-000100000011',
    projectCode: 'DSF0000898235',
  },
  {
    id: '00000000-0000-4000-a000-000100000002',
    orgId: SCHOOLS,
    title: 'School closed after a failure of the electrical supply',
    rating: 'MEDIUM',
    ownerId: '00000000-0000-4000-8000-000100000001',
    projectCode: 'DSF0000898235',
  },
  {
    id: '00000000-0000-4000-a000-000100000003',
    orgId: SCHOOLS,
    title: 'Child injured on the worn playground surface',
    rating: 'HIGH',
    ownerId: '00000000-0000-4000-8000-000100000011',
    projectCode: 'DSF0001033656',
  },
  {
    id: '00000000-0000-4000-a000-000200000001',
    orgId: HARBOUR,
    title: 'Quay wall gives way under a crane',
    rating: 'HIGH',
    ownerId: '00000000-0000-4000-8000-000200000001',
    projectCode: 'HW-2026-001',
  },
];
