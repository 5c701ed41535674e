import { readFile } from 'node:fs/promises';
import { buildConsole, type Asset, type ConsoleBuild } from './console-build.ts';

/** What `npm run build` leaves beside the compiled service. */
const PREBUILT = new URL('../../console/built.json', import.meta.url);

interface Packed {
  readonly paths: Readonly<Record<string, string>>;
  readonly preloads: readonly string[];
  /** Path, content type, and content as base64. */
  readonly assets: readonly (readonly [path: string, type: string, base64: string])[];
}

/** The console as text, for `npm run build`. */
export async function packedConsole(): Promise<string> {
  const { paths, preloads, assets } = await buildConsole();
  const packed: Packed = {
    paths,
    preloads,
    assets: [...assets].map(([path, { bytes, type }]) => [path, type, bytes.toString('base64')]),
  };
  return JSON.stringify(packed);
}

/**
 * The console: as it was built along with the service, so that production needs no esbuild, whose binary is an optional
 * package; else built now.
 */
export async function loadConsole(): Promise<ConsoleBuild> {
  const text = await readFile(PREBUILT, 'utf8').catch((error: unknown) => {
    if ((error as { code?: unknown }).code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return buildConsole();
  const { paths, preloads, assets } = JSON.parse(text) as Packed;
  const unpacked = assets.map(([path, type, base64]): [string, Asset] => [
    path,
    { type, bytes: Buffer.from(base64, 'base64') },
  ]);
  return { paths, preloads, assets: new Map(unpacked) };
}
