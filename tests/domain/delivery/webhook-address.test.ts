import { requireEndpoint } from '../../../src/domain/delivery/webhook-address.ts';

test.each([
  'http://hooks.example.com/',
  'https://127.0.0.1/',
  'https://localhost:8443/hook',
  'https://[::1]/',
  'https://169.254.169.254/latest',
  'https://user:secret@hooks.example.com/',
  'https://hooks.example.com/#part',
  'https://0x7f.1/',
  'no address',
])('%s is no address for a webhook', (url) => {
  expect(() => requireEndpoint(url, 'input.url', [])).toThrow(
    expect.objectContaining({
      code: 'BAD_USER_INPUT',
      detail: expect.objectContaining({ field: 'input.url' }),
    }),
  );
});

test('a public host is taken, and a private one that the operator has named, by its port where that was given', () => {
  expect(requireEndpoint('https://hooks.example.com/a?b=c', 'url', [])).toBe(
    'https://hooks.example.com/a?b=c',
  );
  expect(requireEndpoint('https://localhost:8443/', 'url', ['localhost:8443'])).toBe(
    'https://localhost:8443/',
  );
  expect(requireEndpoint('https://hooks.internal/', 'url', ['hooks.internal'])).toBe(
    'https://hooks.internal/',
  );
  expect(() => requireEndpoint('https://localhost:8444/', 'url', ['localhost:8443'])).toThrow('acceptable');
  expect(() => requireEndpoint('http://localhost:8443/', 'url', ['localhost:8443'])).toThrow('acceptable');
  expect(() => requireEndpoint('https://a:b@localhost:8443/', 'url', ['localhost:8443'])).toThrow(
    'acceptable',
  );
});
