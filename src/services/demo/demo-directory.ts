import type { Directory } from '../../domain/directory/directory.ts';
import { ActorRole, TeamRole } from '../../domain/enums.ts';

/** Well-known ids, so that documentation, tokens and tests can name them: organisation 1 or 2, then who or what it is. */
const id = (organisation: number, number: number): string =>
  `00000000-0000-4000-8000-${String(organisation).padStart(4, '0')}${String(number).padStart(8, '0')}`;

/** An organisation with its people, complete. */
export type DemoDirectory = Required<{ [Part in keyof Directory]: NonNullable<Directory[Part]> }>;

const person = (userId: string, name: string, domain: string, role: ActorRole) => ({
  id: userId,
  name,
  email: `${name.toLowerCase().replace(' ', '.')}@${domain}`,
  role,
});

/** First letter of a building's identifier -> the project manager of that borough. */
export const MANAGERS: Readonly<Record<string, string>> = {
  M: id(1, 11),
  X: id(1, 12),
  K: id(1, 13),
  Q: id(1, 14),
  R: id(1, 15),
};

const DISTRICTS = 32;
const MANAGERS_TEAM = id(1, 101);
const SCHOOLS = 'schools.example';
const HARBOUR = 'harbour.example';

/** The organisation that New York's projects are loaded into. Its divisions are the school districts. */
export const DEMO_ORGANISATION: DemoDirectory = {
  organisation: {
    id: id(1, 0),
    name: 'New York City School Construction (demo)',
    timeZone: 'America/New_York',
  },
  divisions: Array.from({ length: DISTRICTS }, (_, at) => ({
    id: id(1, 1001 + at),
    name: `District ${at + 1}`,
  })),
  users: [
    person(id(1, 1), 'Ada Moreno', SCHOOLS, ActorRole.ADMIN),
    person(id(1, 2), 'Frank Osei', SCHOOLS, ActorRole.FOREMAN),
    person(id(1, 3), 'Vera Lindqvist', SCHOOLS, ActorRole.VIEWER),
    person(id(1, 11), 'Maya Chen', SCHOOLS, ActorRole.MEMBER),
    person(id(1, 12), 'Xavier Brooks', SCHOOLS, ActorRole.MEMBER),
    person(id(1, 13), 'Kofi Adeyemi', SCHOOLS, ActorRole.MEMBER),
    person(id(1, 14), 'Quinn Patel', SCHOOLS, ActorRole.MEMBER),
    person(id(1, 15), 'Rosa Ferrari', SCHOOLS, ActorRole.MEMBER),
  ],
  teams: [{ id: MANAGERS_TEAM, name: 'Borough project managers', managerId: id(1, 1) }],
  memberships: Object.values(MANAGERS).map((userId) => ({
    teamId: MANAGERS_TEAM,
    userId,
    role: TeamRole.LEAD,
  })),
};

/** A second tenant, to see that neither sees the other. */
export const OTHER_ORGANISATION: DemoDirectory = {
  organisation: { id: id(2, 0), name: 'Harbour Works (demo)', timeZone: 'Europe/London' },
  divisions: [],
  users: [
    person(id(2, 1), 'Hanna Weiss', HARBOUR, ActorRole.ADMIN),
    person(id(2, 11), 'Hugo Martin', HARBOUR, ActorRole.MEMBER),
  ],
  teams: [],
  memberships: [],
};
