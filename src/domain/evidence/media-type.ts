/** How files of some media types begin. */
interface Signature {
  /** Bytes as hexadecimal digits, and where they stand. */
  readonly bytes: string;
  readonly at?: number;
  /** Media types that such a file may be of; none where nobody may hand such a file in. */
  readonly types: RegExp;
}

const NO_TYPE = /^$/;
const PDF = /^application\/(x-)?pdf$/;
const ARCHIVED =
  /^application\/(zip|x-zip-compressed|epub\+zip|vnd\.(openxmlformats-officedocument|oasis\.opendocument|ms-[\w.-]+)\b.*|[\w.-]+\+zip)$/;
const COMPOUND = /^application\/(msword|vnd\.(ms-[\w.-]+|visio)|x-ole-storage|CDFV2)$/i;
const ISO_MEDIA = /^(video\/(mp4|quicktime|x-m4v|3gpp2?)|audio\/(mp4|x-m4a|aac)|image\/(heic|heif|avif))/;

/** After the registrations of the types, and the MIME Sniffing Standard (WHATWG, section 6). */
const SIGNATURES: readonly Signature[] = [
  { bytes: '89504e470d0a1a0a', types: /^image\/(png|apng)$/ },
  { bytes: 'ffd8ff', types: /^image\/(jpe?g|pjpeg)$/ },
  { bytes: '474946383761', types: /^image\/gif$/ },
  { bytes: '474946383961', types: /^image\/gif$/ },
  { bytes: '57454250', at: 8, types: /^image\/webp$/ },
  { bytes: '57415645', at: 8, types: /^audio\/(x-)?wave?$|^audio\/vnd\.wave$/ },
  { bytes: '49492a00', types: /^image\/(tiff|x-[\w-]+)$/ },
  { bytes: '4d4d002a', types: /^image\/(tiff|x-[\w-]+)$/ },
  { bytes: '504b0304', types: ARCHIVED },
  { bytes: '504b0506', types: ARCHIVED },
  { bytes: '1f8b08', types: /^application\/(x-)?(gzip|tar|gtar|compressed-tar|tgz)$/ },
  { bytes: 'd0cf11e0a1b11ae1', types: COMPOUND },
  { bytes: '66747970', at: 4, types: ISO_MEDIA },
  { bytes: '1a45dfa3', types: /^(video|audio)\/(webm|x-matroska|matroska)$/ },
  { bytes: '4f67675300', types: /^(audio|video|application)\/(x-)?(ogg|opus)$/ },
  { bytes: '7f454c46', types: NO_TYPE },
  { bytes: 'cffaedfe', types: NO_TYPE },
  { bytes: 'cafebabe', types: NO_TYPE },
  { bytes: '4d5a9000', types: NO_TYPE },
  { bytes: '2321', types: NO_TYPE },
];

/** Types whose files always begin as one of these says. */
const ALWAYS_SIGNED = [
  PDF,
  /^image\/(png|jpe?g|gif|webp|tiff)$/,
  /^application\/(zip|gzip)$/,
  /^application\/vnd\.(openxmlformats-officedocument|oasis\.opendocument)\b/,
];

/** So many bytes of a file are enough for `mayBeOf`. */
export const HEAD_BYTES = 1_024;
const PDF_HEADER = [...Buffer.from('%PDF-')];

/**
 * Whether a file that begins so may be of the media type that was stated of it. What nothing is known of may be of any type;
 * programs are of none.
 * @param head its first bytes, up to `HEAD_BYTES`.
 * @param stated a media type, with or without parameters.
 */
export function mayBeOf(head: Uint8Array, stated: string): boolean {
  const type = stated.replace(/;.*$/s, '').trim().toLowerCase();
  // The header of a PDF may stand behind other bytes, by its standard within the first 1,024.
  if (indexOf(head, PDF_HEADER) >= 0) return PDF.test(type) || isUnsaid(type);
  const found = SIGNATURES.find((each) => begins(head, each));
  if (found !== undefined) return found.types.test(type) || (found.types !== NO_TYPE && isUnsaid(type));
  if (ALWAYS_SIGNED.some((each) => each.test(type))) return false;
  return !type.startsWith('text/') || isText(head);
}

/** A type that says nothing but that it is a file. */
function isUnsaid(type: string): boolean {
  return type === 'application/octet-stream';
}

function begins(head: Uint8Array, { bytes, at = 0 }: Signature): boolean {
  const expected = Buffer.from(bytes, 'hex');
  return head.length >= at + expected.length && expected.every((byte, n) => head[at + n] === byte);
}

function indexOf(head: Uint8Array, bytes: readonly number[]): number {
  for (let from = 0; from + bytes.length <= head.length; from++)
    if (bytes.every((byte, n) => head[from + n] === byte)) return from;
  return -1;
}

/** Text has no zeros, unless it is of two bytes for each sign, which its first two then say. */
function isText(head: Uint8Array): boolean {
  const mark = (head[0] ?? 0) * 256 + (head[1] ?? 0);
  return mark === 0xfffe || mark === 0xfeff || !head.includes(0);
}
