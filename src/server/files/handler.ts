import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { badInput, PitError } from '../../domain/errors.ts';
import { percentEncode } from '../../domain/evidence/file-reference.ts';
import { FILES_PATH, type EvidenceFiles } from '../../services/evidence/evidence-files.ts';
import type { UploadGrant } from '../../services/evidence/file-grants.ts';
import type { Handler } from '../handler.ts';

/** Takes and gives files by signed addresses: PUT and GET of `/files/<token>`. There is no other way to a file. */
export function filesHandler(files: EvidenceFiles): Handler {
  return async (request, response) => {
    const [path = ''] = (request.url ?? '').split('?', 1);
    const token = path.slice(FILES_PATH.length);
    if (request.method === 'PUT') return takeFile(files, token, request, response);
    if (request.method === 'GET') return giveFile(files, token, response);
    response.writeHead(405, { allow: 'GET, PUT' }).end();
  };
}

async function takeFile(
  files: EvidenceFiles,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const grant = await files.grants.verify('upload', token);
  requireAnnouncedHeaders(request, grant);
  // A refusal in the middle has to be answered: the iterator must not take the connection down with it.
  const content = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  try {
    await files.store.put(grant, content);
  } catch (error) {
    // Who went away in the middle waits for no answer.
    if (request.destroyed && !request.complete) return;
    throw error;
  }
  response.writeHead(201).end();
}

/** What the headers say is refused before the body is read. */
function requireAnnouncedHeaders({ headers }: IncomingMessage, { size, mediaType }: UploadGrant): void {
  const type = headers['content-type'];
  if (type !== undefined && type.toLowerCase() !== mediaType.toLowerCase()) {
    throw badInput('The media type is not the one that was announced.', {
      pit: 'PIT008',
      field: 'content-type',
      expected: mediaType,
      actual: type.slice(0, 255),
    });
  }
  const length = headers['content-length'];
  if (length === undefined || Number(length) === size) return;
  const detail = { pit: 'PIT008', field: 'content-length', expected: size, actual: Number(length) } as const;
  if (Number(length) > size) {
    throw new PitError('LIMIT_EXCEEDED', 'The file is larger than was announced.', detail);
  }
  throw badInput('The file is smaller than was announced.', detail);
}

async function giveFile(files: EvidenceFiles, token: string, response: ServerResponse): Promise<void> {
  const grant = await files.grants.verify('download', token);
  const { size, content } = await files.store.read(grant);
  response.writeHead(200, {
    'content-type': grant.mediaType,
    'content-length': size,
    // Whatever it is, a browser keeps it and does not show or run it under our name.
    'content-disposition': `attachment; filename*=UTF-8''${percentEncode(grant.name)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  });
  await pipeline(content, response);
}
