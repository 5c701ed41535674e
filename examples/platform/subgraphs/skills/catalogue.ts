/** A skill as this team's database would have it. */
export interface SkillRow {
  readonly id: string;
  readonly orgId: string;
  readonly name: string;
  /** Words in the name of work that asks for it, in lower case. */
  readonly askedForBy: readonly string[];
  /** The platform's users who have it. */
  readonly holderIds: readonly string[];
}

const SCHOOLS = '00000000-0000-4000-8000-000100000000';
const HARBOUR = '00000000-0000-4000-8000-000200000000';
const MAYA = '00000000-0000-4000-8000-000100000011';
const XAVIER = '00000000-0000-4000-8000-000100000012';
const KOFI = '00000000-0000-4000-8000-000100000013';
const HUGO = '00000000-0000-4000-8000-000200000011';

export const SKILLS: readonly SkillRow[] = [
  {
    id: 'schools-electrical',
    orgId: SCHOOLS,
    name: 'Electrical installation',
    askedForBy: ['electrical', 'camera', 'low voltage'],
    holderIds: [MAYA, KOFI],
  },
  {
    id: 'schools-waterproofing',
    orgId: SCHOOLS,
    name: 'Waterproofing',
    askedForBy: ['water', 'roof'],
    holderIds: [XAVIER],
  },
  {
    id: 'schools-supervision',
    orgId: SCHOOLS,
    name: 'Site supervision',
    askedForBy: ['construction'],
    holderIds: [MAYA],
  },
  {
    id: 'schools-drawing',
    orgId: SCHOOLS,
    name: 'Construction drawing',
    askedForBy: ['design', 'scope'],
    holderIds: [XAVIER, KOFI],
  },
  {
    id: 'harbour-piling',
    orgId: HARBOUR,
    name: 'Piling',
    askedForBy: ['quay', 'pile'],
    holderIds: [HUGO],
  },
];
