import { isPlanDay, type CivilDate } from '../../civil-date.ts';
import { refuseFile } from '../plan-check.ts';
import { isUuid } from '../../uuid.ts';

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

  /** @throws PitError BAD_USER_INPUT for what is no list of objects. */
  list(name: string): OscalElement[] {
    const value = this.value[name];
    if (value === undefined) return [];
    const where = `${this.where}.${name}`;
    if (!Array.isArray(value))
      throw refuseFile(where, 'This is no part of an OSCAL document.', 'a list', typeof value);
    return value.map((each, at) => OscalElement.of(each, `${where}[${at}]`));
  }
}
