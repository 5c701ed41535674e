import { Extensions } from 'type-graphql';

/** Says that a query answers the record whose id is its argument `id`, so that lists of the record may be asked with it. */
export function RecordById(): MethodDecorator & PropertyDecorator {
  return Extensions({ recordById: true });
}

/**
 * Says that a field needs nothing of its record but the id, reads and does nothing else, so that it may be asked with a record that
 * turns out to be absent, or not to be seen: its answer is then of no use, and does no harm.
 */
export function AskedWithRecord(): MethodDecorator & PropertyDecorator {
  return Extensions({ askedWithRecord: true });
}
