import { isPlanDay, type CivilDate } from '../../civil-date.ts';
import { PitError } from '../../errors.ts';
import { refuseFile } from '../plan-check.ts';
import { isUuid } from '../../uuid.ts';

/** Entries of a list within an element: one risk has no more tasks, one item names no more risks. */
const MOST_LISTED = 10_000;

/** An object of a document, and where it stands in it. */
export class OscalElement {
  constructor(
    private readonly value: Readonly<Record<string, unknown>>,
    readonly where: string,
  ) {}

  /** @throws PitError BAD_USER_INPUT for what is no object. */
  static of(value: unknown, where: string): OscalElement {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return new OscalElement(value as Record<string, unknown>, where);
    throw refuseFile(where, 'This is no part of an OSCAL document.', 'an object', typeof value);
  }

  /** The text of a field; null where there is none, or nothing in it. */
  text(name: string): string | null {
    const value = this.value[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
  }

  /** The id of a field in lower case; null where there is none. */
  id(name: string): string | null {
    const id = this.text(name)?.toLowerCase();
    return id !== undefined && isUuid(id) ? id : null;
  }

  /** The day of a moment, as it is written: where its author was. */
  day(name: string): CivilDate | null {
    const day = this.text(name)?.slice(0, 10);
    return isPlanDay(day) ? day : null;
  }

  has(name: string): boolean {
    return this.value[name] !== undefined;
  }

  child(name: string): OscalElement | null {
    const value = this.value[name];
    return value === undefined ? null : OscalElement.of(value, `${this.where}.${name}`);
  }

  /**
   * A list within an element, whose entries are taken together with it.
   * @throws PitError BAD_USER_INPUT for what is no list of objects; LIMIT_EXCEEDED.
   */
  list(name: string): OscalElement[] {
    const count = this.entries(name).length;
    if (count > MOST_LISTED)
      throw new PitError('LIMIT_EXCEEDED', `The list is too long. (${this.where}.${name})`, {
        field: `file: ${this.where}.${name}`,
        expected: `at most ${MOST_LISTED} entries`,
        actual: count,
      });
    return [...this.items(name)];
  }

  /** The entries of a list of the document, one by one. @throws PitError BAD_USER_INPUT for what is no list of objects. */
  *items(name: string): Generator<OscalElement> {
    const where = `${this.where}.${name}`;
    for (const [at, each] of this.entries(name).entries()) yield OscalElement.of(each, `${where}[${at}]`);
  }

  private entries(name: string): readonly unknown[] {
    const value = this.value[name];
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    const where = `${this.where}.${name}`;
    throw refuseFile(where, 'This is no part of an OSCAL document.', 'a list', typeof value);
  }
}
