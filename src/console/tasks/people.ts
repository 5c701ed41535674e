import type { PeopleQuery } from '../operations.ts';

export type Person = PeopleQuery['users']['nodes'][number];

/** Who is meant by what is typed: by name and address as they are offered, or by a name that only one has. */
export function personMeant(typed: string, people: readonly Person[]): Person | null {
  const wanted = typed.trim().toLocaleLowerCase();
  const whole = people.find((person) => offered(person).toLocaleLowerCase() === wanted);
  if (whole !== undefined) return whole;
  const named = people.filter(({ name }) => name.toLocaleLowerCase() === wanted);
  return named.length === 1 ? named[0]! : null;
}

/** How a person is offered. */
export const offered = ({ name, email }: Person): string => `${name}, ${email}`;
