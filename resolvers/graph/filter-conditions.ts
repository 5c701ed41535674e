import { Field, InputType, Int } from 'type-graphql';
import { DateScalar, DateTimeScalar } from '../../entities/base/scalars.ts';
import type { Condition } from '../../src/context.ts';
import { badInput } from '../../src/domain/errors.ts';
import { distinctIds, distinctWords } from './filter-values.ts';

@InputType({ description: 'A span of civil dates, both ends included; an end left out is open.' })
export class DateWindow {
  @Field(() => DateScalar, { nullable: true, description: 'First day.' })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day.' })
  to?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True for records without the date only, false for those with one only.',
  })
  isNull?: boolean | null;
}

@InputType({ description: 'A span of time, both ends included; an end left out is open.' })
export class TimeWindow {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'First moment of the span, included; open when absent.',
  })
  from?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Last moment of the span, included; open when absent.',
  })
  to?: string | null;
}

@InputType({ description: 'A span of whole numbers, both ends included; an end left out is open.' })
export class IntWindow {
  @Field(() => Int, { nullable: true, description: 'The least number of the span; open when absent.' })
  from?: number | null;

  @Field(() => Int, { nullable: true, description: 'The greatest number of the span; open when absent.' })
  to?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True for records without the number only, false for those with one only.',
  })
  isNull?: boolean | null;
}

@InputType({ description: 'Whether a record has a value at all.' })
export class NullFilter {
  @Field(() => Boolean, {
    description: 'True for records without a value only, false for those with one only.',
  })
  isNull: boolean;
}

/** Where the conditions stand when nothing else is said: the argument. */
export const FILTER = 'filter';

/** An `in` condition per list that is given; empty lists match nothing, as "any of none" says. */
export function anyOf(
  property: string,
  values: readonly string[] | null | undefined,
  place = FILTER,
): Condition[] {
  return values == null
    ? []
    : [{ op: 'in', property, values: distinctWords(`${place}.${property}`, values) }];
}

/** The same for ids; @throws PitError BAD_USER_INPUT that names the place of one that is malformed. */
export function anyIdOf(
  property: string,
  ids: readonly string[] | null | undefined,
  place = FILTER,
): Condition[] {
  return ids == null ? [] : [{ op: 'in', property, values: distinctIds(`${place}.${property}`, ids) }];
}

/** A condition on a yes-or-no column, if it is given. */
export function being(property: string, value: boolean | null | undefined): Condition[] {
  return value == null ? [] : [{ op: 'in', property, values: [String(value)] }];
}

/** Whether the property has no value, if that is asked. */
export function nullness(
  property: string,
  filter: { isNull?: boolean | null } | null | undefined,
): Condition[] {
  const value = filter?.isNull;
  return value == null ? [] : [{ op: 'isNull', property, value }];
}

/** The conditions that a window puts on a property. */
export function within(
  property: string,
  span: (TimeWindow & { isNull?: boolean | null }) | null | undefined,
): Condition[] {
  const conditions: Condition[] = [];
  if (span?.from) conditions.push({ op: 'from', property, value: span.from });
  if (span?.to) conditions.push({ op: 'to', property, value: span.to });
  return [...conditions, ...nullness(property, span)];
}

/** The conditions that a span of numbers puts on a property. */
export function between(property: string, span: IntWindow | null | undefined): Condition[] {
  const conditions: Condition[] = [];
  if (span?.from != null) conditions.push({ op: 'from', property, value: String(span.from) });
  if (span?.to != null) conditions.push({ op: 'to', property, value: String(span.to) });
  return [...conditions, ...nullness(property, span)];
}

/** A text search over some properties; a blank text is no condition. */
export function containing(
  properties: readonly string[],
  text: string | null | undefined,
  place = FILTER,
): Condition[] {
  const value = text?.trim() ?? '';
  if (value === '') return [];
  if (value.length > 200 || value.includes('\u0000')) {
    throw badInput('The search text is not acceptable.', {
      field: `${place}.search`,
      expected: '1 to 200 characters',
    });
  }
  return [{ op: 'search', properties, value }];
}

/**
 * That the conditions do not all hold. None exclude nothing: what a client left empty must not empty its list.
 *
 * @param where the conditions of a filter's `not`.
 */
export function noneOf(where: readonly Condition[]): Condition[] {
  return where.length === 0 ? [] : [{ op: 'not', where }];
}
