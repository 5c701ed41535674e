import webPush from 'web-push';
import { ConfigError } from '../src/config/settings.ts';
import { loadConfig } from '../src/config/config.ts';

const MAIL = {
  PIT_SMTP_URL: 'smtps://pit:secret@mail.example',
  PIT_MAIL_FROM: 'PIT <pit@example.com>',
  PIT_LINK_BASE: 'https://work.example',
};
const { publicKey, privateKey } = webPush.generateVAPIDKeys();
const PUSH = {
  PIT_VAPID_SUBJECT: 'mailto:it@example.com',
  PIT_VAPID_PUBLIC_KEY: publicKey,
  PIT_VAPID_PRIVATE_KEY: privateKey,
};

function refusal(env: Record<string, string>): string {
  try {
    loadConfig(env);
    return '';
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

test('e-mail and push messages are set up by their settings', () => {
  const { mail, push } = loadConfig({ ...MAIL, ...PUSH });
  expect(mail).toEqual({
    smtpUrl: 'smtps://pit:secret@mail.example',
    from: 'PIT <pit@example.com>',
    linkBase: 'https://work.example',
  });
  expect(push).toEqual({ subject: 'mailto:it@example.com', publicKey, privateKey });
});

test.each([...Object.keys(MAIL), ...Object.keys(PUSH)])(
  'a set-up without %s is refused, and names it',
  (name) => {
    const env: Record<string, string> = name in MAIL ? { ...MAIL } : { ...PUSH };
    delete env[name];
    expect(refusal(env)).toContain(`${name}: expected a value`);
  },
);

test('in production mails are refused without the address at which the click arrives that ends them', () => {
  const production = { ...MAIL, NODE_ENV: 'production' };
  expect(refusal(production)).toContain('PIT_PUBLIC_URL: expected the address');
  expect(refusal({ ...production, PIT_PUBLIC_URL: 'https://pit.example' })).not.toContain('PIT_PUBLIC_URL');
  expect(refusal({ NODE_ENV: 'production' })).not.toContain('PIT_PUBLIC_URL');
});

test.each([
  ['PIT_SMTP_URL', 'mail.example'],
  ['PIT_MAIL_FROM', 'PIT'],
  ['PIT_MAIL_FROM', 'pit@example.com, all@example.com'],
  ['PIT_MAIL_FROM', 'a@example.com\nBcc: b@example.com'],
  ['PIT_LINK_BASE', 'https://work.example/path'],
  ['PIT_VAPID_SUBJECT', 'operator'],
  ['PIT_VAPID_PUBLIC_KEY', 'c2hvcnQ'],
  ['PIT_VAPID_PUBLIC_KEY', webPush.generateVAPIDKeys().publicKey],
  ['PIT_VAPID_PRIVATE_KEY', 'c2hvcnQ'],
])('%s=%s is refused by its name', (name, value) => {
  expect(refusal({ ...MAIL, ...PUSH, [name]: value })).toContain(name);
});

test('a mistyped name is refused, so that no mail goes missing without a word', () => {
  expect(refusal({ ...MAIL, PIT_SMPT_URL: 'smtp://mail.example' })).toContain('PIT_SMTP_URL');
  expect(refusal({ PIT_SMTP_URL: 'smtp://user:secret@mail.example' })).not.toContain('secret');
});
