import { isPrivateAddress, requireFileUrl, requireLink, requireWebhookUrl } from '../../src/domain/url.ts';
import { refusal } from './refusal.ts';

const no = (field: string): Error => refusal('BAD_USER_INPUT', { field });

test.each([
  'https://files.example.org/a/b.pdf',
  's3://evidence/2024/b.pdf',
  'https://files.example.org/a?sig=1%2F2',
])('the address %s may hold evidence', (url) => {
  expect(requireFileUrl(url, 'fileUrl')).toBe(url);
});

test.each([
  'http://files.example.org/a',
  'file:///etc/passwd',
  'ftp://x.org/a',
  'javascript:alert(1)',
  's3://bucket',
  's3:///key',
  'https://user:secret@x.org/a',
  'https://x.org/a b',
  'https://x.org/<script>',
  'https://x.org/\u0000',
  '//x.org/a',
  '',
  `https://x.org/${'a'.repeat(2_048)}`,
  'https://',
])('the address %j may not hold evidence', (url) => {
  expect(() => requireFileUrl(url, 'fileUrl')).toThrow(no('fileUrl'));
});

test('a webhook goes to a public host', () => {
  expect(requireWebhookUrl('https://hooks.example.org/pit', 'url')).toBe('https://hooks.example.org/pit');
  expect(requireWebhookUrl('https://8.8.8.8/pit', 'url')).toBe('https://8.8.8.8/pit');
  expect(requireWebhookUrl('https://[2606:4700::1111]/', 'url')).toBe('https://[2606:4700::1111]/');
});

test.each([
  'http://hooks.example.org/',
  'https://localhost/',
  'https://db/',
  'https://a.internal/',
  'https://a.local./',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://0x7f000001/',
  'https://2130706433/',
  'https://10.1.2.3/',
  'https://172.31.0.1/',
  'https://192.168.1.1/',
  'https://169.254.169.254/latest',
  'https://100.64.0.1/',
  'https://0.0.0.0/',
  'https://255.255.255.255/',
  'https://[::1]/',
  'https://[fd00::1]/',
  'https://[fe80::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[2002:7f00:1::]/',
  'https://[64:ff9b::10.0.0.1]/',
])('the address %s is refused as a webhook', (url) => {
  expect(() => requireWebhookUrl(url, 'url')).toThrow(no('url'));
});

test('the addresses that DNS answers for a webhook are checked one by one', () => {
  expect(isPrivateAddress('172.32.0.1')).toBe(false);
  expect(isPrivateAddress('172.16.0.1')).toBe(true);
  expect(isPrivateAddress('fe80::1%eth0')).toBe(true);
  expect(isPrivateAddress('::ffff:8.8.8.8')).toBe(true);
  expect(isPrivateAddress('2001:db8::1')).toBe(true);
  expect(isPrivateAddress('2001:4860:4860::8888')).toBe(false);
  expect(isPrivateAddress('not::an::address')).toBe(true);
});

test('a notification links to the platform or to https', () => {
  expect(requireLink('/projects/7?tab=plan', 'link')).toBe('/projects/7?tab=plan');
  expect(requireLink('https://x.org/a', 'link')).toBe('https://x.org/a');
  for (const link of ['//evil.org', '/\\evil.org', 'javascript:alert(1)', 'http://x.org', '/a b', '']) {
    expect(() => requireLink(link, 'link')).toThrow(no('link'));
  }
});
