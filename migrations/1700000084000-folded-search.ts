import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a text search compares: it ignores case and accents. A function of our own, since `unaccent` is an extension that
 * an owner without superuser rights may not have, and whose rules a server's administrator can change.
 *
 * No index serves it: row level security keeps operators that are not leakproof, `LIKE` of `pg_trgm` among them, out of
 * index scans. A search reads the rows of its organisation.
 */
export class FoldedSearch1700000084000 implements MigrationInterface {
  name = 'FoldedSearch1700000084000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FOLD_TEXT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION pit_ops.fold_text(text)');
  }
}

/** Most text is ASCII, and is done in one step. Letters with a stroke and ligatures have no decomposition in Unicode. */
const FOLD_TEXT = `
  CREATE FUNCTION pit_ops.fold_text(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN octet_length(given) = char_length(given) THEN lower(given COLLATE pg_c_utf8)
    ELSE normalize(replace(replace(replace(translate(
      lower(regexp_replace(normalize(given, NFKD), '[\\u0300-\\u036F]', '', 'g') COLLATE pg_c_utf8),
      'øłđħŧıς', 'oldhtiσ'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), NFKC)
    END;
  COMMENT ON FUNCTION pit_ops.fold_text(text) IS
    'The text as searches compare it: without case, accents, strokes, ligatures and the variants of one character.'`;
