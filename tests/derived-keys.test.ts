import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { DerivedKeys, KEY_PURPOSES, parseSecret, type KeyPurpose } from '../src/config/derived-keys.ts';
import { readDerivedKeys } from '../src/config/development-secret.ts';

const SECRET = Buffer.from([...Array(32).keys()]);

// Computed apart from the service: python3, hmac, RFC 5869 with an empty salt.
test.each<[KeyPurpose, string]>([
  ['fileAddresses', 'b3caaf3826ea20fb1863c2f2d1aa0f9be298610217f29544026d98ea4e5f1ad5'],
  ['scheduleTokens', 'd8a409a4323652360468a0d62db1419d890a59874223487540d5ac33591344a3'],
  ['calendarAddresses', 'bdb3a4e35ec0ba2e072ce5b4c77006533adb21a61da3eab821aae72b77d4efaa'],
  ['webhookSecrets', '1b0679b2aff368a38e4de4db40fa980cf95fff79bd93a4b5756c0a1520f2328d'],
  ['auditSeal', '059efca71da0283538447e5f8b99b7c9820714644357bc434e9848b744a0b7ed'],
  ['unsubscribing', '157b68517fa65f2344b49f9b71beca9937cf8408822bec98ce0e412a720e8239'],
])('the key of %s is the one that was derived before', (purpose, expected) => {
  expect(new DerivedKeys(SECRET).of(purpose).toString('hex')).toBe(expected);
});

test('each purpose has a derived key of its own, and another secret has others', () => {
  const keysOf = (secret: Buffer): string[] =>
    KEY_PURPOSES.map((purpose) => new DerivedKeys(secret).of(purpose).toString('hex'));
  expect(new Set([...keysOf(SECRET), ...keysOf(randomBytes(32))]).size).toBe(2 * KEY_PURPOSES.length);
});

test('derived keys do not show their secret when they are inspected or written to a log', () => {
  const keys = new DerivedKeys(SECRET);
  expect(inspect(keys, { showHidden: true, depth: 9 })).toBe('DerivedKeys {}');
  expect(JSON.stringify({ keys })).toBe('{"keys":{}}');
});

test('a secret is written as 64 hexadecimal digits or 44 characters of base64, and as nothing else', () => {
  const hex = SECRET.toString('hex');
  for (const text of [hex, hex.toUpperCase(), SECRET.toString('base64')]) {
    expect(parseSecret(text)).toEqual(SECRET);
  }
  const base64 = SECRET.toString('base64');
  const notCanonical = base64.replace(/.=$/, '9=');
  const wrong = [hex.slice(2), `${hex}00`, base64.slice(0, -1), `${base64}=`, ` ${base64}`, notCanonical, ''];
  for (const text of wrong) expect(parseSecret(text)).toBeNull();
});

describe('without PIT_SECRET', () => {
  let dataDir: string;

  beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'pit-keys-'))));
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const read = (): string => readDerivedKeys({ secret: null, dataDir }).of('auditSeal').toString('hex');

  test('a secret is made once per data directory, readable by its owner alone', () => {
    const first = read();
    expect(read()).toBe(first);
    expect(statSync(join(dataDir, 'pit-secret')).mode & 0o777).toBe(0o600);
  });

  test('a damaged file is refused by its name, and not replaced', () => {
    writeFileSync(join(dataDir, 'pit-secret'), 'short');
    expect(read).toThrow(join(dataDir, 'pit-secret'));
    expect(read).toThrow('restore it from a backup');
  });
});
