import { excerptOf, MOST_EXCERPT_BYTES } from '../../../domain/advice/evidence-text.ts';
import type { OfferedFile } from '../../../domain/advice/offered.ts';
import { logger } from '../../../logger.ts';
import type { FileStore } from '../../evidence/file-store.ts';
import type { TakenQuestion } from './model-desk.ts';

/** After so many ms a file is not waited for any longer. */
const MOST_MS = 10_000;

/**
 * The question with the beginning of the file that it is about, where that is to be sent. It is read while no transaction is
 * open; what the store cannot give now is left out, and the question asked without it.
 */
export async function withExcerpt<Q extends TakenQuestion>(
  store: Pick<FileStore, 'read'> | undefined,
  orgId: string,
  question: Q,
): Promise<Q> {
  const { file } = question.offered;
  if (file === undefined || store === undefined) return question;
  try {
    const excerpt = excerptOf(await readHead(store, orgId, file));
    if (excerpt === null) return question;
    const brief = JSON.parse(question.brief) as { readonly evidence?: object };
    return { ...question, brief: JSON.stringify({ ...brief, evidence: { ...brief.evidence, excerpt } }) };
  } catch (error) {
    logger.warn({ err: error, orgId, fileId: file.id }, 'the text of evidence could not be read');
    return question;
  }
}

async function readHead(
  store: Pick<FileStore, 'read'>,
  orgId: string,
  file: OfferedFile,
): Promise<Uint8Array> {
  const { content } = await store.read({ orgId, ...file });
  const timer = setTimeout(() => content.destroy(new Error('the store gives nothing')), MOST_MS);
  let head = Buffer.alloc(0);
  try {
    // Leaving the loop ends the stream: of a large file no more is read than is told.
    for await (const chunk of content) {
      head = Buffer.concat([head, chunk as Buffer]);
      if (head.length >= MOST_EXCERPT_BYTES) break;
    }
  } finally {
    clearTimeout(timer);
  }
  return head.subarray(0, MOST_EXCERPT_BYTES);
}
